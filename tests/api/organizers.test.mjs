// Points through thousands of organizers: each with a budget and an event of its own, none of which reaches another's.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { furnish, invited, signUp } from '../support/people.mjs';
import { steps } from '../support/program.mjs';

const organizers = 2000;
const budget = (n) => 100 + (n % 7);
const amount = (n) => 10 + (n % 9);
const step = steps(test);

/** work(n) for every n below `count`, 64 at a time, in order. */
async function all(count, work) {
  let next = 0;
  const results = [];
  const worker = async () => {
    for (let n = next++; n < count; n = next++) results[n] = await work(n);
  };
  await Promise.all(Array.from({ length: 64 }, worker));
  return results;
}

describe(`${organizers} organizers`, () => {
  let city, it, points, places, handouts, resident, other;
  before(async () => {
    city = await City.create();
    it = await furnish(city);
    points = await giving.publish(it, giving.points);
    [resident, other] = [await signUp(city), await signUp(city)];
  });
  after(() => city?.remove());

  step('each come into being with a budget of their own [PNT-b] [PNT-d]', async () => {
    places = await all(organizers, (n) => giving.addOrganizer(it, `会${n}`, points, budget(n)));
    assert.equal(new Set(places.map((each) => each.organization.id)).size, organizers);
    const { budgets } = await it.anna.do('listBudgets');
    const left = new Map(budgets.map((each) => [each.organization.id, each.left]));
    assert.deepEqual(places.map((each) => left.get(each.organization.id)), places.map((_, n) => budget(n)));
    const seen = (await it.anna.do('listPlaces')).places.map((each) => each.id);
    assert.equal(seen.length, organizers + 2, 'with the shop and the counter');
  });

  step('open an event each, with a code of its own; a list shows all of them, page by page, the newest first [PNT-b]', async () => {
    handouts = await all(organizers, (n) =>
      giving.openHandout(it.anna, { name: `催し${n}`, program: points, organization: places[n].organization.id, amount: amount(n), person_times: 1 }),
    );
    assert.equal(new Set(handouts.map((each) => each.code_url)).size, organizers);
    assert.equal((await it.anna.do('listHandouts')).handouts.length, 20);
    const shown = [];
    for (let before_; ; ) {
      const page = await it.anna.do('listHandouts', { query: { limit: 100, ...(before_ && { before: before_ }) } });
      shown.push(...page.handouts);
      before_ = page.next_before;
      if (!before_) break;
    }
    assert.deepEqual(new Set(shown.map((each) => each.id)), new Set(handouts.map((each) => each.id)), 'all of them');
    assert.equal(shown.length, organizers, 'each once');
    assert.deepEqual(shown.map((each) => each.opened_at), shown.map((each) => each.opened_at).toSorted().toReversed(), 'newest first');
  });

  step('see their own events and budget, however many others there are and however old they are [PNT-b]', async () => {
    for (const n of [0, organizers / 2, organizers - 1]) {
      const host = await invited(city, it.anna, places[n]);
      assert.deepEqual((await host.do('listHandouts')).handouts.map((each) => [each.id, each.name]), [[handouts[n].id, `催し${n}`]]);
      assert.deepEqual((await host.do('listBudgets')).budgets.map((each) => each.left), [budget(n)]);
      await host.refused('invalid_request', 'listHandouts', { query: { before: handouts[n === 0 ? 1 : 0].id } });
      await host.refused('not_found', 'getHandout', { id: handouts[n === 0 ? 1 : 0].id });
    }
  });

  step('give to residents, each from the own budget, once a person, also after a restart [PNT-b] [PRM-i]', async () => {
    const visited = Array.from({ length: 200 }, (_, n) => n * 10);
    const some = async (from, to) => all(to - from, async (n) => assert.equal((await giving.claim(resident, handouts[visited[from + n]])).amount, amount(visited[from + n])));
    await some(0, 100);
    await city.restart({ signal: 'SIGKILL' });
    await some(100, 200);
    assert.equal(await giving.held(resident, points), visited.reduce((sum, n) => sum + amount(n), 0));
    for (const n of [visited[0], visited.at(-1)]) {
      await resident.refused('handout_person_done', 'createClaim', { body: await giving.claimPage(resident, handouts[n]) });
    }
    await giving.claim(other, handouts[0]);
    const { budgets } = await it.anna.do('listBudgets');
    const left = new Map(budgets.map((each) => [each.organization.id, each.left]));
    const given = new Map(visited.map((n) => [n, amount(n)])).set(0, 2 * amount(0));
    assert.deepEqual(places.map((each) => left.get(each.organization.id)), places.map((_, n) => budget(n) - (given.get(n) ?? 0)));
    const oldest = await it.anna.do('getHandout', { id: handouts[0].id });
    assert.deepEqual([oldest.claims, oldest.given], [2, 2 * amount(0)]);
  });

  step('and the books agree [PNT-b]', async () => {
    await city.end();
    await city.verify();
  });
});
