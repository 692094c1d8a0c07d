// Holds the sources to the floor (Safari 12, Chrome 67) and to the house rules that no type can express.
// One rule = a name, where it holds, a pattern, and why. A line ending in `lint: RULE REASON` is let through.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const web = fileURLToPath(new URL('..', import.meta.url));
const phone = ['shared', 'resident', 'shop'];
const all = [...phone, 'console'];

const style = (name, pattern, why, folders = phone) => ({ name, pattern, why, folders, files: /\.css$/ });
const code = (name, pattern, why, folders = phone) => ({ name, pattern, why, folders, files: /(?<!\.test)\.tsx?$/ });

const rules = [
  style('flex-gap', /^\s*(row-|column-)?gap\s*:/, 'flex gap needs Safari 14.1; use margins, or grid-gap in a grid'),
  style('aspect-ratio', /aspect-ratio\s*:/, 'needs Safari 15; use a padding-top box'),
  style('inset', /^\s*inset(-\w+)*\s*:/, 'needs Safari 14.1; write top, right, bottom, left'),
  style('viewport-unit', /\d(d|s|l)v(h|w)\b/, 'needs Safari 15.4; use 100 % heights'),
  style('has', /:has\(|:is\(|:where\(/, 'not in Safari 12; write the selectors out'),
  style('math', /\b(clamp|min)\(/, 'needs Safari 13.1'),
  style('logical', /^\s*(margin|padding|border)-(inline|block)/, 'partly missing in Safari 12 and Chrome 67'),
  style('place', /^\s*place-(items|content|self)\s*:/, 'not in Chrome 67 for flex'),
  style('newer-css', /@container|@layer|@supports selector|color-mix\(|backdrop-filter|accent-color|:focus-within/, 'newer than the floor'),
  style('nesting', /^\s*&/, 'nesting is newer than the floor'),
  code('new-api', /\.(replaceAll|matchAll|at|findLast|flat\(Infinity|toSorted|replaceChildren|toggleAttribute)\(/, 'missing in Safari 12'),
  code('new-static', /\b(Object\.hasOwn|Promise\.(any|allSettled)|Array\.fromAsync|structuredClone|crypto\.randomUUID|BigInt)\b/, 'missing in Safari 12'),
  code('observers', /\bnew (ResizeObserver|IntersectionObserver)\b/, 'missing in Safari 12'),
  code('intl', /\bIntl\.(PluralRules|RelativeTimeFormat|ListFormat|Segmenter|DisplayNames)|toLocale(Date|Time)?String\(/, 'missing on old phones and follows the device; use shared/texts'),
  code('device-time', /\.get(FullYear|Month|Date|Day|Hours|Minutes)\(\)/, 'the device’s zone is not Japan; use shared/texts/dates', all),
  code('pointer', /\bonPointer|PointerEvent|<dialog\b|\binert=/, 'missing in Safari 12; money steps are pages'),
  code('raw-html', /dangerouslySetInnerHTML|\.innerHTML\s*=|\beval\(|new Function\(/, 'opens a door for foreign code', all),
  code('compat', /preact\/compat/, 'not the whole of React; use preact and preact/hooks', all),
  code('japanese', /[\u3041-\u30fa\u30fc-\u30ff\u4e00-\u9fff]/, 'every text comes from a catalog (a ja.ts)', all),
];

// Where Japanese is at home, and code that only shows pieces.
const speaks = /\/(ja|en)\.ts$|\/texts\/|\/gallery\/|\/dev\/|program-stamp\.ts$|vite\.config/;

function withoutComments(line) {
  return line.replace(/\{?\/\*.*?\*\/\}?/g, '').replace(/(^|\s)\/\/.*$/, '$1');
}

function problemsOf(file, folder) {
  const found = [];
  let inComment = false;
  readFileSync(web + file, 'utf8').split('\n').forEach((raw, i) => {
    let line = raw;
    if (inComment) {
      if (!line.includes('*/')) return;
      line = line.slice(line.indexOf('*/') + 2);
      inComment = false;
    }
    line = withoutComments(line);
    if (line.includes('/*')) {
      inComment = true;
      line = line.slice(0, line.indexOf('/*'));
    }
    for (const rule of rules) {
      if (!rule.folders.includes(folder) || !rule.files.test(file) || !rule.pattern.test(line)) continue;
      if (file.includes('/gallery/') && rule.name === 'intl') continue;
      if (rule.name === 'japanese' && speaks.test(file)) continue;
      if (raw.includes(`lint: ${rule.name}`)) continue;
      found.push(`web/${file}:${i + 1}  ${rule.name}: ${rule.why}\n    ${raw.trim()}`);
    }
  });
  return found;
}

const problems = all.flatMap((folder) =>
  readdirSync(web + folder, { recursive: true })
    .map((name) => `${folder}/${name}`)
    .filter((name) => /\.(tsx?|css)$/.test(name) && !/node_modules|\.generated\.ts$|schema\.d\.ts$|\.test\.tsx?$/.test(name))
    .flatMap((name) => problemsOf(name, folder)),
);
problems.forEach((each) => console.error(each));
console.log(`lint: ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
