// The city's figures: balances at any moment of the past, bought apart from given; where value came from and where it went;
// what each place had. Held against the dashboard, which reads the ledger itself, against what the residents and places were
// answered, and asked for while payments are going on.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';
import { until } from '../support/program.mjs';

const premium = { ...giving.gift, name: 'プレミアム', stamp: '得', expiry: { kind: 'days_after', days: 3 } };
const words = ['issued', 'outstanding', 'on_hold', 'promised', 'budgets', 'receivable', 'public_dues', 'expired', 'refunded', 'taken_back', 'settled', 'difference'];

const equationOf = (books) => Object.fromEntries(words.map((word) => [word, books[word]]));
const byName = (programs) => Object.fromEntries(programs.map((books) => [books.program.name, equationOf(books)]));

for (const postgres of [false, true]) {
  describe(`the city’s figures on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, ids, residents;
    const noted = []; // {on, time, programs} as the dashboard said
    const at = (query) => it.anna.do('getProgramBalances', { query });

    before(async () => {
      city = await City.create({ postgres });
      it = await people.furnish(city);
      const into = await giving.publish(it, premium);
      const program = await giving.publish(it, { ...people.ordinary, name: '冬の', bonus: { into, tiers: [{ from: 1000, per_10000: 2000 }] } });
      const points = await giving.publish(it, giving.points);
      ids = { into, program, points };
      residents = await Promise.all([1, 2, 3].map(() => people.signUp(city)));
    });
    after(() => city?.remove());

    async function later(minutes) {
      await city.setClock(city.now() + minutes * 60_000);
      for (const who of ['anna', 'bunta', 'clerk', 'cook']) it[who].cookie = (await people.signIn(city, it[who])).cookie;
    }
    /** What the ledger says now, to be asked for again later. */
    async function note() {
      const { programs, as_of } = await it.anna.do('getDashboard');
      noted.push({ on: as_of.slice(0, 10), time: as_of.slice(11, 16), programs: byName(programs) });
    }

    test('tell bought from given on every account, and add up [ADM-e]', async () => {
      const [first, second] = residents;
      await people.topUp(it.clerk, first, 10_000, '冬の'); // and 2,000 premium
      await people.topUp(it.clerk, second, 5000, '冬の'); // and 1,000
      await giving.grant(it.anna, second, ids.program, 700); // given, in a program that is sold
      await people.pay(first, it.shop, 2500); // 2,000 premium and 500 of its own
      const back = await people.pay(second, it.shop, 1800); // 1,000 premium, 700 given, 100 bought
      await people.pay(second, it.shop, 400);
      await it.cook.do('cancelEntry', { id: back.id, body: { key: await it.cook.key(), reason: 'other' } });
      const { programs, complete } = await at();
      assert.equal(complete, true);
      const of = (name) => programs.find((books) => books.program.name === name);
      const parts = ({ bought, given: free }) => [bought, free].map((each) => [each.entered, each.held, each.spent, each.expired, each.refunded, each.taken_back]);
      assert.deepEqual(parts(of('冬の')), [[15_000, 14_100, 900, 0, 0, 0], [700, 700, 0, 0, 0, 0]]);
      assert.deepEqual(parts(of('プレミアム')), [[0, 0, 0, 0, 0, 0], [3000, 1000, 2000, 0, 0, 0]]);
      const { programs: now } = await it.anna.do('getDashboard');
      assert.deepEqual(byName(programs), byName(now));
      await note();
    });

    test('are known at every moment of the past: end of a day, or a minute of it [ADM-e]', async () => {
      await later(30);
      await people.topUp(it.clerk, residents[2], 3000, '冬の');
      await note();
      await later(24 * 60);
      await people.pay(residents[2], it.shop, 1000);
      await note();
      await later(3 * 24 * 60); // the premium is gone
      await until('the premium to expire', async () => byName((await it.anna.do('getDashboard')).programs)['プレミアム'].outstanding === 0);
      await people.pay(residents[0], it.shop, 100);
      await note();
      for (const { on, time, programs } of noted) assert.deepEqual(byName((await at({ on, time })).programs), programs, `${on} ${time}`);
      const last = noted.at(-1);
      assert.deepEqual(byName((await at({ on: last.on })).programs), last.programs, 'the whole of today');
      assert.equal(noted.some(({ programs }) => programs['プレミアム'].expired > 0), true);
      const long_ago = (await at({ on: '2020-01-01' })).programs;
      for (const books of long_ago) for (const word of words) assert.equal(books[word], 0);
    });

    test('are the same while payments are going on, whatever the moment [ADM-e]', async () => {
      let paying = true;
      let sum = 0;
      const payers = residents.slice(0, 2).map(async (resident) => {
        while (paying) sum += (await people.pay(resident, it.shop, 1)).amount;
      });
      for (let n = 0; n < 10; n++) {
        const { programs } = await at();
        for (const books of programs) {
          assert.equal(books.difference, 0);
          for (const { entered, held, spent, expired, refunded, taken_back } of [books.bought, books.given])
            assert.equal(entered, held + spent + expired + refunded + taken_back);
        }
      }
      paying = false;
      await Promise.all(payers);
      assert.ok(sum > 0);
      assert.deepEqual(byName((await at()).programs), byName((await it.anna.do('getDashboard')).programs));
    });

    test('say where value came from and where it went, by kind, over any days [PNT-o] [PNT-q]', async () => {
      const park = await giving.addOrganizer(it, '公園の会', ids.points, 500);
      const host = await people.invited(city, it.anna, park);
      const handout = await giving.openHandout(host, { program: ids.points });
      await giving.claim(residents[0], handout);
      await giving.claim(residents[1], handout);
      await giving.grant(it.anna, residents[0], ids.points, 40);
      const tea = await people.addPlace(it.anna, '茶のま', ['takes_points']);
      const page = await residents[0].do('openPlaceCode', { body: { code: tea.code_url } });
      await residents[0].do('createPayment', { body: { key: page.key, place: page.place.id, amount: 30, points: ids.points } });
      const today = city.day();
      const flows = async (query) => (await it.anna.do('getProgramFlows', { query })).programs.find((each) => each.program.id === ids.points);
      const { sources, uses } = await flows({ from: today, to: today });
      assert.deepEqual(sources.map(({ kind, origin, entries, amount }) => [kind, origin, entries, amount]), [['grant', 'given', 1, 40], ['claim', 'given', 2, 20]]);
      assert.deepEqual(uses.map(({ to, kind, origin, entries, amount }) => [to, kind, origin, entries, amount]), [['places', 'payment', 'given', 1, 30]]);
      assert.deepEqual(await flows({ from: '2020-01-01', to: '2020-12-31' }).then((each) => [each.sources, each.uses]), [[], []]);
      const all = (await it.anna.do('getProgramFlows', { query: { from: '2025-01-01', to: today } })).programs;
      const balances = (await at()).programs;
      for (const { program, sources: from, uses: into } of all) {
        const books = balances.find((each) => each.program.id === program.id);
        const total = (rows) => rows.reduce((sum, row) => sum + row.amount, 0);
        assert.equal(total(from) - total(into), books.outstanding + books.on_hold, program.name);
      }
    });

    test('tell what each place had of each program, by month [ADM-e] [ADM-c]', async () => {
      const [year, month] = city.day().split('-');
      const query = { from: `${year - 1}-01`, to: `${year}-${month}` };
      const answer = await it.anna.do('listPlaceTotals', { query });
      const of = (name) => answer.places.find(({ place }) => place.name === name)?.programs ?? [];
      const named = (name, program) => of(name).find((each) => each.program.name === program);
      const sales = await it.anna.do('listPlaceSales', { id: it.shop.id, query: { from: `${city.day(-300)}`, to: city.day() } });
      for (const { program, amount } of sales.by_program) {
        const totals = named('うどん 麦', program.name);
        assert.equal(totals.taken_bought + totals.taken_given, amount, program.name);
      }
      assert.deepEqual([named('市役所の窓口', '冬の').issued, named('市役所の窓口', 'プレミアム').issued], [18_000, 3600]);
      assert.deepEqual([named('茶のま', giving.points.name).taken_given, named('茶のま', giving.points.name).taken_bought], [30, 0]);
      const pages = [];
      let after_;
      do {
        const page = await it.anna.do('listPlaceTotals', { query: { ...query, limit: 1, ...(after_ && { after: after_ }) } });
        pages.push(...page.places);
        after_ = page.next_after;
      } while (after_);
      assert.deepEqual(pages, answer.places);
      assert.deepEqual((await it.anna.do('listPlaceTotals', { query: { from: '2020-04', to: '2021-03' } })).places, []);
    });

    test('what is settled is told at the place it was settled for [ADM-e] [ADM-d]', async () => {
      await later(24 * 60);
      const last = city.day(-1);
      const run = await it.anna.do('createSettlement', { body: { key: await it.anna.key(), until: last, pay_on: city.day(5) } });
      await it.anna.do('proposeSettlement', { id: run.id, body: { key: await it.anna.key() } });
      await it.bunta.do('approveSettlement', { id: run.id, body: { key: await it.bunta.key(), digest: run.digest } });
      await until('the run to be booked', async () => (await it.anna.do('getSettlement', { id: run.id })).state === 'settled');
      const { places } = await it.anna.do('listPlaceTotals', { query: { from: '2025-01', to: city.day().slice(0, 7) } });
      const sums = places.flatMap(({ programs }) => programs).reduce((all, each) => [all[0] + each.settled, all[1] + each.taken_bought + each.taken_given], [0, 0]);
      const books = (await at()).programs;
      assert.deepEqual(sums, [books.reduce((sum, each) => sum + each.settled, 0), books.reduce((sum, each) => sum + each.bought.spent + each.given.spent, 0)]);
      assert.ok(sums[0] > 0);
      assert.equal(sums[0], sums[1], 'nothing was taken since');
      assert.deepEqual(byName(books), byName((await it.anna.do('getDashboard')).programs));
    });

    test('ask for days and months that there are, and for an operator', async () => {
      const today = city.day();
      for (const query of [{ on: '2026-02-30' }, { on: city.day(1) }, { time: '24:00' }, { time: '9:00' }, { time: '12-00' }, { time: 'ab:cd' }])
        await it.anna.refused('invalid_request', 'getProgramBalances', { query });
      for (const query of [{ from: today }, { from: today, to: city.day(-1) }, { from: '2000-01-01', to: today }]) await it.anna.refused('invalid_request', 'getProgramFlows', { query });
      for (const query of [{ from: '2026-13', to: '2026-13' }, { from: '2026-04', to: '2026-03' }, { from: '2026-04', to: '2026-05', limit: 0 }, { from: '2026-04', to: '2026-05', after: 'nobody' }])
        await it.anna.refused('invalid_request', 'listPlaceTotals', { query });
      const month = { from: '2026-04', to: '2026-05' };
      const asked = { getProgramBalances: {}, getProgramFlows: { query: { from: today, to: today } }, listPlaceTotals: { query: month } };
      for (const [operation, request] of Object.entries(asked)) {
        await it.cook.refused('not_allowed', operation, request);
        await residents[0].refused('not_allowed', operation, request);
      }
      await city.end();
      await city.verify();
    });
  });
}
