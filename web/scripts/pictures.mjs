// Pictures of the gallery and an axe run on each screen: node scripts/pictures.mjs OUTDIR [NAME…]
// Serves dist/gallery on a free loopback port with the server's content security policy.
import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { oldPhone } from './old-phone.mjs';

const dist = fileURLToPath(new URL('../dist/gallery/', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [out = 'pictures', ...names] = process.argv.slice(2);
mkdirSync(out, { recursive: true });

const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "worker-src 'self' blob:; media-src 'self' blob:";
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const server = createServer((request, response) => {
  const name = (request.url ?? '/').replace(/^\/gallery\//, '').replace(/[?#].*/, '') || 'index.html';
  try {
    const body = readFileSync(dist + name);
    response.writeHead(200, { 'Content-Type': types[extname(name)] ?? 'text/plain', 'Content-Security-Policy': policy });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const address = `http://127.0.0.1:${server.address().port}/gallery/`;

const sizes = {
  tall: { viewport: { width: 390, height: 844 } },
  low: { viewport: { width: 360, height: 640 } },
  large: { viewport: { width: 320, height: 640 }, zoom: 2 },
  desk: { viewport: { width: 1280, height: 860 } },
  old: { viewport: { width: 320, height: 568 }, old: true },
  dark: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
};
const wanted = (process.env.SIZES ?? 'tall,low').split(',');
// A fresh browser a size. 200 % text is the browser's own text size, which rem and em media queries follow.
async function open({ zoom = 1, old = false, ...options }) {
  const profile = mkdtempSync(join(tmpdir(), 'meguri-pictures-'));
  mkdirSync(join(profile, 'Default'));
  const fonts = { webkit: { webprefs: { default_font_size: 16 * zoom, default_fixed_font_size: 13 * zoom } } };
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(fonts));
  const context = await chromium.launchPersistentContext(profile, { ...launch, locale: 'ja-JP', deviceScaleFactor: 2, ...options });
  if (old) await context.addInitScript(oldPhone);
  return { context, close: () => context.close().then(() => rmSync(profile, { recursive: true, force: true })) };
}

const launch = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
  timeout: 30000,
};
const stop = setTimeout(() => process.exit(2), 240000);
let findings = 0;

try {
  for (const size of wanted) {
    const { context, close } = await open(sizes[size]);
    const page = await context.newPage();
    page.on('console', (line) => line.type() === 'error' && console.log(`${size}: ${line.text()}`));
    page.on('pageerror', (problem) => console.log(`${size}: ${problem}`));
    const protocol = await context.newCDPSession(page);
    for (const name of names.length ? names : ['home', 'paid']) {
      await page.goto(`${address}#${name === 'sheet' ? '' : name}`);
      await page.reload();
      await page.waitForTimeout(200);
      await page.screenshot({ path: `${out}/${name}-${size}.png`, fullPage: size === 'large' || name === 'sheet' });
      const { height, overflow } = await page.evaluate(() => ({
        height: document.documentElement.scrollHeight,
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      }));
      await protocol.send('Runtime.evaluate', { expression: axe });
      // Many of a kind on one page: a landmark is not the only one of its name there.
      const rules = { 'landmark-unique': { enabled: !name.startsWith('pieces') } };
      const result = await page.evaluate((rules) => axe.run(document, { rules, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }), rules);
      findings += result.violations.length;
      const words = result.violations.map((each) => `${each.id}: ${each.nodes.map((node) => `${node.target} ${node.failureSummary ?? ''}`).slice(0, 3).join(' | ')}`);
      console.log(`${name}-${size} height ${height}${overflow > 0 ? ` OVERFLOW ${overflow}` : ''}${words.length ? `\n  ${words.join('\n  ')}` : ''}`);
    }
    await close();
  }
} finally {
  clearTimeout(stop);
  server.close();
}
console.log(`axe findings: ${findings}`);
process.exit(findings === 0 ? 0 : 1);
