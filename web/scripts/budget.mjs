// What a phone fetches before the first screen, gzip -9, kB = 1000 bytes: the HTML, and what it names (scripts with
// their static imports, style sheets). Fails above the budgets of the design. Lazy chunks are printed, not counted.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const budgets = { resident: 45, shop: 45, console: 150 };
const size = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const kb = (bytes) => (bytes / 1000).toFixed(1);

// Static imports of a built module: `import"./x.js"` and `from"./x.js"`, never import("…").
function withImports(file, seen) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/(?:\bimport|\bfrom)\s*["'](\.[^"']+)["']/g)) {
    withImports(join(dirname(file), name), seen);
  }
  return seen;
}

function measure(app) {
  const root = join(dist, app);
  const html = readFileSync(join(root, 'index.html'), 'utf8');
  const first = new Set([join(root, 'index.html')]);
  for (const [, name] of html.matchAll(/(?:src|href)="[^"]*?(assets\/[^"]+\.(?:js|css))"/g)) {
    if (name.endsWith('.css')) first.add(join(root, name));
    else withImports(join(root, name), first);
  }
  const lazy = readdirSync(join(root, 'assets')).filter((name) => !first.has(join(root, 'assets', name)));
  return {
    first: [...first].reduce((sum, file) => sum + size(file), 0),
    parts: [...first].map((file) => `${file.slice(root.length + 1)} ${kb(size(file))}`),
    lazy: lazy.map((name) => `${name} ${kb(size(join(root, 'assets', name)))}`),
  };
}

let over = 0;
for (const [app, budget] of Object.entries(budgets)) {
  if (!existsSync(join(dist, app, 'index.html'))) {
    console.error(`dist/${app} is missing: npm run bundle`);
    process.exit(1);
  }
  const { first, parts, lazy } = measure(app);
  const fits = first <= budget * 1000;
  if (!fits) over++;
  console.log(`${app}_kb ${kb(first)}${fits ? '' : ` ABOVE ${budget}`}`);
  for (const each of parts) console.log(`  first: ${each}`);
  for (const each of lazy) console.log(`  later: ${each}`);
}
process.exit(over === 0 ? 0 : 1);
