// What stands in the way of somebody who is not in yet: codes, numbers typed in other ways, help without signing in; and that
// screen readers hear what is shown, once, and nothing of the page before.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { codeSentTo, freshPhone, furnish, password, signUp, topUp } from '../support/people.mjs';
import { until } from '../support/program.mjs';
import { enterAmount } from '../support/screens.mjs';

let city, it, browser, window, page;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  browser = await Browser.launch();
});
after(async () => {
  await browser?.close();
  await city?.remove();
});
afterEach(async () => {
  await pictures({ 'coming-in': window });
  await window.quiet();
  await window.close();
});
const open = async (path, who, size = 'phone') => {
  window = await browser.open({ size, state: who && stateOf(who) });
  page = window.page;
  await page.goto(path.startsWith('http') ? path : `${city.url}${path}`);
};
/** Everything that a screen reader is told without moving there. */
const told = () =>
  page.evaluate(() => [...document.querySelectorAll('[aria-live],[role=alert],[role=status]')].map((each) => each.textContent.trim()).filter((text) => text && text !== 'テスト環境'));
const toldOnce = (sentence) => until(`one telling of ${sentence}`, async () => {
  const all = await told();
  return all.length === 1 && all[0].includes(sentence);
});

describe('the telephone number', () => {
  test('going back to it leads on to the code that was sent, not to a refusal [USR-a]', async () => {
    const phone = freshPhone();
    await open('/');
    let asked = 0;
    page.on('request', (request) => (asked += Number(request.url().endsWith('/api/sign-up/code'))));
    await page.getByRole('textbox').fill(phone);
    await window.press('確認の番号を送る');
    await window.heading(/6けたの番号/);
    assert.equal(await page.getByText('さきほど送った番号').count(), 0);
    const code = await codeSentTo(city, phone);
    await window.press('電話番号を直す');
    await window.press('届いた番号を入れる');
    await window.heading(/6けたの番号/);
    await window.press('戻る');
    await page.getByRole('textbox').fill('0901234');
    await page.getByRole('button', { name: '確認の番号を送る' }).waitFor();
    await page.getByRole('textbox').fill(`+81 ${phone.slice(1)}`);
    await window.sees('確認の番号を送ってあります');
    await window.accessible('telephone number, code sent');
    await window.press('届いた番号を入れる');
    await window.heading(/6けたの番号/);
    await window.sees(/さきほど送った番号が、まだ使えます/);
    await window.sees(/新しい番号は、あと\d+秒で送れます/);
    await window.accessible('code, come back to');
    await page.getByRole('textbox').fill(code);
    await page.locator('.balance-card').waitFor();
    assert.equal(asked, 1);
  });

  test('typed with +81 it is shown as people know it [USR-b]', async () => {
    const phone = freshPhone();
    await open('/');
    await page.getByRole('textbox').fill(`+81 ${phone.slice(1, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`);
    await window.press('確認の番号を送る');
    await window.sees(`${phone.slice(0, 3)}-••••-${phone.slice(-4)} に送りました`);
    await codeSentTo(city, phone);
  });
});

describe('help', () => {
  for (const [app, asks, says] of [['', '携帯電話の番号を', 'はじめられないとき'], ['/shop', 'サインイン', 'サインインできないとき']]) {
    test(`of the ${app ? 'shop' : 'resident'} app is there without signing in`, async () => {
      await open(`${app}/help`);
      await window.heading('困ったとき');
      await window.sees(says);
      await page.locator('a[href^="tel:"]').waitFor();
      await window.accessible(`help${app}, nobody`);
      assert.equal(new URL(page.url()).pathname, `${app}/help`);
      await page.goto(`${city.url}${app}/`);
      await window.heading(asks);
      await window.press('困ったとき');
      await window.sees(says);
      await window.press('戻る');
      await window.heading(asks);
    });
  }
});

describe('what is told', () => {
  test('wrong digits of an authenticator speak of the authenticator, once', async () => {
    const { url } = await it.anna.do('invitePlaceStaff', { id: it.shop.id });
    await open(url);
    await window.fill('あなたの名前', '小林 みのり');
    await window.fill('サインインの名前', `minori-${freshPhone()}`);
    await window.fill('パスワード', password);
    await window.press('次へ');
    await window.fill('アプリに出た6けたの番号', '000000');
    await window.press('使いはじめる');
    await window.sees(/認証アプリに出ている番号を確かめて/);
    assert.equal(await page.getByText(/届いた/).count(), 0);
    await toldOnce('認証アプリに出ている番号を確かめて');
    await window.accessible('invitation, wrong digits');
  });

  test('a refused sign-in is told once', async () => {
    await open('/console/', undefined, 'desk');
    await window.fill('サインインの名前', 'nobody');
    await window.fill('パスワード', password);
    await window.fill('認証アプリの6けた', '000000');
    await window.press('サインインする');
    await page.getByRole('alert').first().waitFor();
    await toldOnce('サインインできません');
  });

  test('an unknown number at the counter is told as it is shown', async () => {
    await open('/shop/top-up/number', it.clerk);
    await page.getByRole('textbox').fill('123412341234');
    await window.press('この番号で進む');
    await toldOnce('この番号は使えません');
  });

  test('nothing of a page is left on the next', async () => {
    const resident = await signUp(city);
    await topUp(it.clerk, resident, 5000);
    await open(it.shop.code_url, resident);
    await enterAmount(window, '860');
    await until('the amount', async () => (await told()).some((text) => text.includes('860')));
    await window.press(/次へ/);
    await page.locator('.face').waitFor();
    await new Promise((done) => setTimeout(done, 200));
    assert.deepEqual(await told(), []);
  });
});
