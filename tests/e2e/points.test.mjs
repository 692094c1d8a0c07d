// Points on the phone: paying with them at a shop whose code is scanned, and giving them to somebody else.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { stateOf } from '../support/browser.mjs';
import { grant, points as terms, publish } from '../support/giving.mjs';
import { arrived, judged, pressByKey, typeByKey } from '../support/keyboard.mjs';
import { addPlace, invited, signUp, topUp } from '../support/people.mjs';
import { sleep } from '../support/program.mjs';
import { stage } from '../support/stage.mjs';

describe('points on the phone', () => {
  let resident, poor, points, cafe, owner, bakery;
  const it = stage('points', async ({ city, people }) => {
    points = await publish(people, terms);
    cafe = await addPlace(people.anna, '喫茶 きたかぜ', ['takes_money', 'takes_points']);
    bakery = await addPlace(people.anna, '交流館 売店', ['takes_points']);
    owner = await invited(city, people.anna, cafe);
    [resident, poor] = [await signUp(city), await signUp(city)];
    await topUp(people.clerk, resident, 10_000);
    await grant(people.anna, resident, points, 500);
  });
  const left = async (who) => {
    const { balance, lots } = await who.do('getWallet');
    return [balance, lots.filter(({ program }) => program.unit === 'point').reduce((sum, { amount }) => sum + amount, 0)];
  };
  /** Points are never shown as yen [PNT-a]. */
  const noYen = async () => assert.doesNotMatch(await it.page.locator('body').innerText(), /\d円/);
  const press = async (digits) => {
    for (const digit of digits) await it.page.keyboard.press(digit);
  };

  test('the amount page offers them where the shop takes them; plum and never yen, on both sides [PNT-k] [PAY-c]', async () => {
    await it.open(resident, cafe.code_url);
    await arrived(it.window, 'amount, money or points', /金額を入れる/);
    await it.page.getByLabel('ポイント').check({ force: true });
    await press('120');
    await it.window.sees(/で払います/);
    await judged(it.window, 'amount, points');
    await it.window.readableLarge('amount, points');
    await pressByKey(it.page, /次へ|どうするか/);
    await it.window.sees('120ポイントで払う');
    await judged(it.window, 'confirm, points');
    await noYen();
    await pressByKey(it.page, '120ポイントで払う');
    await it.window.heading('支払いました');
    await judged(it.window, 'paid, points');
    await noYen();
    assert.deepEqual(await left(resident), [10_000, 380]);
    const [sale] = (await owner.do('getSales')).entries;
    assert.equal(sale.amount, 120);
    assert.ok(sale.lots.every(({ program }) => program.unit === 'point'));
    await it.open(owner, '/shop/sales');
    await it.window.sees(/120ポイント/);
  });

  test('too many: what is missing in points, the part that can be paid, or with money after all [PNT-k] [PAY-h]', async () => {
    await it.open(resident, cafe.code_url);
    await it.page.getByLabel('ポイント').check({ force: true });
    await press('900');
    await it.window.sees('520ポイント足りません');
    await pressByKey(it.page, /次へ|どうするか/);
    await it.window.sees('380ポイントだけ払う');
    await judged(it.window, 'points, not enough');
    await pressByKey(it.page, 'お金で払う');
    await press('900');
    await it.window.sees(/ふだんのチャージで払います/);
    await pressByKey(it.page, /次へ|どうするか/);
    await it.window.sees('900円を払う');
    assert.deepEqual(await left(resident), [10_000, 380]);
  });

  test('an answer that gets lost is asked for, and the points are paid once [PAY-h]', async () => {
    await it.open(resident, cafe.code_url);
    await it.page.getByLabel('ポイント').check({ force: true });
    let sent = 0;
    await it.page.route('**/api/payments', async (route) => {
      sent += 1;
      await route.fetch();
      if (sent < 3) await route.abort('connectionreset');
      else await route.continue();
    });
    await press('80');
    await pressByKey(it.page, /次へ|どうするか/);
    await pressByKey(it.page, '80ポイントで払う');
    await it.window.heading('支払いました');
    assert.deepEqual(await left(resident), [10_000, 300]);
  });

  test('a place that takes points alone asks for points; without any, the page says so and there is nothing to switch [PNT-k]', async () => {
    await it.open(resident, bakery.code_url);
    await it.window.sees(/ポイントあります/);
    assert.equal(await it.page.getByRole('radiogroup').count(), 0);
    await press('50');
    await pressByKey(it.page, /次へ|どうするか/);
    await pressByKey(it.page, '50ポイントで払う');
    await it.window.heading('支払いました');
    await it.open(poor, cafe.code_url);
    await it.window.sees(/金額を入れる/);
    assert.equal(await it.page.getByRole('radiogroup').count(), 0);
  });

  test('the page of points: how many, until when, where from and where to [PNT-f] [PNT-g]', async () => {
    await it.open(resident, '/menu');
    await it.window.follow('ポイント');
    await arrived(it.window, 'points', /ポイント/);
    await it.window.sees(/250/);
    await it.window.sees(/まで/);
    await judged(it.window, 'points');
    await it.window.readableLarge('points');
    await it.window.follow('もらった記録・使った記録');
    await it.window.sees('喫茶 きたかぜ');
    assert.equal(await it.page.getByText('ふだんのチャージ').count(), 0, 'points alone');
    await it.open(poor, '/points');
    await it.window.sees('ポイントは');
    await judged(it.window, 'points, none');
  });

  test('given to a friend: the masked name, the same last day, once; the friend’s phone tells it without a touch [PNT-i]', async () => {
    await sleep(2500);
    const friend = await it.browser.open({ size: 'phone', state: stateOf(poor) });
    try {
      const issued = friend.page.waitForResponse((answer) => answer.url().endsWith('/api/wallet/codes'));
      await friend.page.goto(`${it.city.url}/code`);
      const { number } = await (await issued).json();
      await friend.sees('お店の人に');
      await it.open(resident, '/points');
      await it.window.follow('ほかの人に送る');
      await arrived(it.window, 'give, scan', /もらう人のコード/);
      await judged(it.window, 'give, scan');
      await it.window.press('12けたの番号を入れる');
      await pressByKey(it.page, 'この番号で進む');
      await it.window.sees('12けた全部を');
      await typeByKey(it.page, 'もらう人の12けたの番号', number);
      await judged(it.window, 'give, number');
      await pressByKey(it.page, 'この番号で進む');
      await it.window.sees(`電話番号 ··${poor.phone.slice(-2)} の方へ`);
      await press('999');
      await it.window.sees(/送れるのは250ポイントまで/);
      await judged(it.window, 'give, too many');
      for (let n = 0; n < 3; n++) await it.page.keyboard.press('Backspace');
      await press('100');
      await judged(it.window, 'give, how many');
      await it.window.readableLarge('give, how many');
      await pressByKey(it.page, '次へ');
      await it.window.sees('この人で');
      await it.window.sees(/まで/);
      await judged(it.window, 'give, confirm');
      await pressByKey(it.page, '100ポイントを送る');
      await it.window.heading('送りました');
      await judged(it.window, 'give, sent');
      await friend.page.waitForURL('**/entries/*');
      await friend.sees('ゆずり合いの控え');
      await friend.sees('100ポイント');
      await friend.quiet();
    } finally {
      await friend.close();
    }
    assert.deepEqual([(await left(resident))[1], (await left(poor))[1]], [150, 100]);
    const last = async (who) => (await who.do('getWallet')).lots.find(({ program }) => program.unit === 'point').expires_on;
    assert.equal(await last(poor), await last(resident));
  });

  test('a lost answer is asked for, and the points go once; a code that nobody shows gives nothing [PNT-i] [PAY-h]', async () => {
    const { number } = await poor.do('createWalletCode');
    await it.open(resident, '/points/give');
    let lost = 0;
    await it.page.route('**/api/transfers', async (route) => {
      await route.fetch();
      lost += 1;
      await route.abort('connectionreset');
    });
    await it.page.route('**/api/keys/close', (route) => (lost === 1 ? route.abort('connectionreset') : route.continue()));
    const type = async (number) => {
      await it.window.press('12けたの番号を入れる');
      await typeByKey(it.page, 'もらう人の12けたの番号', number);
      await pressByKey(it.page, 'この番号で進む');
    };
    await type(number);
    await it.window.sees('の方へ');
    await press('40');
    await pressByKey(it.page, '次へ');
    await pressByKey(it.page, '40ポイントを送る');
    await it.window.sees('もう一度');
    await judged(it.window, 'give, unknown');
    lost = 2;
    await it.page.reload();
    await it.window.heading('送りました');
    assert.deepEqual([(await left(resident))[1], (await left(poor))[1]], [110, 140]);
    await it.go('/points/give');
    await type('123412341234');
    await it.window.sees(/送っていません。/);
    await judged(it.window, 'give, unknown code');
  });
});
