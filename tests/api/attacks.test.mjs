// What an attacker or an unlucky client once got away with; each must stay closed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';

for (const postgres of [false, true]) {
  describe(`on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, resident;
    before(async () => {
      city = await City.create({ postgres });
      it = await people.furnish(city);
      resident = await people.signUp(city);
      await people.topUp(it.clerk, resident, 20_000);
    });
    after(() => city?.remove());

    test('a clock that leaps an hour ahead and comes back does not pay twice under one key [PAY-h]', async () => {
      const body = await people.amountPage(resident, it.shop, 300);
      const paid = await resident.do('createPayment', { body });
      await city.restart({ signal: 'SIGKILL', later_minutes: 60 });
      await city.restart({ later_minutes: -60 });
      assert.equal((await resident.do('createPayment', { body })).id, paid.id);
      assert.equal((await resident.do('getWallet')).balance, 19_700);
    });

    test('a shop sees what it was paid with, not what else the payer has [ADM-g]', async () => {
      const paid = await people.pay(resident, it.shop, 120);
      assert.ok(paid.explanation.unused.length > 0);
      const seen = await it.cook.do('getEntry', { id: paid.id });
      assert.deepEqual([seen.explanation.unused, seen.explanation.limits, seen.explanation.missing], [[], [], undefined]);
      assert.equal(seen.explanation.used[0].amount, 120);
    });

    test('a place that is sent again is the same place; other words under its key are refused [SHP-b]', async () => {
      const place = { name: '花の店', reading: 'はなのみせ', type: '生花', area: '中央', capabilities: ['takes_money'], organization_name: '花の会' };
      const body = { key: await it.anna.key(), ...place };
      const first = await it.anna.do('createPlace', { body });
      assert.deepEqual(await it.anna.do('createPlace', { body }), first);
      await it.anna.refused('key_reused', 'createPlace', { body: { ...body, name: '別の店' } });
      const sibling = await it.anna.do('createPlace', { body: { ...body, key: await it.anna.key(), name: '花の二号店' } });
      assert.equal(sibling.organization.id, first.organization.id);
    });

    test('who lets somebody act for the city stands in the log of looks [ADM-b]', async () => {
      const looks = async () => Number((await city.verify()).match(/(\d+) looks/)[1]);
      const before = await looks();
      await people.accept(city, await people.inviteOperator(it.anna, it.bunta));
      assert.equal(await looks(), before + 3); // proposed, approved, taken
    });

    test('a counter tops up though the clock was ahead and has been put right [PAY-h]', async () => {
      await city.restart({ later_minutes: 30 });
      await people.pay(resident, it.shop, 100);
      await city.restart({ later_minutes: -30 });
      await people.topUp(it.clerk, resident, 1000);
    });

    test('a flood of sign-ins is sent away and sheds no reads [SEC-3]', async () => {
      const stranger = new Client(city);
      const tries = Array.from({ length: 60 }, (_, n) =>
        stranger.call('startSession', { body: { sign_in_name: `nobody-${n}`, password: 'a-guess-of-many', totp_code: '000000' } }),
      );
      const reads = Array.from({ length: 20 }, () => resident.call('getWallet'));
      const refusals = (await Promise.all(tries)).map((each) => each.json.refusal);
      assert.ok(refusals.includes('too_many_requests'), 'all of the tries were checked');
      assert.ok(refusals.filter((each) => each === 'sign_in_refused').length >= 16);
      assert.deepEqual([...new Set((await Promise.all(reads)).map((each) => each.status))], [200]);
    });

    test('whoever is removed while the password is being checked is not signed in [SEC-3]', async () => {
      const rival = await people.invited(city, it.anna, it.shop);
      const { staff } = await it.anna.do('listPlaceStaff', { id: it.shop.id });
      const id = staff.find((each) => each.id === rival.session.person.id).id;
      const signing_in = people.signIn(city, rival).catch(() => null); // refused: as good
      await it.anna.do('removeStaff', { id, body: {} });
      const late = await signing_in;
      // Whichever came first, no session of theirs works any more, old or new.
      if (late) await late.refused('not_signed_in', 'getOwnPlace');
      await rival.refused('not_signed_in', 'getOwnPlace');
    });
  });
}
