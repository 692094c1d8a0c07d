// Premium by amount paid, and what becomes of it when a payment is taken back in part after the premium was spent.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { addPlace, furnish, invited, pay, signUp, topUp } from '../support/people.mjs';

let city, it;
before(async () => {
  city = await City.create();
  it = await furnish(city);
});
after(() => city?.remove());

/** A shop of its own, where payments of 1,000 and more bring a tenth. */
async function rewarding(name, when_spent) {
  const shop = await addPlace(it.anna, name, ['takes_money']);
  const cashier = await invited(city, it.anna, shop);
  const reward = { tiers: [{ from: 1000, per_10000: 1000 }], when_spent, where: { places: [shop.id] } };
  const program = await giving.publish(it, { ...giving.gift, name: `${name}のお礼`, expiry: { kind: 'days_after', days: 30 }, reward });
  const cancel = async (payment, amount) => {
    const body = { key: await cashier.key(), reason: 'goods_returned', amount };
    const entry = await cashier.do('cancelEntry', { id: payment.id, body });
    assert.deepEqual(await cashier.do('cancelEntry', { id: payment.id, body }), entry, 'the same key takes back once');
    return entry;
  };
  return { shop, cashier, program, cancel };
}

describe('a payment whose reward was spent, taken back in part', () => {
  for (const [when_spent, name, first, second] of [['lowers_refund', '引く店', 950, 900], ['city_bears', '市が持つ店', 1000, 1000]]) {
    test(`returns what ${when_spent} says, to the yen, and again for the rest [PRM-f]`, async () => {
      const { shop, cashier, program, cancel } = await rewarding(name, when_spent);
      const person = await signUp(city);
      await topUp(it.clerk, person, 5000);
      const wallet = async () => [await giving.held(person, it.program), await giving.held(person, program)];
      const payment = await pay(person, shop, 2000);
      assert.deepEqual(await wallet(), [3000, 200], 'a tenth came back');
      await pay(person, it.shop, 150); // the reward's last day is the soonest: it is spent first
      assert.deepEqual(await wallet(), [3000, 50]);

      // Half of it: 100 of the reward are to go, 50 are there.
      assert.equal((await cancel(payment, 1000)).amount, 1000);
      assert.deepEqual(await wallet(), [3000 + first, 0]);
      await city.restart({ signal: 'SIGKILL' });
      // The rest: 100 more are to go, nothing is there.
      await cancel(payment);
      assert.deepEqual(await wallet(), [3000 + first + second, 0]);
      const sales = await cashier.do('getSales');
      assert.deepEqual([sales.amount, sales.cancelled], [0, 2000], 'the shop gives back all of it, whoever bears the reward');
      const again = await cashier.call('cancelEntry', { id: payment.id, body: { key: await cashier.key(), reason: 'other' } });
      assert.equal(again.json.refusal, 'already_cancelled');
    });
  }

  test('and after all that the books agree', async () => {
    await city.end();
    await city.verify();
  });
});
