// What people stumbled over when they walked through the apps: quick keys, amounts that cannot be, long names, wrong addresses.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { judged } from '../support/keyboard.mjs';
import { addPlace, furnish, signUp, topUp } from '../support/people.mjs';
import { until } from '../support/program.mjs';
import { enterAmount, toConfirm } from '../support/screens.mjs';

let city, it, resident, browser, window, page;
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
  await pictures({ walked: window });
  await window.quiet();
  await window.close();
});
const open = async (who, address, size = 'phone') => {
  window = await browser.open({ size, state: stateOf(who) });
  page = window.page;
  await page.goto(address.startsWith('http') ? address : `${city.url}${address}`);
};

/** Nothing has to be moved to reach it. */
const inSight = async (locator) => {
  const { y, height } = await locator.boundingBox();
  const low = page.viewportSize().height;
  assert.ok(y >= 0 && y + height <= low, `from ${y} to ${y + height} of ${low}`);
};

describe('the amount at the counter', () => {
  const typing = async () => {
    const { number } = await resident.do('createWalletCode');
    await open(it.clerk, '/shop/top-up/number');
    await page.getByRole('textbox').fill(number.replace(/\s/g, ''));
    await window.press('この番号で進む');
    await window.press(/^ほかの金額/);
    await page.locator('.keypad').waitFor();
  };
  const shows = (figure) => until(`the figure ${figure}`, async () => (await page.locator('.typed-figure').innerText()).replace(/\s/g, '') === `${figure}円`);
  /** Keys faster than pages are drawn. */
  const quickly = (keys) => page.evaluate((all) => all.forEach((key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))), keys);

  test('more than can be topped up stands there as typed, and does not go on', async () => {
    await typing();
    await enterAmount(window, '60000');
    await shows('60,000');
    await window.sees('1回にチャージできるのは50,000円までです');
    const button = page.locator('.page-foot button');
    await inSight(button);
    assert.equal(await button.innerText(), '進む');
    assert.equal(await button.getAttribute('aria-disabled'), 'true');
    await judged(window, 'counter, too much');
    await quickly(['Enter']);
    await button.click({ force: true });
    await window.press(/^1文字|消す|削除/);
    await shows('6,000');
    await window.press('6,000円で進む');
    await window.sees(/6,000円を受け取りましたか/);
  });

  test('an amount off the step says what to enter', async () => {
    await typing();
    await enterAmount(window, '1500');
    await window.sees('1,000円単位で入れてください');
    assert.equal(await page.getByText('先に金額を選んでください').count(), 0);
  });

  test('quick keys are all taken, in their order', async () => {
    await typing();
    await quickly([...'1500']);
    await shows('1,500');
    await quickly(Array(4).fill('Backspace'));
    await shows('0');
    await quickly([...'10000']);
    await shows('10,000');
    await quickly([...'0', 'Backspace', 'Backspace', ...'5']);
    await shows('10,005');
  });

  test('another way of choosing begins anew; going back shows what was typed', async () => {
    await typing();
    await enterAmount(window, '7000');
    await window.press('7,000円で進む');
    await window.press('金額を直す');
    await shows('7,000');
    await window.press('決まった額から選ぶ');
    assert.equal(await page.locator('.page-foot button').innerText(), '進む');
  });
});

describe('a shop with a long name', () => {
  const name = '熊谷商工会議所婦人会直売所ふれあい館';

  let place;
  before(async () => {
    place = await addPlace(it.anna, name, ['takes_money']);
  });

  test('the button under the amount is in sight, and the name stays clear of the ticks of the ring', async () => {
    await open(resident, place.code_url);
    await window.heading('金額を入れる');
    await enterAmount(window, '1234');
    await page.getByText('で払います').waitFor();
    await inSight(page.locator('.page-foot button'));
    await window.press(/次へ/);
    await window.press('1,234円を払う');
    await window.heading('支払いました');
    const nearest = await page.evaluate(() => {
      const ring = document.querySelector('.ring').getBoundingClientRect();
      const words = document.createRange();
      words.selectNodeContents(document.querySelector('.ring-place'));
      const far = (x, y) => Math.hypot(x - ring.left - ring.width / 2, y - ring.top - ring.height / 2);
      const corners = [...words.getClientRects()].flatMap((line) => [line.left, line.right].flatMap((x) => [far(x, line.top + 3), far(x, line.bottom - 3)]));
      return (ring.width * (165 - 20.5)) / 330 - Math.max(...corners); // the longest ticks end 20.5 of 330 inside
    });
    assert.ok(nearest >= 4, `${nearest} px from the ticks`);
  });

  test('the page of a payment that is not known yet is no wider than the phone', async () => {
    await open(resident, place.code_url);
    await toConfirm(window, '200');
    await window.context.route('**/api/**', (route) => route.abort());
    await window.press('200円を払う');
    await window.heading('確認中です');
    await judged(window, 'unknown, long name');
    await window.context.unroute('**/api/**');
  });
});

describe('an address of nothing', () => {
  test('a receipt that is not this person\'s is not found, and says so', async () => {
    const other = await signUp(city);
    const { id } = await topUp(it.clerk, other, 1000);
    await open(resident, `/entries/${id}`);
    for (const path of [`/entries/${id}`, '/entries/ABCDEFGHJK', '/topped-up/ABCDEFGHJK']) {
      await page.goto(`${city.url}${path}`);
      await window.sees('この控えは見つかりません');
      assert.equal(await page.getByText('いま混み合っています').count(), 0);
      await judged(window, path);
    }
    await window.follow('ホームへ');
    await page.locator('.balance-card').waitFor();
  });

  for (const [app, who] of [['shop', 'cook'], ['console', 'anna']]) {
    test(`the ${app} says that there is no such page`, async () => {
      await open(it[who], `/${app}/nowhere`, app === 'shop' ? 'phone' : 'desk');
      await window.sees('この画面はありません');
      await judged(window, `${app}, nowhere`);
      await window.follow('はじめの画面へ');
      await page.waitForURL(`**/${app}/`);
    });
  }
});

describe('a place that receives no payments', () => {
  test('has no code to pay by and no right to receive', async () => {
    await open(it.anna, `/console/places/${it.counter.id}`, 'desk');
    await window.sees('鈴木 花子');
    assert.equal(await page.locator('.place-code').count(), 0);
    assert.equal(await page.locator('td', { hasText: '受け取り' }).count(), 0);
    await page.goto(`${city.url}/console/places/${it.counter.id}/print`);
    await window.sees('この場所は、支払いを受けません');
    assert.equal(await page.locator('.sticker').count(), 0);
    await judged(window, 'print, no payments');
  });
});

test('somebody who reads easy Japanese chooses it in the menu and pays in it', async () => {
  await open(resident, '/menu');
  await page.getByRole('button', { name: 'やさしいにほんご' }).click();
  await window.sees('はじめ');
  assert.equal(await page.locator('html').getAttribute('lang'), 'ja');
  await judged(window, 'menu, easy Japanese');
  await page.goto(it.shop.code_url);
  await window.heading('お金を 入れる');
  await enterAmount(window, '120');
  await window.press('つぎ(お店の 人に 見せる)');
  await window.sees('まだ はらっていません');
  await window.accessible('confirm, easy Japanese');
  await window.press('120円 はらう');
  await window.heading('はらいました');
  await window.accessible('paid, easy Japanese');
});
