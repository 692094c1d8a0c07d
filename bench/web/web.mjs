// How heavy and how quick the web apps are for a phone on a slow line: what is fetched before the first screen, when the
// largest thing stands there (LCP), when one can type the amount after a shop's code was opened, and Lighthouse's scores.
// Beside it, in the same turns, a page of one sentence on the same line: what no page can go below.
//   node bench/web/web.mjs [TURNS]      writes bench/results/web.json; usually by scripts/bench web
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stateOf } from '../../tests/support/browser.mjs';
import { City } from '../../tests/support/city.mjs';
import { furnish, pay, signUp, topUp } from '../../tests/support/people.mjs';
import { freePort, root } from '../../tests/support/program.mjs';

const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core');
const turns = Number(process.argv[2] ?? 5);
// Lighthouse's own mobile profile: "slow 4G", a processor four times slower.
const line = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const slower = 4;
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const lighthouse_version = '13.5.0';

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const rounded = (value) => Math.round(value * 100) / 100;

/** kB of each app's first load, as scripts/test holds them. */
function weights() {
  const said = execFileSync('node', ['scripts/budget.mjs'], { cwd: join(root, 'web'), encoding: 'utf8' });
  return Object.fromEntries([...said.matchAll(/^(\w+_kb) ([\d.]+)/gm)].map(([, name, kb]) => [name, Number(kb)]));
}

/** A fresh browser with nothing kept, on the slow line; `measure` gets the page. */
async function onSlowPhone(state, measure) {
  const browser = await chromium.launch({ executablePath, headless: true, args, timeout: 30_000 });
  const watch = setTimeout(() => void browser.close(), 60_000);
  try {
    const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'ja-JP', ...(state && { storageState: state }) });
    const page = await context.newPage();
    const inside = await context.newCDPSession(page);
    await inside.send('Network.enable');
    await inside.send('Network.emulateNetworkConditions', line);
    await inside.send('Emulation.setCPUThrottlingRate', { rate: slower });
    return await measure(page);
  } finally {
    clearTimeout(watch);
    await browser.close();
  }
}

/** Seconds until the largest thing of the first screen stood there. */
const largest = (address) => async (page) => {
  await page.goto(address);
  await page.waitForTimeout(1500);
  const last = () =>
    new Promise((done) =>
      new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({ type: 'largest-contentful-paint', buffered: true }),
    );
  return (await page.evaluate(last)) / 1000;
};

/** Seconds from opening a shop's code to an amount that can be typed. */
const payable = (address) => async (page) => {
  const begun = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.getByRole('button', { name: '8', exact: true }).click({ timeout: 30_000 });
  return (performance.now() - begun) / 1000;
};

async function oneSentence() {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><title>一文</title><p>ここに一文があります。'));
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

/** Lighthouse as its authors ship it, fetched once; the scores of one page, 0 to 100. */
async function scorer() {
  const folder = join(root, 'var/bench/lighthouse');
  const entry = join(folder, 'node_modules/lighthouse/core/index.js');
  if (!existsSync(entry)) {
    console.error(`Fetching lighthouse ${lighthouse_version}`);
    mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--prefix', folder, `lighthouse@${lighthouse_version}`], { stdio: 'inherit' });
  }
  const { default: lighthouse } = await import(pathToFileURL(entry).href);
  return async (address, state) => {
    const port = await freePort();
    const browser = await chromium.launch({ executablePath, headless: true, args: [...args, `--remote-debugging-port=${port}`], timeout: 30_000 });
    const watch = setTimeout(() => void browser.close(), 120_000);
    try {
      const inside = await browser.newBrowserCDPSession();
      const cookies = (state?.cookies ?? []).map(({ name, value, domain, path }) => ({ name, value, domain, path, httpOnly: true }));
      await inside.send('Storage.setCookies', { cookies });
      const onlyCategories = ['performance', 'accessibility', 'best-practices'];
      const { lhr } = await lighthouse(address, { port, onlyCategories, disableStorageReset: true, logLevel: 'error' });
      const score = (name) => Math.round((lhr.categories[name].score ?? 0) * 100);
      const found = [score('performance'), score('accessibility'), score('best-practices')];
      const short = Object.values(lhr.audits).filter(({ score: one, scoreDisplayMode: how }) => how === 'binary' && one === 0);
      return { found, short: short.map((each) => each.id) };
    } finally {
      clearTimeout(watch);
      await browser.close();
    }
  };
}

const city = await City.create();
const sentence = await oneSentence();
try {
  const it = await furnish(city);
  const resident = await signUp(city);
  await topUp(it.clerk, resident, 20_000);
  await pay(resident, it.shop, 1234);
  const [one, cook, anna] = [stateOf(resident), stateOf(it.cook), stateOf(it.anna)];

  const seen = { lcp_s: [], pay_usable_s: [], shop_lcp_s: [], console_lcp_s: [], sentence_lcp_s: [] };
  for (let turn = 1; turn <= turns; turn++) {
    seen.sentence_lcp_s.push(await onSlowPhone(undefined, largest(sentence.address)));
    seen.lcp_s.push(await onSlowPhone(one, largest(`${city.url}/`)));
    seen.pay_usable_s.push(await onSlowPhone(one, payable(it.shop.code_url)));
    seen.shop_lcp_s.push(await onSlowPhone(cook, largest(`${city.url}/shop/`)));
    seen.console_lcp_s.push(await onSlowPhone(anna, largest(`${city.url}/console/`)));
    console.error(`turn ${turn} of ${turns}: ${Object.entries(seen).map(([name, values]) => `${name} ${rounded(values.at(-1))}`).join(', ')}`);
  }

  const score = await scorer();
  const scores = {};
  for (const [app, address, state] of [['resident', `${city.url}/`, one], ['shop', `${city.url}/shop/`, cook], ['console', `${city.url}/console/`, anna]]) {
    const runs = [];
    for (let turn = 0; turn < Math.min(3, turns); turn++) runs.push(await score(address, state));
    const [performance, accessibility, practices] = [0, 1, 2].map((at) => median(runs.map(({ found }) => found[at])));
    Object.assign(scores, { [`${app}_performance`]: performance, [`${app}_accessibility`]: accessibility, [`${app}_best_practices`]: practices });
    console.error(`lighthouse ${app}: performance ${performance}, accessibility ${accessibility}, best practices ${practices}${runs.at(-1).short.length ? ` (${runs.at(-1).short.join(', ')})` : ''}`);
  }

  const figures = { ...weights(), ...Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, rounded(median(values))])), ...scores };
  const ratios = { lcp_vs_sentence: rounded(figures.lcp_s / figures.sentence_lcp_s) };
  writeFileSync(join(root, 'bench/results/web.json'), `${JSON.stringify({ name: 'web', at: new Date().toISOString(), turns, figures, ratios }, null, 2)}\n`);
  for (const [name, value] of [...Object.entries(figures), ...Object.entries(ratios)]) console.log(`${name.padEnd(28)} ${value}`);
} finally {
  sentence.close();
  await city.remove();
}
