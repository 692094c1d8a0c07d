// Points on the phone: paying with them at a shop whose code is scanned, and giving them to somebody else.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { grant, points as terms, publish } from '../support/giving.mjs';
import { arrived, judged, pressByKey } from '../support/keyboard.mjs';
import { addPlace, invited, signUp, topUp } from '../support/people.mjs';
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
    await pressByKey(it.page, /次へ/);
    await it.window.sees('120ポイントで払う');
    await judged(it.window, 'confirm, points');
    assert.equal(await it.page.getByText('120円').count(), 0);
    await pressByKey(it.page, '120ポイントで払う');
    await it.window.heading('支払いました');
    await judged(it.window, 'paid, points');
    assert.equal(await it.page.getByText('円').count(), 0);
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
    await pressByKey(it.page, /次へ/);
    await it.window.sees('380ポイント払い、残りは現金');
    await judged(it.window, 'points, not enough');
    await pressByKey(it.page, 'お金で払う');
    await it.window.sees(/ふだんのチャージで払います/);
    await pressByKey(it.page, /次へ/);
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
    await pressByKey(it.page, /次へ/);
    await pressByKey(it.page, '80ポイントで払う');
    await it.window.heading('支払いました');
    assert.deepEqual(await left(resident), [10_000, 300]);
  });

  test('a place that takes points alone asks for points; without any, the page says so and there is nothing to switch [PNT-k]', async () => {
    await it.open(resident, bakery.code_url);
    await it.window.sees(/1ポイントが/);
    assert.equal(await it.page.getByRole('radiogroup').count(), 0);
    await press('50');
    await pressByKey(it.page, /次へ/);
    await it.window.sees('50ポイントで払う');
    await it.open(poor, cafe.code_url);
    await it.window.sees(/金額を入れる/);
    assert.equal(await it.page.getByRole('radiogroup').count(), 0);
  });
});
