// The resident's story on a real server with its demo city: sign-up, top-up at the counter, payment by the scanner and by the
// phone's own camera, and every way in which somebody might pay twice.
//
//   node web/resident/dev/story.mjs DEMO_JSON OUTDIR
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { encode } from 'uqr';

const [demoFile, out = 'pictures'] = process.argv.slice(2);
const demo = JSON.parse(readFileSync(demoFile, 'utf8'));
const base = demo.url;
mkdirSync(out, { recursive: true });
const clock = setTimeout(() => process.exit(2), 280_000);

/** One still picture of a code, as a camera would see it. */
function cameraFile(text) {
  const [width, height] = [640, 480];
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const module = Math.floor(height / size);
  const [left, top] = [Math.floor((width - module * size) / 2), Math.floor((height - module * size) / 2)];
  const luma = Buffer.alloc(width * height, 230);
  for (let y = 0; y < size * module; y++) {
    for (let x = 0; x < size * module; x++) {
      if (data[Math.floor(y / module)][Math.floor(x / module)]) luma[(top + y) * width + left + x] = 20;
    }
  }
  const file = join(mkdtempSync(join(tmpdir(), 'meguri-camera-')), 'code.y4m');
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`);
  writeFileSync(file, Buffer.concat([head, luma, Buffer.alloc((width * height) / 2, 128)]));
  return file;
}

function totp(secret) {
  const bits = Array.from(secret, (c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

const headers = { 'X-Meguri': '1', 'Content-Type': 'application/json' };
let counterCookie;
async function staff(path, body) {
  const response = await fetch(base + path, { method: 'POST', headers: { ...headers, ...(counterCookie ? { cookie: counterCookie } : {}) }, body: JSON.stringify(body) });
  const value = await response.json();
  assert.ok(response.ok, `${path} ${JSON.stringify(value)}`);
  if (path === '/api/session') counterCookie = response.headers.get('set-cookie').split(';')[0];
  return value;
}

async function topUp(code, amount) {
  const { wallet, programs, key } = await staff('/api/wallet-codes/open', { code });
  return staff('/api/top-ups', { key, wallet, program: programs[0].program.id, amount });
}

const [shop, other] = demo.places.filter((place) => place.takes_money);
const counter = demo.places.find((place) => place.tops_up);
const { sign_in_name, password, totp_secret } = counter.staff;
await staff('/api/session', { sign_in_name, password, totp_code: totp(totp_secret) });

const camera = cameraFile(shop.code_url);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${camera}`],
});

const context = await browser.newContext({ viewport: { width: 360, height: 640 }, locale: 'ja-JP', deviceScaleFactor: 2, permissions: ['camera'] });
const page = await context.newPage();
page.on('pageerror', (error) => console.log(`  ! page error ${error.message}`));
page.on('console', (line) => /Content Security/.test(line.text()) && console.log(`  ! ${line.text()}`));
const heading = (name, on = page) => on.getByRole('heading', { name }).first().waitFor({ timeout: 15000 });
const shot = (name, on = page) => on.screenshot({ path: join(out, `story-${name}.png`) });
const press = (name, on = page) => on.getByRole('button', { name }).first().click();
const enter = async (digits, on = page) => {
  for (const digit of digits) await on.getByRole('button', { name: digit, exact: true }).click();
};
const wallet = async () => (await page.request.get(`${base}/api/wallet`)).json();
const payments = async () => {
  const { entries } = await (await page.request.get(`${base}/api/wallet/history?limit=100`)).json();
  return entries.filter((entry) => entry.kind === 'payment').length;
};
const toConfirm = async (digits, on = page) => {
  await on.goto(shop.code_url);
  await heading('金額を入れる', on);
  await enter(digits, on);
  await press('次へ', on);
  await on.locator('.face').waitFor();
};
let paid = 0;
let lastStep = Date.now();
const step = async (words, count = paid) => {
  assert.equal(await payments(), count, words);
  console.log(`${words} (${((Date.now() - lastStep) / 1000).toFixed(1)} s)`);
  lastStep = Date.now();
};

try {
  // Sign-up by way of the shop's code.
  const phone = `0901${String(Date.now()).slice(-7)}`;
  await page.goto(shop.code_url);
  await heading(/携帯電話/);
  await page.getByRole('textbox').fill(phone);
  await press('確認の番号を送る');
  await heading(/6けた/);
  await shot('01-code');
  let body;
  for (let i = 0; i < 50 && !body; i++) {
    const { messages } = await (await fetch(`${base}/sim/sms/inbox`)).json();
    body = messages.find((message) => message.to.endsWith(phone.slice(1)))?.body;
    await page.waitForTimeout(200);
  }
  await page.getByRole('textbox').fill(/\d{6}/.exec(body)[0]);
  await heading('金額を入れる');
  await shot('02-amount');
  await press('閉じる');
  await page.locator('.home-empty').waitFor();
  await shot('03-home-empty');
  await step('signed up');

  // Top-up: the code page turns by itself.
  await page.goto(`${base}/code`);
  const number = (await page.locator('.code-card-number').textContent()).replace(/\D/g, '');
  await shot('04-code');
  await topUp(number, 10000);
  const asked = Date.now();
  await heading('チャージしました');
  console.log(`  the page turned ${Date.now() - asked} ms after the top-up`);
  await shot('05-topped-up');
  assert.equal((await wallet()).balance, 10000);
  await page.goto(`${base}/`);
  await page.locator('.balance-card-next').waitFor();
  await shot('06-home');
  await step('topped up');

  // Scan with the camera, pay 1,234; the second tap, reload and back.
  await page.getByRole('link', { name: /読み取って/ }).click();
  await page.locator('video').waitFor();
  await shot('07-scan');
  await heading('金額を入れる');
  await enter('1234');
  await page.locator('button.use-line').waitFor();
  await shot('08-amount');
  await press('次へ');
  await page.locator('.face').waitFor();
  await page.waitForTimeout(500);
  await shot('09-confirm');
  await page.evaluate(() => {
    const button = document.querySelector('.button-pay');
    button.click();
    button.click();
    button.click();
  });
  await heading('支払いました');
  paid++;
  await shot('10-paid');
  await step('scanned and paid, three taps');
  await page.reload();
  await heading('支払いました');
  await page.goBack();
  await page.waitForTimeout(500);
  assert.equal(await page.locator('.button-pay').count(), 0, 'back offers no payment');
  await step('reload and back');

  // Lost answers: the request arrives, its answer does not.
  await toConfirm('500');
  await page.route('**/api/payments', async (route) => {
    await route.fetch().catch(() => undefined);
    await route.abort('connectionreset');
  });
  await press(/500円を払う/);
  await heading('確認中です');
  await shot('11-unknown');
  await page.unroute('**/api/payments');
  await heading('支払いました');
  paid++;
  await step('lost answer: ends at paid');

  // The request never arrives: ends at not paid.
  await toConfirm('300');
  await page.route('**/api/payments', (route) => route.abort('connectionfailed'));
  await press(/300円を払う/);
  await heading('確認中です');
  await heading('支払っていません');
  await page.unroute('**/api/payments');
  await shot('12-not-paid');
  await step('lost request: ends at not paid');

  // Reload while the answer is on its way.
  await toConfirm('200');
  await page.route('**/api/payments', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue().catch(() => undefined);
  });
  await press(/200円を払う/);
  await page.waitForTimeout(300);
  await page.reload();
  await page.unroute('**/api/payments');
  await heading('支払いました');
  paid++;
  await step('reload while sending: paid once');

  // Two tabs at the same shop, both at the confirmation.
  const second = await context.newPage();
  await toConfirm('150');
  await toConfirm('150', second);
  await toConfirm('150');
  await press(/150円を払う/, second);
  await heading('支払いました', second);
  paid++;
  const told = Date.now();
  await page.locator('h1', { hasText: '支払いました' }).waitFor({ timeout: 5000 });
  console.log(`  the other tab knew ${Date.now() - told} ms later`);
  await step('two tabs: paid once, both say so');
  await second.close();

  // Offline: nothing is sent.
  await toConfirm('100');
  await context.setOffline(true);
  await page.locator('.button-pay').click({ force: true });
  await page.waitForTimeout(500);
  await shot('13-offline');
  assert.equal(await page.locator('.state').count(), 0);
  await context.setOffline(false);
  await step('offline: not sent');

  // Offline the very moment after the tap; back online it ends by itself, also from home.
  await page.route('**/api/payments', async (route) => {
    await route.fetch().catch(() => undefined);
    await context.setOffline(true);
    await route.abort('internetdisconnected').catch(() => undefined);
  });
  await press(/100円を払う/);
  await heading('確認中です');
  await page.getByRole('link', { name: /ホームへ/ }).click();
  await page.locator('.strip-unknown').waitFor();
  await shot('14-home-checking');
  await page.unroute('**/api/payments');
  await context.setOffline(false);
  await page.locator('.strip-unknown').waitFor({ state: 'detached', timeout: 15000 });
  paid++;
  await step('network lost after the tap: ended from home');

  // Codes that are none of ours, or altered.
  for (const [code, sentence] of [
    ['https://example.com/pay?x=1', /コードではありません/],
    [`${shop.code_url.slice(0, -1)}${shop.code_url.endsWith('0') ? '1' : '0'}`, /正しくありません/],
  ]) {
    await page.goto(`${base}/s/${encodeURIComponent(code.split('/').pop())}`);
    await page.locator('.state-refused').waitFor();
    console.log(`  ${code.slice(0, 40)}: ${(await page.locator('.state-lead').textContent()).trim()} ${sentence}`);
  }
  await page.goto(`${base}/scan/number`);
  await page.getByRole('textbox').fill(other.code_number);
  await press('店を確かめる');
  await heading('金額を入れる');
  await page.getByText(other.name).first().waitFor();
  await step('by number');

  await page.goto(`${base}/lots`);
  await page.locator('.lot').first().waitFor();
  await shot('15-lots');
  await page.goto(`${base}/history`);
  await page.locator('.entry').first().waitFor();
  await shot('16-history');
  await page.locator('.entry').first().click();
  await page.locator('.hash').waitFor();
  await shot('17-receipt');
  await page.goto(`${base}/sign-out`);
  await press('サインアウトする');
  await heading(/携帯電話/);
  assert.equal(await page.evaluate(() => localStorage.getItem('meguri.kept.wallet')), null, 'nothing of the person stays');
  console.log('signed out; the story has ended well');
} catch (problem) {
  await shot('99-where-it-stopped').catch(() => undefined);
  console.error(problem);
  process.exitCode = 1;
}
await browser.close();
rmSync(camera, { force: true });
clearTimeout(clock);
process.exit();
