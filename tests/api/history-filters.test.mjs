// A resident's history by kind, program and month, page by page, the same on both stores; and that what a filter leaves is
// what the whole history holds.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';

for (const postgres of [false, true]) {
  describe(`history on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, points, shop, resident, friend, done, months;
    const at = (day) => city.setClock(Date.parse(`${day}T10:00:00.000+09:00`));
    const signedInAnew = async () => {
      for (const who of [it.anna, it.bunta, it.clerk, it.cook]) who.cookie = (await people.signIn(city, who)).cookie;
    };
    const kept = {};
    before(async () => {
      city = await City.create({ postgres });
      it = await people.furnish(city);
      await at('2027-03-10');
      await signedInAnew();
      points = await giving.publish(it, { ...giving.points, expiry: { kind: 'days_after', days: 20 } });
      shop = await people.addPlace(it.anna, '朝市', ['takes_money', 'takes_points']);
      [resident, friend] = [await people.signUp(city), await people.signUp(city)];
      kept.topUp = await people.topUp(it.clerk, resident, 10_000);
      kept.undone = await people.topUp(it.clerk, resident, 2_000);
      await it.clerk.do('cancelEntry', { id: kept.undone.id, body: { key: await it.clerk.key(), reason: 'wrong_amount' } });
      kept.given = await giving.grant(it.anna, resident, points, 500);
      kept.march = await people.pay(resident, it.shop, 700);
      await at('2027-04-02'); // the points expire
      await signedInAnew();
      await resident.do('getWallet');
      kept.april = await people.pay(resident, it.shop, 300);
      await it.cook.do('cancelEntry', { id: kept.april.id, body: { key: await it.cook.key(), reason: 'other' } });
      await giving.grant(it.anna, resident, points, 80);
      kept.inPoints = await resident.do('createPayment', { body: { ...(await people.amountPage(resident, shop, 30)), points } });
      const { payload } = await friend.do('createWalletCode');
      const page = await resident.do('openTransfer', { body: { code: payload } });
      kept.transfer = await resident.do('createTransfer', { body: { key: page.key, to: page.to, program: points, amount: 20 } });
      done = await waitFor();
      months = ['2027-04', '2027-03'];
    });
    after(() => city?.remove());

    const ask = async (query, who = resident) => (await who.do('getWalletHistory', { query })).entries;
    const told = async (query, who) => (await ask(query, who)).map(({ kind, amount, direction }) => `${kind} ${direction} ${amount}`);
    /** The night's job expires in its own time. */
    async function waitFor() {
      for (;;) {
        const all = await ask({ limit: 100 });
        if (all.some(({ kind }) => kind === 'expiry')) return all;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }

    test('by kind: paid, topped up, received, moved, expired, each with what was taken back of it [PAY-g]', async () => {
      assert.deepEqual(await told({ kind: 'payments' }), ['payment out 30', 'cancel in 300', 'payment out 300', 'payment out 700']);
      assert.deepEqual(await told({ kind: 'top_ups' }), ['cancel out 2000', 'top_up in 2000', 'top_up in 10000']);
      assert.deepEqual(await told({ kind: 'received' }), ['grant in 80', 'grant in 500']);
      assert.deepEqual(await told({ kind: 'transfers' }), ['transfer out 20']);
      assert.deepEqual(await told({ kind: 'transfers' }, friend), ['transfer in 20']);
      assert.deepEqual(await told({ kind: 'expired' }), ['expiry out 500']);
    });

    test('points gained and used, apart from the yen [PNT-g]', async () => {
      const all = await told({ kind: 'points' });
      assert.deepEqual(all.toSorted(), ['expiry out 500', 'grant in 500', 'grant in 80', 'payment out 30', 'transfer out 20']);
      assert.deepEqual(await told({ kind: 'points', program: points }), all);
      assert.deepEqual(await told({ program: points }), all);
      assert.deepEqual(await told({ kind: 'points', program: it.program }), []);
    });

    test('by month of Japan, and everything together', async () => {
      assert.deepEqual((await told({ month: '2027-03' })).length, 5);
      assert.deepEqual(await told({ month: '2027-04', kind: 'payments', program: it.program }), ['cancel in 300', 'payment out 300']);
      assert.deepEqual(await told({ month: '2027-02' }), []);
      assert.deepEqual(await resident.do('getWalletHistoryChoices').then((it) => [it.months, it.programs.map(({ id, unit }) => `${id} ${unit}`).toSorted()]), [months, [`${it.program} money`, `${points} point`].toSorted()]);
      assert.deepEqual(await friend.do('getWalletHistoryChoices').then((it) => it.programs.length), 1);
    });

    test('each entry as in the whole history, page by page without a gap', async () => {
      const pages = [];
      for (let page = await resident.do('getWalletHistory', { query: { month: '2027-03', limit: 2 } }); ; page = await resident.do('getWalletHistory', { query: { month: '2027-03', limit: 2, before: page.next_before } })) {
        pages.push(...page.entries);
        if (!page.next_before) break;
      }
      assert.deepEqual(pages, done.filter(({ business_date }) => business_date.startsWith('2027-03')));
      const kinds = ['payments', 'top_ups', 'received', 'transfers', 'expired'];
      const parts = (await Promise.all(kinds.map((kind) => ask({ kind, limit: 100 })))).flat();
      assert.deepEqual(parts.toSorted((a, b) => Number(b.id) - Number(a.id)), done, 'every entry is of one kind');
      assert.ok(done.find(({ id }) => id === kept.april.id).cancelled_by);
    });

    test('what makes no sense is refused; another wallet’s entries are in no answer', async () => {
      for (const query of [{ kind: 'refunds' }, { month: '2027-13' }, { month: '2027-3' }, { month: '27-03' }, { month: '2027/03' }, { program: 'ü' }]) {
        await resident.refused('invalid_request', 'getWalletHistory', { query });
      }
      await resident.refused('program_unknown', 'getWalletHistory', { query: { program: 'nothing' } });
      assert.deepEqual((await ask({ kind: 'payments' }, friend)).length, 0);
      await it.cook.refused('not_allowed', 'getWalletHistoryChoices');
    });

    test('the view comes back after a kill, and the books agree', async () => {
      const paid = await told({ kind: 'payments' });
      await city.restart({ signal: 'SIGKILL' });
      await at('2027-04-02');
      assert.deepEqual(await told({ kind: 'payments' }), paid);
      await city.end();
      await city.verify();
    });
  });
}
