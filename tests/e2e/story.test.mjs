// The story on the screens, in Debian's Chromium against the real server, which is ended or killed and started again in the
// middle of every step. Each person has a window; each scan a browser whose camera sees the code.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Browser, pictures } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { steps } from '../support/program.mjs';
import { acceptOnScreen, addPlaceOnScreen, enterAmount, proposeOnScreen, showCode, signInOnScreen, signUpOnScreen, toConfirm } from '../support/screens.mjs';

const kill = { signal: 'SIGKILL' };
let city, browser, codeUrl;
const w = {}; // the windows of the people

before(async () => {
  city = await City.create();
  browser = await Browser.launch();
});
after(async () => {
  await browser?.close();
  await city?.remove();
});
afterEach(async () => {
  for (const window of Object.values(w)) await window.quiet();
});

/** The same person in a browser of its own, whose camera sees `code`. */
async function withCamera(window, code, size, act) {
  const seeing = await Browser.launch({ camera: code });
  try {
    const theirs = await seeing.open({ size, state: await window.state() });
    await act(theirs);
    await theirs.quiet();
    return await theirs.state();
  } finally {
    await seeing.close();
  }
}

const onlyDigits = async (window, selector) => (await window.page.locator(selector).first().innerText()).replace(/\D/g, '');

const step = steps(test, { failed: () => pictures(w) });
describe('the story on the screens', () => {
  step('two operators accept the invitations that init printed, with password and authenticator [ADM-a]', async () => {
    for (const [i, [who, name]] of [['anna', '安藤 あんな'], ['bunta', '文 太']].entries()) {
      w[who] = await browser.open({ size: 'desk' });
      const between = i === 0 ? () => city.restart(kill) : undefined;
      await acceptOnScreen(city, w[who], city.invitations[i], { name, signInName: who, ready: '事業がありません', between });
      await w[who].accessible('dashboard');
    }
    await w.bunta.page.goto(city.invitations[0]);
    await w.bunta.sees('この招待は使えません');
  });

  step('an operator signs out, and in again with password and authenticator [ADM-a]', async () => {
    await w.bunta.page.goto(`${city.url}/console/`);
    await signInOnScreen(city, w.bunta, { path: '/console/', signInName: 'bunta', ready: '事業がありません', between: () => city.restart(kill) });
  });

  step('one proposes a program, the other approves exactly what was proposed', async () => {
    const path = await proposeOnScreen(city, w.anna, { name: 'ふだんのチャージ', stamp: '通', between: () => city.restart() });
    assert.equal(await w.anna.page.getByRole('button', { name: '承認して始める' }).count(), 0);
    const digest = /[0-9a-f]{4}[ -]?[0-9a-f]{4}/;
    const proposed = digest.exec(await w.anna.page.locator('main').innerText())?.[0];
    await w.bunta.page.goto(`${city.url}/console/programs`);
    await w.bunta.follow(/ふだんのチャージ/);
    await w.bunta.sees('180日後まで');
    await w.bunta.sees('受け付けた人');
    assert.equal(digest.exec(await w.bunta.page.locator('main').innerText())?.[0], proposed);
    await w.bunta.accessible('proposal');
    assert.match(path, /proposals/);
    await city.restart(kill);
    await w.bunta.press('承認して始める');
    await w.bunta.sees('受付を始めました');
    await w.anna.page.goto(`${city.url}/console/programs`);
    await w.anna.sees('受付中');
    await w.anna.accessible('programs');
  });

  step('they add a shop and a top-up place; each gets a one-time invitation [ADM-f]', async () => {
    const shop = await addPlaceOnScreen(city, w.anna, { name: 'うどん 麦', reading: 'うどんむぎ', can: '支払いを受ける' });
    const counter = await addPlaceOnScreen(city, w.bunta, { name: '市役所の窓口', reading: 'しやくしょ', type: '官公署', can: 'チャージする' });
    w.cook = await browser.open({ size: 'tablet' });
    w.clerk = await browser.open({ size: 'tablet' });
    const restart = () => city.restart(kill);
    await acceptOnScreen(city, w.cook, shop, { name: '麦 次郎', signInName: 'cook', ready: '支払いを待っています', between: restart });
    await w.cook.accessible('receive');
    await acceptOnScreen(city, w.clerk, counter, { name: '窓 口子', signInName: 'clerk', ready: 'お客さまのコードやカードを読む' });
    await w.clerk.accessible('top up, start');
    const place = await w.cook.page.evaluate(() => fetch('/api/place').then((answer) => answer.json()));
    codeUrl = place.code_url;
    await w.anna.page.goto(`${city.url}/console/places`);
    await w.anna.sees('うどん 麦');
    await w.anna.accessible('places');
  });

  step('a resident signs up with telephone number and code; the balance is 0 [USR-a]', async () => {
    w.resident = await browser.open();
    await signUpOnScreen(city, w.resident, { between: () => city.restart(kill) });
    await w.resident.page.locator('.balance-card').getByText('0', { exact: true }).first().waitFor();
    await w.resident.accessible('home, empty');
  });

  step('staff scan the resident’s code and take 10,000 yen; the balance is there at once with its last day [CHG-a]', async () => {
    const payload = await showCode(city, w.resident);
    await w.resident.accessible('own code');
    const state = await withCamera(w.clerk, payload, 'tablet', async (clerk) => {
      await clerk.page.goto(`${city.url}/shop/top-up/scan`);
      await clerk.sees('ご本人に確かめてください');
      await clerk.sees(`··${w.resident.phone.slice(-2)}`);
      await clerk.accessible('top up, amount');
      await clerk.page.getByLabel(/10,000/).check();
      await clerk.press('10,000円で進む');
      await clerk.accessible('top up, confirm');
      await city.restart(kill);
      await clerk.press(/10,000円をチャージする/);
      await clerk.heading('チャージしました');
      await clerk.accessible('top up, done');
    });
    assert.ok(state.cookies.length > 0);
    await w.resident.heading('チャージしました');
    const [, month, date] = city.day(180).split('-').map(Number);
    await w.resident.sees(`${month}月${date}日`);
    await w.resident.accessible('topped up');
    await w.resident.page.goto(city.url);
    await w.resident.sees('10,000');
    await w.resident.accessible('home');
  });

  step('the in-app scanner reads the printed code; both sides show amount, time and digits within two seconds [PAY-a, PAY-b]', async () => {
    await w.cook.page.goto(`${city.url}/shop/`);
    await w.cook.sees('支払いを待っています');
    await withCamera(w.resident, codeUrl, 'phone', async (resident) => {
      await resident.page.goto(city.url);
      await resident.follow(/読み取って/);
      await resident.heading('金額を入れる');
      await resident.sees('うどん 麦');
      await enterAmount(resident, '1234');
      await resident.sees('ふだんのチャージで払います');
      await resident.accessible('amount');
      await resident.press(/次へ/);
      await resident.page.locator('.face').waitFor();
      await resident.accessible('confirm');
      await city.end(kill.signal);
      await w.cook.page.waitForTimeout(3000); // gone so long that the shop's page has asked in vain, then paid at once
      await city.start();
      await resident.press('1,234円を払う');
      const began = Date.now();
      await Promise.all([resident.heading('支払いました'), w.cook.heading('受け取りました')]);
      assert.ok(Date.now() - began < 2000, `both sides after ${Date.now() - began} ms`);
      const digits = await onlyDigits(resident, '.slip .four-digits');
      assert.equal(digits.length, 4);
      assert.equal(await onlyDigits(w.cook, 'section.receive .four-digits'), digits);
      assert.equal(await onlyDigits(w.cook, '.receive-facts .whole'), await onlyDigits(resident, '.slip-time'));
      assert.match(await resident.page.locator('.paid').innerText(), /1,234/);
      assert.match(await w.cook.page.locator('section.receive').innerText(), /1,234/);
      await resident.accessible('paid');
      await w.cook.accessible('received');
    });
  });

  step('the phone’s own camera opens the payment page by the printed address [PAY-a]', async () => {
    const { page } = w.resident;
    await page.goto(codeUrl);
    await toConfirm(w.resident, '500');
    await w.resident.press('500円を払う');
    await w.resident.heading('支払いました');
    await page.goto(city.url);
    await w.resident.sees('8,266');
    await page.goto(`${city.url}/history`);
    await w.resident.sees('うどん 麦');
    await w.resident.accessible('history');
  });

  step('the shop sees today’s sales and cancels; the value is back in the very lot [ADM-g]', async () => {
    const { cook, resident } = w;
    await cook.page.goto(`${city.url}/shop/sales`);
    await cook.sees('1,734');
    await cook.accessible('sales');
    await cook.follow(/取消 1,234円/);
    await cook.page.getByLabel('金額を間違えた').click();
    await cook.accessible('cancel');
    await city.restart(kill);
    await cook.press('1,234円を取り消す');
    await cook.heading('取り消しました');
    await cook.accessible('cancelled');
    await resident.page.goto(`${city.url}/lots`);
    await resident.sees('9,500');
    assert.equal(await resident.page.locator('.card.lot').count(), 1);
    await resident.accessible('lots');
    await cook.page.goto(`${city.url}/shop/sales`);
    await cook.sees('取消1件');
  });

  step('another resident sees nothing of it; a removed clerk is out at once [SEC-3]', async () => {
    w.other = await browser.open();
    await signUpOnScreen(city, w.other);
    await w.other.page.goto(`${city.url}/history`);
    await w.other.sees('まだ何もありません');
    const { entries } = await w.resident.page.evaluate(() => fetch('/api/wallet/history').then((answer) => answer.json()));
    await w.other.page.goto(`${city.url}/entries/${entries[0].id}`);
    await w.other.page.waitForTimeout(500);
    assert.doesNotMatch(await w.other.page.locator('body').innerText(), /うどん 麦|1,234/);
    const neighbour = await addPlaceOnScreen(city, w.anna, { name: 'そば 花', reading: 'そばはな', can: '支払いを受ける' });
    w.neighbour = await browser.open();
    await acceptOnScreen(city, w.neighbour, neighbour, { name: '花 子', signInName: 'hanako', ready: '支払いを待っています' });
    await w.neighbour.page.goto(`${city.url}/shop/sales`);
    await w.neighbour.heading(/売上/);
    assert.doesNotMatch(await w.neighbour.page.locator('body').innerText(), /1,234|500円/);
    const payment = entries.find((entry) => entry.kind === 'payment').id;
    await w.neighbour.page.goto(`${city.url}/shop/sales/cancel/${payment}`);
    await w.neighbour.sees('取り消していません');
    await w.neighbour.accessible('somebody else’s payment');
    await w.cook.page.goto(`${city.url}/shop/`);
    await w.cook.sees('支払いを待っています');
    await w.anna.page.goto(`${city.url}/console/places`);
    await w.anna.follow(/うどん 麦/);
    await w.anna.press('麦 次郎さんを外す');
    await w.anna.accessible('place, removing staff');
    await city.restart(kill);
    await w.anna.page.getByRole('button', { name: '麦 次郎さんを外す' }).last().click();
    await w.cook.page.getByRole('heading', { name: /サインインが.*終わりました/ }).waitFor({ timeout: 2000 });
    await w.cook.accessible('ended');
  });

  step('afterwards the books agree', async () => {
    await w.bunta.page.goto(`${city.url}/console/`);
    await w.bunta.sees('差は0円');
    await w.bunta.accessible('dashboard with figures');
    await city.end();
    await city.verify();
    await city.start();
  });
});
