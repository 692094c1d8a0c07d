// The premium runs out in a rush under terms that cut: 64 connections, a budget that does not divide evenly. What is given
// never passes the budget, and every top-up got exactly what its answer says.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';
import { steps } from '../support/program.mjs';

const connections = 64;
const rounds = 6;
const step = steps(test);
const premium = { ...giving.gift, name: 'プレミアム', stamp: '得' };

let city, it, residents;
before(async () => {
  city = await City.create();
  it = await people.furnish(city);
  residents = await Promise.all(Array.from({ length: connections }, () => people.signUp(city)));
  for (const resident of residents) {
    const { payload } = await resident.do('createWalletCode');
    resident.reference = (await it.clerk.do('openWalletCode', { body: { code: payload } })).wallet;
  }
});
after(() => city?.remove());

const amountOf = (n, round) => 1000 * (1 + ((n + round) % 5));
/** 20 % of 1,000 and more, 25 % of 3,000 and more. */
const tiers = [{ from: 1000, per_10000: 2000 }, { from: 3000, per_10000: 2500 }];
const onTopOf = (amount) => (amount * (amount >= 3000 ? 2500 : 2000)) / 10_000;

async function sale(at_limit, budget, rush = rounds) {
  const into = await giving.publish(it, { ...premium, name: `${at_limit} ${budget}の得`, budget });
  const terms = { ...people.ordinary, name: `${at_limit} ${budget}`, bonus: { into, tiers, at_limit } };
  const program = await giving.publish(it, terms);
  const done = []; // {resident, asked, amount}
  const buy = async (resident, amount) => {
    const body = { key: await it.clerk.key(), wallet: resident.reference, program, amount };
    const { status, json } = await it.clerk.call('createTopUp', { body });
    assert.ok(status === 201 || json.refusal === 'premium_used_up', JSON.stringify(json));
    if (status === 201) done.push({ resident, asked: amount, amount: json.amount });
    return status === 201 ? json : null;
  };
  await Promise.all(
    residents.map(async (resident, n) => {
      for (let round = 0; round < rush; round++) await buy(resident, amountOf(n, round));
    }),
  );
  return { into, program, budget, done, buy };
}

/** What was issued of both programs and what lies in the wallets: the same to the yen. */
async function sums({ into, program, done }) {
  const { programs } = await it.anna.do('getDashboard');
  const [given, sold] = [into, program].map((id) => programs.find((each) => each.program.id === id));
  assert.deepEqual([given.difference, sold.difference], [0, 0]);
  const held = await Promise.all(residents.map(async (each) => [await giving.held(each, program), await giving.held(each, into)]));
  const bought = residents.map((resident) => done.filter((each) => each.resident === resident).reduce((sum, each) => sum + each.amount, 0));
  assert.deepEqual(held.map(([yen]) => yen), bought, 'each has what was answered, no more');
  assert.equal(sold.issued, bought.reduce((sum, yen) => sum + yen));
  assert.equal(held.reduce((sum, [, yen]) => sum + yen, 0), given.issued);
  return { given: given.issued, held };
}

describe(`${connections * rounds} top-ups on ${connections} connections`, () => {
  let cut;
  step('that cut the premium: one is cut, nobody’s money is; then sales are closed [CHG-d] [PRM-e]', async () => {
    cut = await sale('cut_premium', 100_777);
    assert.ok(cut.done.every((each) => each.amount === each.asked));
    const { given } = await sums(cut);
    assert.equal(given, cut.budget, 'to the last yen');
    const whole = cut.done.reduce((sum, each) => sum + onTopOf(each.amount), 0);
    assert.ok(whole > given && whole - given < onTopOf(5000), `${whole}: one top-up alone got less`);
    assert.ok(cut.done.length < connections * rounds, 'others came too late');
    assert.equal(await cut.buy(residents[0], 1000), null, 'closed');
    assert.equal((await sums(cut)).given, cut.budget);
  });

  step('that cut the top-up: each premium is whole, and what is left is less than the smallest [CHG-d] [PRM-e]', async () => {
    cut = await sale('cut_top_up', 100_777);
    const { given } = await sums(cut);
    assert.equal(given, cut.done.reduce((sum, each) => sum + onTopOf(each.amount), 0));
    assert.ok(given <= cut.budget && cut.budget - given < onTopOf(1000), `${given} of ${cut.budget}`);
    assert.ok(cut.done.every((each) => each.amount % 1000 === 0 && each.amount >= 1000 && each.amount <= each.asked));
    assert.equal(await cut.buy(residents[0], 5000), null);
    assert.equal((await sums(cut)).given, given);
  });

  step('that come one after the other: the last gets the most that still has its whole premium [CHG-d] [PRM-e]', async () => {
    const slow = await sale('cut_top_up', 1900, 0);
    const bought = [];
    for (const amount of [5000, 5000, 1000]) bought.push((await slow.buy(residents[1], amount))?.amount);
    assert.deepEqual(bought, [5000, 2000, 1000]); // 1,250, then 400 of 650, then 200 of 250
    assert.equal(await slow.buy(residents[2], 1000), null, '50 is too little for any');
  });

  step('and the books agree [CHG-d]', async () => {
    await city.end();
    await city.verify();
  });
});
