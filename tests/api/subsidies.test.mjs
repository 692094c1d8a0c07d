// Subsidies issued as currency: several programs in one wallet, each with its own balance and last day, in the resident's
// app and in the city's figures.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { furnish, pay, signUp, topUp } from '../support/people.mjs';
import { steps } from '../support/program.mjs';

const subsidies = [
  { name: '子育て応援', stamp: '子', days: 20, amount: 3000 },
  { name: '燃料券', stamp: '燃', days: 45, amount: 2000 },
  { name: '防災給付', stamp: '防', days: undefined, amount: 1000 },
];
const step = steps(test);

describe('several subsidies in one wallet', () => {
  let city, it, ids, resident, other;
  before(async () => {
    city = await City.create();
    it = await furnish(city);
    ids = [];
    for (const { name, stamp, days } of subsidies) {
      const expiry = days ? { kind: 'days_after', days } : { kind: 'never' };
      ids.push(await giving.publish(it, { ...giving.gift, name, stamp, expiry }));
    }
    [resident, other] = [await signUp(city), await signUp(city)];
  });
  after(() => city?.remove());

  /** What the app shows of a wallet: program, amount, last day; soonest first as it is spent. */
  const shown = async (who) => (await who.do('getWallet')).lots.map((lot) => [lot.program.name, lot.amount, lot.expires_on, lot.origin]);
  const figures = async (what) => {
    const { programs } = await it.anna.do('getDashboard');
    return ids.map((id) => programs.find((each) => each.program.id === id)).map((each) => what.map((name) => each[name]));
  };
  const lasts = (days) => (days ? city.day(days) : undefined);
  const bought = (amount, day) => ['ふだんのチャージ', amount, day, 'paid'];

  step('stand side by side, each with its balance and its last day, beside what was bought [PAY-k]', async () => {
    for (const [n, { amount }] of subsidies.entries()) await giving.grant(it.anna, resident, ids[n], amount);
    await giving.grant(it.anna, other, ids[0], 500);
    await topUp(it.clerk, resident, 4000);
    const rows = subsidies.map(({ name, days, amount }) => [name, amount, lasts(days), 'granted']);
    assert.deepEqual(await shown(resident), [rows[0], rows[1], bought(4000, city.day(180)), rows[2]]);
    assert.deepEqual(await shown(other), [[subsidies[0].name, 500, lasts(20), 'granted']]);
    assert.equal((await resident.do('getWallet')).balance, 10_000);
    const expiring = (await resident.do('getExpiring')).programs;
    assert.deepEqual(expiring.map((each) => [each.program.id, each.in_30_days, each.first_day]), [[ids[0], 3000, lasts(20)]]);
  });

  step('are each counted for themselves by the city, with their terms [PAY-k]', async () => {
    assert.deepEqual(await figures(['issued', 'outstanding', 'expired', 'difference']), [[3500, 3500, 0, 0], [2000, 2000, 0, 0], [1000, 1000, 0, 0]]);
    for (const [n, { days }] of subsidies.entries()) {
      const { terms, issued, outstanding } = await it.anna.do('getProgram', { id: ids[n] });
      assert.deepEqual(terms.expiry, days ? { kind: 'days_after', days } : { kind: 'never' });
      assert.deepEqual([issued, outstanding], n === 0 ? [3500, 3500] : [subsidies[n].amount, subsidies[n].amount]);
    }
    const { programs } = await it.anna.do('getCityExpiring');
    assert.deepEqual(programs.map(({ sum, wallets_in_30_days }) => [sum.program.id, sum.in_30_days, sum.first_day, wallets_in_30_days]), [[ids[0], 3500, lasts(20), 2]]);
    assert.equal((await it.anna.do('findResident', { body: { phone: resident.phone, reason: '問い合わせ' } })).balance, 10_000);
  });

  step('are spent soonest first, and a payment says what it took of which [PAY-k] [PAY-i]', async () => {
    const entry = await pay(resident, it.shop, 3700);
    assert.deepEqual(entry.lots.map((lot) => [lot.program.id, lot.amount, lot.expires_on]), [[ids[0], 3000, lasts(20)], [ids[1], 700, lasts(45)]]);
    assert.deepEqual((await shown(resident)).map(([name, amount]) => [name, amount]), [['燃料券', 1300], ['ふだんのチャージ', 4000], ['防災給付', 1000]]);
    assert.deepEqual(await figures(['issued', 'outstanding', 'receivable']), [[3500, 500, 3000], [2000, 1300, 700], [1000, 1000, 0]]);
    const sales = await it.cook.do('getSales');
    assert.deepEqual(sales.by_program.map((each) => [each.program.id, each.amount]).toSorted(), [[ids[0], 3000], [ids[1], 700]].toSorted());
  });

  step('end each on its own day, in the app and in the figures [PAY-k]', async () => {
    const before_ = await shown(resident);
    await giving.later(city, it, 46 * 24 * 60, 'SIGKILL');
    resident.cookie = (await signUp(city, resident.phone, new Date(Date.now() - 1000).toISOString())).cookie;
    assert.deepEqual(await shown(resident), before_.slice(1));
    assert.deepEqual(await figures(['issued', 'outstanding', 'expired', 'difference']), [[3500, 0, 500, 0], [2000, 0, 1300, 0], [1000, 1000, 0, 0]]);
    const entries = (await resident.do('getWalletHistory')).entries;
    assert.deepEqual(entries.slice(0, 1).map((each) => [each.kind, each.amount, each.lots[0].program.id]), [['expiry', 1300, ids[1]]]);
  });

  step('and the books agree [PAY-k]', async () => {
    await city.end();
    await city.verify();
  });
});
