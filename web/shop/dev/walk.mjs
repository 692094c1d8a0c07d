// Walks every screen of the shop against the pretend city and takes a picture of each, with axe on every one:
//   node web/shop/dev/walk.mjs OUT [phone|tablet|desk|low|narrow|old …]
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { oldPhone } from '../../scripts/old-phone.mjs';
import { startFakeApi } from './fake-api.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const sizes = { low: [360, 640], phone: [390, 844], tablet: [1024, 768], desk: [1440, 900], narrow: [320, 640], old: [360, 640], large: [320, 640] };
const password = 'kumagaya-2026-haru';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-fake-ui-for-media-stream',
];
const chromiumPath = '/usr/bin/chromium';

/** 200 % text is the browser's own text size, which rem and em media queries follow: a preference of its profile. */
async function openContext(size, options) {
  if (size !== 'large') {
    const browser = await chromium.launch({ executablePath: chromiumPath, headless: true, args: flags });
    return { context: await browser.newContext(options), close: () => browser.close() };
  }
  const profile = mkdtempSync(join(tmpdir(), 'meguri-walk-'));
  mkdirSync(join(profile, 'Default'));
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify({ webkit: { webprefs: { default_font_size: 32, default_fixed_font_size: 26 } } }));
  const context = await chromium.launchPersistentContext(profile, { executablePath: chromiumPath, headless: true, args: flags, ...options });
  return { context, close: async () => { await context.close(); rmSync(profile, { recursive: true, force: true }); } };
}

export async function walker(out, size, extra = {}) {
  mkdirSync(out, { recursive: true });
  const fake = await startFakeApi();
  const [width, height] = sizes[size];
  const opened = await openContext(size, { viewport: { width, height }, locale: 'ja-JP', reducedMotion: 'reduce', permissions: [], ...extra });
  const { context } = opened;
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  const found = [];
  page.on('pageerror', (error) => found.push(`ERROR ${error.message}`));
  page.on('console', (line) => { if (line.type() === 'error' && !/Failed to load resource|ERR_/.test(line.text())) found.push(`console ${line.text()}`); });
  // The old phone lacks what axe needs; it is walked for what breaks, the others for what axe finds.
  const old = size === 'old';
  await page.addInitScript(old ? oldPhone : axeSource);
  let n = 0;
  const shot = async (name, options = {}) => {
    await page.waitForTimeout(options.wait ?? 300);
    n += 1;
    await page.screenshot({ path: `${out}/${size}-${String(n).padStart(2, '0')}-${name}.png`, fullPage: options.full ?? false });
    const result = old ? { violations: [] } : await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    for (const each of result.violations) found.push(`${name} axe ${each.id} ${each.nodes.length}: ${each.nodes[0].target} ${each.nodes[0].failureSummary?.split('\n')[1] ?? ''}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) found.push(`${name} scrolls sideways by ${wide}`);
    const focus = await page.evaluate(() => document.activeElement?.tagName);
    if (options.focus && focus !== options.focus) found.push(`${name} focus on ${focus}`);
  };
  const weather = (what, body = {}) => fetch(`${fake.url}/fake/${what}`, { method: 'POST', body: JSON.stringify(body) }).then((answer) => answer.json());
  const close = async () => { await opened.close(); fake.stop(); return found; };
  return { page, context, fake, shot, weather, close, found };
}

export async function signIn({ page, fake }, app, name) {
  await page.goto(`${fake.url}/${app}/`);
  await page.getByLabel('サインインの名前').fill(name);
  await page.getByLabel('パスワード', { exact: true }).fill(password);
  await page.getByLabel('認証アプリの6けた').fill('123456');
  await page.getByRole('button', { name: 'サインインする' }).click();
}

async function invitation(w) {
  const { invitation: token } = await w.weather('invite');
  await w.page.goto(`${w.fake.url}/shop/invitation#${token}`);
  await w.page.getByLabel('あなたの名前').waitFor();
  await w.shot('invitation', { full: true, focus: 'H1' });
  await w.page.getByRole('button', { name: '次へ' }).click();
  await w.shot('invitation-missing', { full: true });
  await w.page.getByLabel('あなたの名前').fill('田中 ふみ');
  await w.page.getByLabel('サインインの名前').fill('tanaka');
  await w.page.getByLabel('パスワード', { exact: true }).fill('kumagaya-mugi-2026');
  await w.page.getByRole('button', { name: '次へ' }).click();
  await w.page.getByLabel('アプリに出た6けたの番号').fill('999999');
  await w.page.getByRole('button', { name: '使いはじめる' }).click();
  await w.shot('invitation-code', { full: true });
  await w.page.getByLabel('アプリに出た6けたの番号').fill('123456');
  await w.page.getByRole('button', { name: '使いはじめる' }).click();
  await w.page.getByText('支払いを待っています').waitFor();
  await w.page.goto(`${w.fake.url}/shop/invitation#used`);
  await w.shot('invitation-unknown', { wait: 600 });
}

async function receive(w) {
  await w.page.goto(`${w.fake.url}/shop/`);
  await w.page.getByText('支払いを待っています').waitFor();
  await w.shot('waiting', { wait: 800 });
  await w.weather('pay', { amount: 860 });
  await w.page.getByRole('heading', { name: '受け取りました' }).waitFor();
  await w.shot('received');
  await w.weather('pay', { amount: 128600 });
  await w.shot('received-large', { wait: 900 });
  const next = w.page.getByRole('button', { name: '次のお客さまへ' });
  if (await next.isVisible()) await next.click();
  await w.weather('fault', { mode: 'down' });
  await w.weather('cut');
  await w.context.setOffline(true);
  await w.shot('offline', { wait: 5200 });
  await w.context.setOffline(false);
  await w.weather('fault', { mode: 'none' });
}

async function sales(w) {
  await w.page.goto(`${w.fake.url}/shop/sales`);
  await w.page.getByRole('link', { name: /取消/ }).first().waitFor();
  await w.shot('sales', { wait: 600, focus: 'H1' });
  await w.page.getByRole('link', { name: /取消 1,250円/ }).click();
  await w.page.getByText('理由を選んでください', { exact: true }).waitFor();
  await w.shot('cancel', { focus: 'H1' });
  await w.page.getByLabel('返品').click();
  await w.page.getByRole('button', { name: '1,250円を取り消す' }).click();
  await w.page.getByRole('heading', { name: '取り消しました' }).waitFor();
  await w.shot('cancelled', { wait: 600, focus: 'H1' });
  await w.page.getByRole('button', { name: '売上に戻る' }).click();
  await w.shot('sales-after', { full: true, wait: 600 });
  await w.page.getByRole('link', { name: /取消 540円/ }).click();
  await w.page.getByLabel('その他').click();
  await w.weather('fault', { mode: 'lose' });
  await w.page.getByRole('button', { name: '540円を取り消す' }).click();
  await w.page.getByText('もう一度取り消さないでください').waitFor();
  await w.shot('cancel-unknown');
  await w.weather('fault', { mode: 'none' });
  await w.page.getByRole('heading', { name: '取り消しました' }).waitFor();
  await w.page.getByRole('button', { name: '売上に戻る' }).click();
  await w.page.getByRole('button', { name: '日を選ぶ' }).click();
  await w.shot('choose-day');
  await w.page.goto(`${w.fake.url}/shop/sales/2026-01-05`);
  await w.shot('sales-empty', { wait: 600 });
}

async function settings(w) {
  await w.page.goto(`${w.fake.url}/shop/settings`);
  await w.shot('settings', { wait: 600, focus: 'H1' });
  await w.page.getByRole('link', { name: /担当の人/ }).click();
  await w.shot('staff', { wait: 600 });
  await w.page.getByRole('link', { name: /佐藤 はなさんを外す/ }).click();
  await w.shot('staff-remove', { focus: 'H1' });
  await w.page.getByRole('button', { name: /佐藤 はなさんを外す/ }).click();
  await w.page.getByRole('heading', { name: '担当の人' }).waitFor();
  await w.page.goto(`${w.fake.url}/shop/`);
  await w.page.getByText('支払いを待っています').waitFor();
  await w.page.waitForTimeout(500);
  await w.weather('remove', { name: 'kobayashi' });
  await w.page.getByRole('heading', { name: 'サインインが終わりました' }).waitFor({ timeout: 2000 });
  await w.shot('ended', { focus: 'H1' });
  await w.page.getByRole('button', { name: 'もう一度サインインする' }).click();
  await w.page.getByRole('button', { name: 'サインインする' }).click();
  await w.shot('sign-in-missing', { full: true });
}

async function topUp(w) {
  await signIn(w, 'shop', 'ichikawa');
  await w.page.getByRole('link', { name: /コードを読む/ }).waitFor();
  await w.shot('top-up-start', { wait: 600, focus: 'H1' });
  await w.page.getByRole('link', { name: /コードを読む/ }).click();
  await w.shot('top-up-scan', { wait: 1200, focus: 'H1' });
  await w.page.getByRole('link', { name: /12けた/ }).click();
  await w.page.getByLabel('お客さまの12けたの番号').fill('4039 1827');
  await w.page.getByRole('button', { name: 'この番号で進む' }).click();
  await w.shot('top-up-number');
  const byNumber = async () => {
    const { number } = await w.weather('code');
    await w.page.getByLabel('お客さまの12けたの番号').fill(number);
    await w.page.getByRole('button', { name: 'この番号で進む' }).click();
    await w.page.getByText('ご本人に確かめてください').waitFor();
  };
  await byNumber();
  await w.shot('top-up-amount', { focus: 'H1' });
  await w.page.getByLabel(/10,000/).check();
  await w.shot('top-up-amount-chosen');
  await w.page.getByRole('button', { name: /ほかの金額/ }).click();
  for (const key of ['4', '00', '0']) await w.page.getByRole('button', { name: key, exact: true }).click();
  await w.shot('top-up-amount-typed');
  await w.page.getByRole('button', { name: '4,000円で進む' }).click();
  await w.shot('top-up-confirm', { focus: 'H1' });
  await w.page.getByRole('button', { name: /4,000円をチャージする/ }).click();
  await w.page.getByRole('heading', { name: 'チャージしました' }).waitFor();
  await w.shot('top-up-done');
  await w.page.reload();
  await w.page.getByRole('heading', { name: 'チャージしました' }).waitFor();
  await w.page.getByRole('button', { name: '次のお客さまへ' }).click();
  for (const [fault, words] of [['cap', 'チャージしていません'], ['lose', 'もう一度チャージしないでください']]) {
    await w.page.goto(`${w.fake.url}/shop/top-up/number`);
    await byNumber();
    await w.page.getByLabel(/3,000/).check();
    await w.page.getByRole('button', { name: '3,000円で進む' }).click();
    await w.weather('fault', { mode: fault });
    await w.page.getByRole('button', { name: /3,000円をチャージする/ }).click();
    await w.page.getByText(words).first().waitFor();
    await w.shot(`top-up-${fault}`);
    await w.weather('fault', { mode: 'none' });
    if (fault === 'lose') await w.page.getByRole('heading', { name: 'チャージしました' }).waitFor();
  }
  await w.page.goto(`${w.fake.url}/shop/sales`);
  await w.shot('top-up-sales', { wait: 600, full: true });
}

async function walk(out, size) {
  const w = await walker(out, size);
  try {
    await w.page.goto(`${w.fake.url}/shop/`);
    await w.page.getByRole('button', { name: 'サインインする' }).waitFor();
    await w.shot('sign-in', { full: true, focus: 'H1' });
    await invitation(w);
    await w.context.clearCookies();
    await signIn(w, 'shop', 'kobayashi');
    await w.page.getByText('支払いを待っています').waitFor();
    await receive(w);
    await sales(w);
    await settings(w);
    await w.context.clearCookies();
    await topUp(w);
  } catch (error) {
    w.found.push(`STOPPED ${error.message.split('\n').slice(0, 3).join(' ')}`);
    await w.shot('stopped').catch(() => undefined);
  }
  return w.close();
}

if (process.argv[1]?.endsWith('shop/dev/walk.mjs')) {
  const [out, ...wanted] = process.argv.slice(2);
  for (const size of wanted.length ? wanted : ['low', 'tablet']) {
    const found = await walk(out, size);
    console.log(`${size}: ${found.length} findings`);
    for (const line of found) console.log(`  ${line}`);
  }
}
