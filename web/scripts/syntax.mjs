// Every built script must parse as ES2019 (Safari 12, Chrome 67), but for the two newer forms that both know: import() and import.meta.
// node scripts/syntax.mjs resident shop
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const files = process.argv
  .slice(2)
  .flatMap((app) => readdirSync(`${dist}${app}/assets`).map((name) => `${app}/assets/${name}`).concat(`${app}/sw.js`))
  .filter((name) => name.endsWith('.js'));

let newer = 0;
for (const file of files) {
  const text = readFileSync(dist + file, 'utf8').replace(/\bimport(?=\(|\.meta)/g, 'import_');
  try {
    parse(text, { ecmaVersion: 2019, sourceType: 'module' });
  } catch (problem) {
    newer++;
    const at = problem.pos ?? 0;
    console.error(`dist/${file}: ${problem.message}\n    …${text.slice(Math.max(0, at - 60), at + 40)}…`);
  }
}
console.log(`syntax: ${files.length} scripts, ${newer} newer than ES2019`);
process.exit(files.length > 0 && newer === 0 ? 0 : 1);
