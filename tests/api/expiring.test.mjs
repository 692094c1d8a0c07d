// What expires soon: for the resident by program, for the city how much and in how many wallets.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';

const lasting = (name, days) => ({ ...people.ordinary, name, expiry: { kind: 'days_after', days } });

describe('what expires soon', () => {
  let city, it, one, two;
  before(async () => {
    city = await City.create();
    it = await people.furnish(city);
    for (const [name, days] of [['一日', 1], ['七日', 7], ['三十日', 30], ['三十一日', 31]]) {
      await people.approve(it.bunta, await people.propose(it.anna, lasting(name, days)));
    }
    [one, two] = [await people.signUp(city), await people.signUp(city)];
  });
  after(() => city?.remove());

  const sums = (programs) => programs.map((each) => [each.program.name, each.in_1_day, each.in_7_days, each.in_30_days]);

  test('nothing where there is nothing', async () => {
    assert.deepEqual((await one.do('getExpiring')).programs, []);
    assert.deepEqual((await it.anna.do('getCityExpiring')).programs, []);
  });

  test('by program, within 1, 7 and 30 days, today included; never added over programs', async () => {
    for (const [name, amount] of [['一日', 1000], ['七日', 2000], ['三十日', 3000], ['三十一日', 4000], ['ふだんのチャージ', 5000]]) {
      await people.topUp(it.clerk, one, amount, name);
    }
    await people.topUp(it.clerk, two, 7000, '七日');
    const { programs } = await one.do('getExpiring');
    assert.deepEqual(sums(programs), [['一日', 1000, 1000, 1000], ['七日', 0, 2000, 2000], ['三十日', 0, 0, 3000]]);
    assert.deepEqual(programs.map((each) => each.first_day), [city.day(1), city.day(7), city.day(30)]);
    assert.deepEqual(sums((await two.do('getExpiring')).programs), [['七日', 0, 7000, 7000]]);
  });

  test('the city sees how much and in how many wallets, nobody’s name; at most a minute old', async () => {
    await city.restart({ later_minutes: 2 });
    const { programs } = await it.anna.do('getCityExpiring');
    assert.deepEqual(sums(programs.map((each) => each.sum)), [['一日', 1000, 1000, 1000], ['七日', 0, 9000, 9000], ['三十日', 0, 0, 3000]]);
    assert.deepEqual(programs.map((each) => [each.wallets_in_1_day, each.wallets_in_7_days, each.wallets_in_30_days]), [[1, 1, 1], [0, 2, 2], [0, 0, 1]]);
    await people.topUp(it.clerk, two, 1000, '一日');
    assert.deepEqual((await it.anna.do('getCityExpiring')).programs, programs);
  });

  test('a day later the windows have moved on', async () => {
    await city.restart({ later_minutes: 24 * 60 });
    const { programs } = await one.do('getExpiring');
    assert.deepEqual(sums(programs), [['一日', 1000, 1000, 1000], ['七日', 0, 2000, 2000], ['三十日', 0, 0, 3000], ['三十一日', 0, 0, 4000]]);
    await city.restart({ later_minutes: 24 * 60 });
    assert.deepEqual(sums((await one.do('getExpiring')).programs), [['七日', 0, 2000, 2000], ['三十日', 0, 0, 3000], ['三十一日', 0, 0, 4000]]);
  });
});
