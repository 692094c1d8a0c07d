// A stay that began with a card and ends with the app it was moved to; what a correction gives back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { signUp } from '../support/people.mjs';

let city, it, points, park, host;
before(async () => {
  city = await City.create();
  ({ it, points, park, host } = await giving.organizers(city));
});
after(() => city?.remove());

const stay = { minutes: 30, units: 3 };
const open = (body) => giving.openHandout(host, { program: points, ways: ['check_in'], stay, ...body });
const move = async (person, card) => person.do('moveCard', { body: { key: await person.key(), code: card.url } });
const act = async (operation, person, handout) => person.do(operation, { body: await giving.claimPage(person, handout) });
const left = async () => (await host.do('listBudgets')).budgets.find((each) => each.program.id === points).left;

describe('a card that moves to an app', () => {
  test('takes a stay along that is under way: the phone checks out and gets its points [CHG-g] [PNT-c] [PNT-l]', async () => {
    const handout = await open();
    const [person, card] = [await signUp(city), await giving.handedOutCard(it.anna)];
    await giving.byCard(host, handout, card, 'check_in');
    const [{ since }] = (await host.do('listStays', { id: handout.id })).stays;
    await giving.later(city, it, 40);
    await move(person, card);
    const page = await person.do('openHandoutCode', { body: { code: handout.code_url } });
    assert.deepEqual([page.inside, page.since, page.minutes], [true, since, 0]);
    await person.refused('already_inside', 'checkIn', { body: await giving.claimPage(person, handout) });
    await giving.later(city, it, 25, 'SIGKILL');
    const { stays } = await host.do('listStays', { id: handout.id });
    assert.deepEqual(stays.map((each) => [each.inside, each.minutes]), [[true, 0]], 'one person is inside, once');
    const out = await act('checkOut', person, handout);
    assert.deepEqual([out.kind, out.amount, await giving.held(person, points)], ['check_out', 20, 20]);
    assert.equal((await host.do('getHandout', { id: handout.id })).given, 20);
  });

  test('takes along what it stayed before: nobody begins anew by moving [CHG-g] [PNT-c]', async () => {
    const handout = await open();
    const [person, card] = [await signUp(city), await giving.handedOutCard(it.anna)];
    await giving.byCard(host, handout, card, 'check_in');
    await giving.later(city, it, 65);
    assert.equal((await giving.byCard(host, handout, card, 'check_out')).amount, 20);
    await act('checkIn', person, handout);
    await giving.later(city, it, 25);
    assert.equal((await act('checkOut', person, handout)).amount, 0);
    await move(person, card);
    assert.equal((await person.do('openHandoutCode', { body: { code: handout.code_url } })).minutes, 89, '65 and 25: the third unit was not paid');
    await act('checkIn', person, handout);
    await giving.later(city, it, 300);
    assert.equal((await act('checkOut', person, handout)).amount, 10, 'the third of three units');
    assert.equal(await giving.held(person, points), 30);
  });
});

describe('a correction of a stay', () => {
  test('gives back to its organization’s budget what it takes from the resident [PNT-c] [PNT-d] [PNT-e]', async () => {
    const handout = await open();
    const person = await signUp(city);
    const before_ = await left();
    await act('checkIn', person, handout);
    const [{ wallet }] = (await host.do('listStays', { id: handout.id })).stays;
    const correct = async (minutes) => host.do('correctStay', { id: handout.id, body: { key: await host.key(), wallet, minutes } });
    await correct(90);
    assert.deepEqual([await left(), await giving.held(person, points)], [before_ - 30, 30]);
    const down = await correct(30);
    assert.deepEqual([down.kind, down.amount], ['correct_stay', 20]);
    assert.deepEqual([await left(), await giving.held(person, points)], [before_ - 10, 10]);
    assert.equal((await host.do('getHandout', { id: handout.id })).given, 10);
    const books = (await it.anna.do('getDashboard')).programs.find((each) => each.program.id === points);
    assert.deepEqual([books.taken_back, books.difference], [0, 0]);
  });
});

test('and after all that the books agree', async () => {
  await city.end();
  await city.verify();
});
