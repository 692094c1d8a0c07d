// What the city knows of a resident, for the resident alone.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import { furnish, signUp } from '../support/people.mjs';

let city, it;
before(async () => {
  city = await City.create();
  it = await furnish(city);
});
after(() => city?.remove());

describe('the profile of a resident', () => {
  test('says what is kept, the telephone number only by its end [PRI-1]', async () => {
    const resident = await signUp(city, '09012345678');
    const profile = await resident.do('getOwnProfile');
    assert.equal(profile.phone_end, '5678');
    assert.equal(profile.name, undefined);
    assert.deepEqual([profile.marks, profile.household_size], [[], 1]);
    assert.ok(Date.parse(profile.since) <= Date.parse(profile.signed_in_at));
    assert.ok(!JSON.stringify(profile).includes('0901234'));
  });

  test('says what the city has noted, in the city’s words [GEN-g]', async () => {
    const resident = await signUp(city);
    const { marks } = await it.anna.do('addCityListItem', { body: { list: 'marks', name: '市内に住んでいる' } });
    const { number } = marks.find((each) => each.name === '市内に住んでいる');
    const { person } = await resident.do('getSession');
    await it.anna.do('setResidentMarks', { id: person.id, body: { key: await it.anna.key(), marks: [number], reason: '住民票を確認' } });
    assert.deepEqual((await resident.do('getOwnProfile')).marks, ['市内に住んでいる']);
  });

  test('is a resident’s own: nobody else has one to ask for [SEC-3]', async () => {
    await it.cook.refused('not_allowed', 'getOwnProfile');
    await it.anna.refused('not_allowed', 'getOwnProfile');
  });
});
