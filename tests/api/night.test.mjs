// The night's expiry, whose server is killed in the middle of it: what is over is gone once, what is not stays.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { furnish, signIn, signUp } from '../support/people.mjs';
import { until } from '../support/program.mjs';

const programs = 120; // each an entry of its own in the night
const lasting = 20; // … of which so many last a day longer
const over = /\bexpired\b.*lots/; // what the server writes at the end

for (const postgres of [false, true]) {
  describe(`the night on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, resident, ids;
    before(async () => {
      city = await City.create({ postgres });
      it = await furnish(city);
      resident = await signUp(city);
      ids = [];
      for (let n = 0; n < programs; n++) {
        const expiry = { kind: 'days_after', days: n < lasting ? 2 : 1 };
        ids.push(await giving.publish(it, { ...giving.gift, name: `夜${n}`, expiry }));
        await giving.grant(it.anna, resident, ids[n], n + 1);
      }
    });
    after(() => city?.remove());

    const signInAgain = async () => {
      for (const operator of [it.anna, it.bunta]) operator.cookie = (await signIn(city, operator)).cookie;
    };
    /** Of each program, in order: what has expired. */
    const expired = async () => {
      const books = new Map((await it.anna.do('getDashboard')).programs.map((each) => [each.program.id, each]));
      assert.ok(ids.every((id) => books.get(id).difference === 0));
      return ids.map((id) => books.get(id).expired);
    };
    const gone = async () => (await expired()).filter((amount) => amount > 0).length;

    test('killed in the middle, goes on: each lot expires once, and none that is still good [CHG-h] [PAY-h]', async () => {
      await city.setClock(city.now() + 2 * 24 * 60 * 60_000, { stands: false });
      const begun = async () => (await resident.do('getWalletHistory')).entries.filter((each) => each.kind === 'expiry').length;
      const seen = await until('the night to begin', begun, { every_ms: 1 });
      await city.end('SIGKILL');
      assert.doesNotMatch(city.log(), over, `killed after ${seen}, in the middle`);
      await city.start();
      await signInAgain();
      await until('the night to end', async () => (await gone()) === programs - lasting, { seconds: 20 });
      await until('the log to say so', () => over.test(city.log()));
      const due = ids.map((_, n) => (n < lasting ? 0 : n + 1));
      assert.deepEqual(await expired(), due);
      await city.restart({ signal: 'SIGKILL' });
      assert.deepEqual(await expired(), due, 'and nothing more');
      const { lots } = await resident.do('getWallet');
      assert.deepEqual(lots.map((lot) => lot.amount).toSorted((a, b) => a - b), ids.slice(0, lasting).map((_, n) => n + 1));
    });

    test('and the books agree', async () => {
      await city.end();
      await city.verify();
    });
  });
}
