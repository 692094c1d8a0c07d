// The night's expiry, whose server is killed in the middle of it: what is over is gone once, what is not stays.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { furnish, signIn, signUp } from '../support/people.mjs';
import { until } from '../support/program.mjs';

const nights = 3; // on a busy machine a night may be over before the kill comes
const in_a_night = 50; // programs, each an entry of its own
const programs = nights * in_a_night;
const ends = (log) => log.match(/\bexpired\b.*lots/g)?.length ?? 0; // what the server writes at the end of a night

for (const postgres of [false, true]) {
  describe(`the night on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, resident, ids;
    before(async () => {
      city = await City.create({ postgres });
      it = await furnish(city);
      resident = await signUp(city);
      ids = [];
      for (let n = 0; n < programs; n++) {
        const expiry = { kind: 'days_after', days: 1 + Math.floor(n / in_a_night) };
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
    const newest = async () => (await resident.do('getWalletHistory')).entries[0].id;
    const gone = async () => (await expired()).filter((amount) => amount > 0).length;

    test('killed in the middle, goes on: each lot expires once, and none that is still good [CHG-h] [PAY-h]', async () => {
      let cut = 0;
      for (let night = 1; night <= nights; night++) {
        const all = night * in_a_night;
        const [ended, last] = [ends(city.log()), await newest()];
        await city.setClock(city.now() + (night === 1 ? 2 : 1) * 24 * 60 * 60_000, { stands: false });
        await until('the night to begin', async () => (await newest()) !== last, { every_ms: 1 });
        await city.end('SIGKILL');
        if (ends(city.log()) === ended) cut++;
        await city.start();
        await signInAgain();
        await until('the night to end', async () => (await gone()) === all, { seconds: 20 });
        assert.deepEqual(await expired(), ids.map((_, n) => (n < all ? n + 1 : 0)));
        const { lots } = await resident.do('getWallet');
        assert.deepEqual(lots.map((lot) => lot.amount).toSorted((a, b) => a - b), ids.slice(all).map((_, n) => all + n + 1));
      }
      await city.restart({ signal: 'SIGKILL' });
      assert.deepEqual(await expired(), ids.map((_, n) => n + 1), 'and nothing more');
      assert.ok(cut > 0, 'no night was killed in the middle');
    });

    test('and the books agree', async () => {
      await city.end();
      await city.verify();
    });
  });
}
