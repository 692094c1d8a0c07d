// Two people at a counter: the resident shows a code or a card, the shop scans it, types the amount, and both see the same.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Browser, stateOf } from '../support/browser.mjs';
import { grant, points as pointsTerms, publish } from '../support/giving.mjs';
import { arrived, judged, pressByKey, typeByKey } from '../support/keyboard.mjs';
import { addPlace, invited, signUp, topUp } from '../support/people.mjs';
import { sleep } from '../support/program.mjs';
import { stage } from '../support/stage.mjs';

describe('at the till', () => {
  let resident, points, cook, cafe;
  const it = stage('till', async ({ city, people }) => {
    cook = people.cook;
    points = await publish(people, pointsTerms);
    cafe = await invited(city, people.anna, await addPlace(people.anna, '喫茶 きたかぜ', ['takes_money', 'takes_points']));
    resident = await signUp(city);
    await topUp(people.clerk, resident, 30_000);
    await grant(people.anna, resident, points, 500);
  });
  const show = (body = {}) => resident.do('createWalletCode', { body });
  const typed = async (number, size = 'phone') => {
    await it.open(cook, '/shop/code/number', { size });
    await typeByKey(it.page, 'お客さまの12けたの番号', number);
    await pressByKey(it.page, 'この番号で進む');
    await it.window.heading('お会計の金額');
  };
  const digitsOf = async (page) => (await page.locator('.four-digits').first().textContent()).replace(/\D/g, '');

  test('scanned by camera: both see the same digits and seal, the phone without a touch [PNT-k] [PAY-h]', async () => {
    await sleep(2500); // what arrived a moment before the code was shown is news, too
    await it.open(resident, '/menu');
    const issued = it.page.waitForResponse((answer) => answer.url().endsWith('/api/wallet/codes'));
    await it.go('/code');
    const { payload } = await (await issued).json();
    await it.window.sees('お店の人に');
    await judged(it.window, 'code to show');
    assert.equal(await it.page.getByText('29,').count() + (await it.page.getByText('30,000').count()), 0, 'the balance is hidden');
    const camera = await Browser.launch({ camera: payload });
    const till = await camera.open({ size: 'phone', state: stateOf(cook) });
    try {
      await till.page.goto(`${it.city.url}/shop/`);
      await till.follow(/コード・カードを読む/);
      await arrived(till, 'till, amount', /お会計の金額/);
      for (const key of '860') await till.page.keyboard.press(key);
      await till.press('860円を受け取る');
      await till.heading('受け取りました');
      await it.window.heading('支払いました');
      assert.equal(await digitsOf(till.page), await digitsOf(it.page));
      assert.equal(await till.page.locator('.seal').first().textContent(), await it.page.locator('.seal').first().textContent());
      await judged(till, 'till, received');
      await judged(it.window, 'paid by code');
      await till.press('次のお客さまへ');
      await till.sees('12けたの番号を入れる');
      await till.quiet();
    } finally {
      await camera.close();
    }
    await it.page.reload(); // the same page again, and it cannot pay
    await it.window.heading('支払いました');
  });

  test('typed 4-4-4; used, too short and made-up numbers say first that nothing was received [PNT-k]', async () => {
    await it.open(cook, '/shop/code/number');
    await arrived(it.window, 'till, number', /コード・カード/);
    await pressByKey(it.page, 'この番号で進む');
    await it.window.sees('12けた全部を');
    const { number } = await show();
    await typeByKey(it.page, 'お客さまの12けたの番号', number);
    assert.equal(await it.page.getByLabel('お客さまの12けたの番号').inputValue(), number.replace(/(\d{4})(?=\d)/g, '$1 '));
    await pressByKey(it.page, 'この番号で進む');
    await it.window.heading('お会計の金額');
    await it.page.goto(`${it.city.url}/shop/code/number`);
    for (const wrong of [number, '123412341234']) {
      await typeByKey(it.page, 'お客さまの12けたの番号', wrong, { anew: true });
      await pressByKey(it.page, 'この番号で進む');
      await it.window.sees(/支払いは受け取っていません。コードの時間が切れました/);
      await judged(it.window, 'till, number refused');
    }
  });

  test('not enough: what is missing, and what now [PAY-h]', async () => {
    await typed((await show()).number);
    for (const key of '99999') await it.page.keyboard.press(key);
    await it.window.press('99,999円を受け取る');
    await arrived(it.window, 'till, not enough', /支払いは受け取っていません/);
    await it.window.sees('足りない金額');
    await it.window.press('もう一度コードを読む');
    await it.window.sees('12けたの番号を入れる');
  });

  test('an answer that gets lost on the way is asked for, and received once [PAY-h]', async () => {
    const before = (await resident.do('getWallet')).balance;
    await typed((await show()).number);
    let lost = 0;
    await it.page.route('**/api/wallet-codes/payments', async (route) => {
      await route.fetch();
      lost += 1;
      await route.abort('connectionreset');
    });
    await it.page.route('**/api/keys/close', (route) => (lost < 2 ? route.abort('connectionreset') : route.continue()));
    for (const key of '321') await it.page.keyboard.press(key);
    await it.window.press('321円を受け取る');
    await arrived(it.window, 'till, unknown', /確認中です/);
    await it.window.sees('もう一度受け取らないでください');
    await it.window.follow(/はじめの画面へ/);
    await it.window.sees('321円の受け取り 確認中'); // leaving is allowed; nothing else is scanned meanwhile
    await it.go('/shop/code');
    await it.window.sees('確認中の支払いの');
    await judged(it.window, 'till, one under way');
    lost = 2;
    await it.go('/shop/code/unknown');
    await it.window.heading('受け取りました');
    assert.equal((await resident.do('getWallet')).balance, before - 321);
  });

  test('with points: one switch on the phone; plum, and never yen, at the till [PNT-l] [PAY-e]', async () => {
    await sleep(2500); // the payment before is no news any more
    await it.open(resident, '/code');
    await it.window.sees('お店の人に');
    const issued = it.page.waitForResponse((answer) => answer.url().endsWith('/api/wallet/codes'));
    await it.page.getByRole('radio', { name: 'ポイント' }).check({ force: true });
    const { number } = await (await issued).json();
    await it.window.sees('払うコードです');
    await judged(it.window, 'code to show, points');
    const till = await it.browser.open({ size: 'tablet', state: stateOf(cafe) });
    await till.page.goto(`${it.city.url}/shop/code/number`);
    await till.fill('お客さまの12けたの番号', number);
    await till.press('この番号で進む');
    await arrived(till, 'till, points', /受け取るポイント/);
    for (const key of '120') await till.page.keyboard.press(key);
    assert.equal(await till.page.locator('main').getByText('円', { exact: true }).count(), 0);
    await till.press('120ポイントを受け取る');
    await till.heading('受け取りました');
    await it.window.heading('支払いました');
    assert.match(await till.page.locator('.receive').textContent(), /120ポイント/);
    assert.match(await it.page.locator('main').textContent(), /120ポイント/);
    await judged(till, 'till, points received');
    await judged(it.window, 'paid by code, points');
    await till.page.goto(`${it.city.url}/shop/`);
    await till.sees('120ポイント');
    await till.quiet();
    await till.close();
  });

  test('a card and no telephone: PIN as the city decided, balance, history, stopping it [GEN-b] [MNU-b] [PAY-b]', async () => {
    const { anna, clerk, program } = it.people;
    const { cards } = await anna.do('createCardBatch', { body: { key: await anna.key(), kind: 'rechargeable', count: 2 } });
    const [card, other] = cards;
    for (const each of cards) await clerk.do('activateCard', { body: { key: await clerk.key(), code: each.url } });
    await clerk.do('topUpCard', { body: { key: await clerk.key(), code: card.url, program, amount: 5000 } });
    await clerk.do('chooseCardPin', { body: { code: card.url, pin: '4826', activation: card.activation } });
    await anna.do('setCardPolicy', { body: { pin: 'above', above: 1000 } });
    const camera = await Browser.launch({ camera: card.url });
    const till = await camera.open({ size: 'phone', state: stateOf(cook) });
    const scan = async () => {
      await till.page.goto(`${it.city.url}/shop/code`);
      await till.heading('お会計の金額');
    };
    const amount = async (digits) => {
      for (const key of digits) await till.page.keyboard.press(key);
    };
    try {
      await scan();
      await amount('1000');
      await till.press('1,000円を受け取る'); // below: no PIN
      await till.heading('受け取りました');
      await scan();
      await amount('1001');
      await till.press(/お客さまに暗証番号を頼む/);
      await arrived(till, 'till, PIN', /暗証番号/);
      await amount('1111');
      await till.press('1,001円を払う');
      await till.sees(/暗証番号が違います/);
      await judged(till, 'till, PIN wrong');
      assert.doesNotMatch(await till.page.locator('main').textContent(), /4826/);
      for (const key of '4826') await till.press(key);
      await till.press('1,001円を払う');
      await till.heading('受け取りました');
      await scan();
      await till.follow(/残高・履歴/);
      await arrived(till, 'till, card', /カード/);
      await till.sees('2,999');
      await till.sees('−1,001円');
      await judged(till, 'till, card history');
      await till.follow('カードを止める');
      await arrived(till, 'till, block', /カードを止める/);
      await till.press('このカードを止める');
      await till.heading('カードを止めました');
      await judged(till, 'till, blocked');
      await till.page.goto(`${it.city.url}/shop/code`);
      await till.sees(/支払いは受け取っていません。このカードは止められています/);
      await judged(till, 'till, blocked card scanned');
      // A card that is lost: its number is enough.
      await till.page.goto(`${it.city.url}/shop/code/block`);
      await till.fill('カードの16けたの番号', other.id);
      await till.press('このカードを止める');
      await till.heading('カードを止めました');
      await till.quiet();
    } finally {
      await camera.close();
      await anna.do('setCardPolicy', { body: { pin: 'off' } });
    }
  });
});
