// Limits of households over the API: the city says who lives together, and what they may buy or receive counts together.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';

const limit = (cap, further = {}) => ({ what: 'topped_up', measure: 'amount', cap, period: 'ever', who: 'household', ...further });
const limited = (name, ...limits) => ({ ...people.ordinary, name, limits });

let city, it, anna, mother, child, neighbour;
async function someone() {
  const resident = await people.signUp(city);
  resident.id = (await anna.do('findResident', { body: { phone: resident.phone, reason: '世帯の届け' } })).id;
  return resident;
}
async function together(one, other) {
  const body = { key: await anna.key(), reason: '住民票', ...(other && { with: other.id }) };
  return anna.do('setResidentHousehold', { id: one.id, body });
}
const program = async (terms) => (await people.approve(it.bunta, await people.propose(anna, terms))).program;
async function tooMuch(resident, amount, name) {
  const { payload } = await resident.do('createWalletCode');
  const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
  const { program: each } = page.programs.find((offer) => offer.program.name === name);
  return it.clerk.refused('limit_reached', 'createTopUp', { body: { key: page.key, wallet: page.wallet, program: each.id, amount } });
}

before(async () => {
  city = await City.create();
  it = await people.furnish(city);
  anna = it.anna;
  [mother, child, neighbour] = [await someone(), await someone(), await someone()];
});
after(() => city?.remove());

describe('a household', () => {
  test('is what the city says, once for one key; residents see how many they are', async () => {
    assert.equal((await together(child)).household_size, 1);
    const body = { key: await anna.key(), reason: '住民票', with: mother.id };
    const seen = await anna.do('setResidentHousehold', { id: child.id, body });
    assert.deepEqual([seen.id, seen.household_size], [child.id, 2]);
    await city.restart({ signal: 'SIGKILL' });
    assert.deepEqual(await anna.do('setResidentHousehold', { id: child.id, body }), seen);
    await anna.refused('key_reused', 'setResidentHousehold', { id: child.id, body: { ...body, with: neighbour.id } });
    for (const each of [mother, child]) assert.equal((await each.do('getWallet')).household_size, 2);
    assert.equal('household_size' in (await neighbour.do('getWallet')), false);
  });

  test('shares a limit to the yen; who lives alone has the whole of it', async () => {
    const name = '世帯で一万円';
    await program(limited(name, limit(10_000)));
    await people.topUp(it.clerk, mother, 6000, name);
    const problem = await tooMuch(child, 5000, name);
    assert.deepEqual(problem.explanation.limits.map((each) => [each.limit, each.remaining]), [['household_limit', 4000]]);
    const choice = async (who) => (await who.do('listTopUpChoices')).programs.find((each) => each.program.name === name).person_left;
    assert.deepEqual([await choice(mother), await choice(child), await choice(neighbour)], [4000, 4000, 10_000]);
    await people.topUp(it.clerk, child, 4000, name);
    await tooMuch(mother, 1000, name);
    await people.topUp(it.clerk, neighbour, 10_000, name);
    // What was used goes along with whoever moves out or in.
    await together(child);
    await tooMuch(child, 7000, name);
    await people.topUp(it.clerk, child, 6000, name);
    await together(child, mother);
    await tooMuch(mother, 1000, name);
  });

  test('is held to it exactly when all of them come at once', async () => {
    const name = '世帯で二万円';
    const id = await program(limited(name, limit(20_000), limit(4, { measure: 'times', who: 'person', period: 'day' })));
    const family = [mother, child, ...(await Promise.all(Array.from({ length: 6 }, someone)))];
    for (const each of family.slice(2)) await together(each, mother);
    const buys = family.flatMap((each) => Array.from({ length: 4 }, () => each));
    for (const each of family) {
      const { payload } = await each.do('createWalletCode');
      each.reference = (await it.clerk.do('openWalletCode', { body: { code: payload } })).wallet;
    }
    const answers = await Promise.all(buys.map(async ({ reference }) => {
      const body = { key: await it.clerk.key(), wallet: reference, program: id, amount: 1000 };
      return it.clerk.call('createTopUp', { body });
    }));
    const done = answers.filter(({ status }) => status === 201).length;
    assert.deepEqual([done, new Set(answers.map(({ json }) => json.refusal))], [20, new Set([undefined, 'limit_reached'])]);
  });

  test('takes twenty; the next is told that it is the household, and what to do [PRM-i]', async () => {
    const first = await someone();
    const rest = await Promise.all(Array.from({ length: 20 }, someone));
    for (const each of rest.slice(0, 19)) await together(each, first);
    const body = { key: await anna.key(), reason: '住民票', with: first.id };
    const full = await anna.refused('household_full', 'setResidentHousehold', { id: rest[19].id, body });
    assert.match(full.title + full.detail, /世帯/);
    await together(rest[0]);
    await together(rest[19], first);
  });

  test('is set by the city alone, for residents alone', async () => {
    const body = { key: await anna.key(), reason: 'x', with: mother.id };
    for (const who of [mother, it.clerk]) await who.refused('not_allowed', 'setResidentHousehold', { id: child.id, body });
    await anna.refused('not_found', 'setResidentHousehold', { id: 'NOBODY', body });
    const unknown = await anna.refused('wallet_unknown', 'setResidentHousehold', { id: child.id, body: { ...body, with: 'NOBODY' } });
    assert.equal(unknown.field, 'with');
    await anna.refused('same_wallet', 'setResidentHousehold', { id: mother.id, body: { ...body, key: await anna.key() } });
    await anna.refused('key_unknown', 'setResidentHousehold', { id: child.id, body: { ...body, key: 'made-up' } });
    await city.end();
    await city.verify();
  });
});
