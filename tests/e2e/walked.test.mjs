// What people stumbled over when they walked through the apps: quick keys, amounts that cannot be, long names, wrong addresses.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { addPlace, furnish, pay, signUp, topUp } from '../support/people.mjs';
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
    assert.equal(await button.innerText(), '進む');
    assert.equal(await button.getAttribute('aria-disabled'), 'true');
    await window.accessible('counter, too much');
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
