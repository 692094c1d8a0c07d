// The pay path for those who have no mouse, no new phone, or only paper: keyboard alone, the stand-in for Safari 12, and the
// printed codes read back by a decoder that is not ours.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { oldPhone } from '../../web/scripts/old-phone.mjs';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { furnish, pay, signUp, topUp } from '../support/people.mjs';
import { root } from '../support/program.mjs';
import { showCode, signUpOnScreen, toConfirm } from '../support/screens.mjs';

let city, it, resident, browser, window;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  resident = await signUp(city);
  await topUp(it.clerk, resident, 20_000);
  browser = await Browser.launch();
});
after(async () => {
  await browser?.close();
  await city?.remove();
});
afterEach(async () => {
  await pictures({ devices: window });
  await window.quiet();
  await window.close();
});

/** Presses Tab until what has the focus is called so; fails when a whole round did not find it. */
async function tabTo(name) {
  const met = [];
  for (let n = 0; n < 40; n++) {
    const focus = await window.page.evaluate(() => {
      const at = document.activeElement;
      const name = at.getAttribute('aria-label') ?? (at.labels?.[0]?.textContent || at.textContent) ?? '';
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      return { name: name.replace(/\s+/g, ''), seen: outlineStyle !== 'none' && outlineWidth !== '0px' ? true : boxShadow !== 'none' };
    });
    if (name.test(focus.name)) {
      assert.ok(focus.seen, `the focus on ${focus.name} cannot be seen`);
      return;
    }
    met.push(focus.name.slice(0, 20));
    await window.page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${name}: ${met.join(' | ')}`);
}

async function byKeyboard(name, key = 'Enter') {
  await tabTo(name);
  await window.page.keyboard.press(key);
}

describe('without a mouse', () => {
  test('a resident pays from home by shop number, keyboard only [PAY-a]', async () => {
    window = await browser.open({ state: stateOf(resident) });
    const { keyboard } = window.page;
    await window.page.goto(city.url);
    await window.sees('20,000');
    await byKeyboard(/読み取って払う/);
    await window.heading('読み取って払う');
    await byKeyboard(/店の番号を入れる/);
    await window.heading('店の番号');
    await tabTo(/コードの下の番号/);
    await keyboard.type(it.shop.code_number);
    await keyboard.press('Enter');
    await window.heading('金額を入れる');
    await keyboard.type('860');
    await window.sees('860');
    await keyboard.press('Enter');
    await window.page.locator('.face').waitFor();
    await byKeyboard(/860円を払う/);
    await window.heading('支払いました');
    await byKeyboard(/終わる/);
    await window.sees('19,140');
  });

  test('staff of the shop cancel, keyboard only', async () => {
    window = await browser.open({ size: 'tablet', state: stateOf(it.cook) });
    await window.page.goto(`${city.url}/shop/`);
    await window.sees('支払いを待っています');
    await byKeyboard(/^売上/);
    await window.sees('860');
    await byKeyboard(/取消860円/);
    await window.sees('理由を選んでください');
    await tabTo(/金額を間違えた|別の人|返品|その他/);
    await window.page.keyboard.press('Space');
    await byKeyboard(/860円を取り消す/);
    await window.heading('取り消しました');
  });
});

describe('on an old phone (what Safari 12 lacks is taken away)', () => {
  test('a resident signs up and pays [USR-a, PAY-a]', async () => {
    window = await browser.open({ init: oldPhone });
    await signUpOnScreen(city, window, { path: new URL(it.shop.code_url).pathname, then: () => window.heading('金額を入れる') });
    const payload = await showCode(city, window);
    const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
    await it.clerk.do('createTopUp', { body: { key: page.key, wallet: page.wallet, program: page.programs[0].program.id, amount: 3000 } });
    await window.heading('チャージしました');
    await window.page.goto(it.shop.code_url);
    await toConfirm(window, '150');
    await window.press('150円を払う');
    await window.heading('支払いました');
    assert.equal(await window.page.locator('html').getAttribute('data-clone'), 'undefined');
  });

  test('a shop receives [PAY-b]', async () => {
    window = await browser.open({ size: 'phone', init: oldPhone, state: stateOf(it.cook) });
    await window.page.goto(`${city.url}/shop/`);
    await window.sees('支払いを待っています');
    await window.page.waitForTimeout(500);
    await pay(resident, it.shop, 432);
    await window.heading('受け取りました');
    await window.sees('432');
  });
});

describe('on paper and glass', () => {
  const folder = join(root, 'var/test/screens');
  const decode = (file) => execFileSync('zbarimg', ['--raw', '-q', '-Sdisable', '-Sqrcode.enable', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

  async function readBack(selector, name) {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}.png`);
    await window.page.locator(selector).first().screenshot({ path: file });
    return decode(file);
  }

  test('the printed sticker reads back as the shop’s address [PAY-a]', async () => {
    window = await browser.open({ size: 'desk', state: stateOf(it.anna) });
    await window.page.goto(`${city.url}/console/places/${it.shop.id}/print`);
    await window.sees('読み取って払えます');
    await window.accessible('sticker');
    await window.page.emulateMedia({ media: 'print' });
    assert.equal(await readBack('body', 'sticker'), it.shop.code_url);
  });

  test('the code on the shop’s screen and the resident’s own read back as well', async () => {
    window = await browser.open({ size: 'phone', state: stateOf(it.cook) });
    await window.page.goto(`${city.url}/shop/`);
    await window.sees('支払いを待っています');
    assert.equal(await readBack('body', 'shop-code'), it.shop.code_url);
    await window.quiet();
    await window.close();
    window = await browser.open({ state: stateOf(resident) });
    const payload = await showCode(city, window);
    assert.equal(await readBack('body', 'own-code'), payload);
  });
});
