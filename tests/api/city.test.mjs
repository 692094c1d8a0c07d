// What the city decides about itself, and what it knows of places and residents: lists, traits, marks, the order of spending,
// and the figures at the base dates.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';

let city, it, resident;
const { ordinary } = people;
before(async () => {
  city = await City.create();
  it = await people.furnish(city);
  resident = await people.signUp(city);
});
after(() => city?.remove());

const started = async (program) => people.approve(it.bunta, await people.propose(it.anna, program));
const add = (list, name) => it.anna.do('addCityListItem', { body: { list, name } });

describe('the city’s lists', () => {
  test('grow by numbers that stay, with words that may change', async () => {
    const { marks } = await it.anna.do('getCityLists');
    assert.deepEqual(marks.map((each) => each.number), [0, 1, 2, 3]);
    await add('place_types', '飲食店');
    const { place_types } = await add('place_types', '書店');
    assert.deepEqual(place_types, [{ number: 1, name: '飲食店', places: 0 }, { number: 2, name: '書店', places: 0 }]);
    assert.deepEqual((await add('place_types', '書店')).place_types, place_types);
    await add('areas', '中央');
    await it.anna.do('renameCityListItem', { body: { list: 'place_types', number: 2, name: '本屋' } });
    await city.restart();
    const kept = await it.anna.do('getCityLists');
    assert.deepEqual(kept.place_types[1], { number: 2, name: '本屋', places: 0 });
    assert.deepEqual(kept.changes.map(({ list, number, name }) => [list, number, name]), [['place_types', 2, '本屋'], ['areas', 1, '中央'], ['place_types', 2, '書店'], ['place_types', 1, '飲食店']]);
    assert.equal(kept.changes[0].set_by.id, (await it.anna.do('getSession')).person.id);
    const rename = (body, field) => it.anna.refused('invalid_request', 'renameCityListItem', { body }).then((no) => assert.equal(no.field, field));
    await rename({ list: 'areas', number: 77, name: '北' }, 'number');
    await rename({ list: 'place_types', number: 1, name: '本屋' }, 'name');
    for (const who of [resident, it.clerk]) await who.refused('not_allowed', 'getCityLists');
  });
});

describe('places and residents', () => {
  test('other words for a kind or an area stand at once on every place that has it [SHP-c]', async () => {
    const items = async (list) => (await it.anna.do('getCityLists'))[list];
    await add('place_types', '飲食');
    const { number, places } = (await items('place_types')).find(({ name }) => name === '飲食');
    assert.ok(places >= 2);
    await it.anna.do('renameCityListItem', { body: { list: 'place_types', number, name: '飲食・喫茶' } });
    const before_ = (await it.anna.do('getCityLists')).changes.length;
    await it.anna.do('renameCityListItem', { body: { list: 'place_types', number, name: '飲食・喫茶' } });
    assert.equal((await it.anna.do('getCityLists')).changes.length, before_, 'sent again: nothing changes');
    const words = async () => new Set((await it.anna.do('listPlaces')).places.map(({ type }) => type));
    assert.deepEqual(await words(), new Set(['飲食・喫茶']));
    await city.restart();
    assert.deepEqual(await words(), new Set(['飲食・喫茶']));
    assert.equal((await items('place_types')).find((each) => each.number === number).places, places);
  });

  test('a place’s kind and area decide where value can be spent, and stand in the books [PRM-b]', async () => {
    const book = await people.addPlace(it.anna, '本の店', ['takes_money']);
    const body = { key: await it.anna.key(), type: 2, area: 1 };
    const set = await it.anna.do('setPlaceTraits', { id: book.id, body });
    assert.deepEqual([set.traits, set.type, set.area], [{ type: 2, area: 1 }, '本屋', '中央']);
    assert.deepEqual(await it.anna.do('setPlaceTraits', { id: book.id, body }), set); // the same key again
    await it.anna.refused('key_reused', 'setPlaceTraits', { id: book.id, body: { ...body, type: 1 } });
    assert.equal((await it.anna.refused('invalid_request', 'setPlaceTraits', { id: book.id, body: { ...body, type: 88 } })).field, 'type');
    await it.anna.refused('place_unknown', 'setPlaceTraits', { id: 'NOWHERE', body: { key: await it.anna.key(), type: 1 } });
    for (const who of [resident, it.clerk]) await who.refused('not_allowed', 'setPlaceTraits', { id: book.id, body });

    await started({ ...ordinary, name: '本屋だけ', where: { types: [2] } });
    await people.topUp(it.clerk, resident, 1000, '本屋だけ');
    const refused = await resident.refused('insufficient_balance', 'createPayment', { body: await people.amountPage(resident, it.shop, 500) });
    assert.equal(refused.explanation.unused[0].reason, 'not_here');
    await city.restart({ signal: 'SIGKILL' });
    assert.equal((await people.pay(resident, book, 500)).amount, 500);
    assert.deepEqual((await it.anna.do('getPlace', { id: book.id })).traits, { type: 2, area: 1 });
  });

  test('a resident’s marks decide who may have value; only the city sets them, with a reason', async () => {
    const find = () => it.anna.do('findResident', { body: { phone: resident.phone, reason: '窓口' } });
    const { id, marks } = await find();
    assert.deepEqual(marks, []);
    await started({ ...ordinary, name: '六十五歳から', eligible: { all: [0], any: [3] } });
    const topUp = () => people.topUp(it.clerk, resident, 1000, '六十五歳から');
    await assert.rejects(topUp, /not_eligible/);
    const set = async (list) => it.anna.do('setResidentMarks', { id, body: { key: await it.anna.key(), marks: list, reason: '書類を見た' } });
    assert.deepEqual((await set([0, 3])).marks, [0, 3]);
    await topUp();
    await set([0]);
    await assert.rejects(topUp, /not_eligible/);
    assert.deepEqual((await find()).marks, [0]);
    const body = { key: await it.anna.key(), marks: [50], reason: 'x' };
    assert.equal((await it.anna.refused('invalid_request', 'setResidentMarks', { id, body })).field, 'marks');
    const once = { key: await it.anna.key(), marks: [0], reason: '書類を見た' };
    for (let n = 0; n < 2; n++) assert.deepEqual((await it.anna.do('setResidentMarks', { id, body: once })).marks, [0]);
    await it.anna.refused('key_reused', 'setResidentMarks', { id, body: { ...once, marks: [1] } });
    await it.anna.refused('not_found', 'setResidentMarks', { id: 'NOWHERE', body: { ...body, marks: [] } });
    await it.anna.refused('key_unknown', 'setResidentMarks', { id, body: { ...body, key: 'made-up', marks: [] } });
    for (const who of [resident, it.clerk]) await who.refused('not_allowed', 'setResidentMarks', { id, body });
  });

  test('the order of spending is the city’s to decide [PAY-i]', async () => {
    assert.deepEqual(await it.anna.do('getPolicy'), { limited_first: false });
    const person = await people.signUp(city);
    await started({ ...ordinary, name: '早く切れる', expiry: { kind: 'days_after', days: 5 } });
    await started({ ...ordinary, name: '店をえらぶ', where: { places: [it.shop.id] } });
    for (const name of ['早く切れる', '店をえらぶ']) await people.topUp(it.clerk, person, 1000, name);
    const first = async () => (await people.pay(person, it.shop, 100)).lots[0].program.name;
    assert.equal(await first(), '早く切れる');
    const body = { key: await it.anna.key(), limited_first: true };
    assert.deepEqual(await it.anna.do('setPolicy', { body }), { limited_first: true });
    await it.anna.do('setPolicy', { body });
    assert.equal(await first(), '店をえらぶ');
    await city.restart();
    assert.deepEqual(await it.anna.do('getPolicy'), { limited_first: true });
    await it.anna.refused('key_reused', 'setPolicy', { body: { ...body, limited_first: false } });
    await it.anna.refused('key_unknown', 'setPolicy', { body: { ...body, key: 'made-up' } });
    for (const who of [resident, it.clerk]) await who.refused('not_allowed', 'setPolicy', { body });
  });
});

describe('base-date figures', () => {
  const figures = async (date) => it.anna.do('getBaseDateFigures', date && { query: { date } });
  const of = (answer, name) => answer.programs.find((each) => each.program.name === name);

  test('add up for each program: opening, issued, collected, refunded, expired, unused', async () => {
    const person = await people.signUp(city);
    const { program } = await started({ ...ordinary, name: '第三者の', issuer: 'third_party', top_up: { ...ordinary.top_up, maximum: 9_999_000 }, expiry: { kind: 'days_after', days: 200 } });
    const given = await giving.publish(it, { ...ordinary, name: '贈られた', origin: 'granted', top_up: undefined });
    for (const amount of [9_000_000, 2_000_000]) await people.topUp(it.clerk, person, amount, '第三者の');
    await giving.grant(it.anna, person, given, 1000);
    await giving.grant(it.anna, person, program, 777); // nobody paid for it
    const kept = await people.pay(person, it.shop, 300_000);
    const back = await people.pay(person, it.shop, 4000);
    await it.cook.do('cancelEntry', { id: back.id, body: { key: await it.cook.key(), reason: 'other' } });
    const spent = kept.lots.map((lot) => [lot.program.name, lot.amount]);
    assert.deepEqual(spent, [['贈られた', 1000], ['第三者の', 777], ['第三者の', 298_223]]);
    const next = (await figures(await upcoming())).programs;
    const mine = of({ programs: next }, '第三者の');
    assert.deepEqual(
      [mine.opening, mine.issued, mine.collected, mine.refunded, mine.expired, mine.taken_back, mine.unused],
      [0, 11_000_000, 298_223, 0, 0, 0, 10_701_777],
    );
    assert.deepEqual([mine.issuer, mine.exempt, mine.deposit_due], ['third_party', false, 5_350_889]);
    assert.equal(of({ programs: next }, '贈られた'), undefined); // never paid for
    assert.deepEqual([of({ programs: next }, ordinary.name)?.deposit_due ?? 0], [0]);
  });

  /** The base date that the city's today runs up to. */
  async function upcoming() {
    const [year, monthDay] = [Number(city.day().slice(0, 4)), city.day().slice(5)];
    if (monthDay <= '03-31') return `${year}-03-31`;
    return monthDay <= '09-30' ? `${year}-09-30` : `${year + 1}-03-31`;
  }

  test('carry over into the next half-year, with what expired in it', async () => {
    const before_ = await upcoming();
    const unused = of(await figures(before_), '第三者の').unused;
    await city.restart({ later_minutes: 201 * 24 * 60 });
    it.anna = await people.signIn(city, it.anna);
    let mine;
    for (let n = 0; n < 100 && !mine?.expired; n++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      mine = of(await figures(await upcoming()), '第三者の');
    }
    assert.deepEqual([mine.opening, mine.expired, mine.unused, mine.deposit_due], [unused, unused, 0, 0]);
    const then = await figures(before_);
    assert.deepEqual([then.over, of(then, '第三者の').unused], [true, unused]);
    assert.equal((await figures()).over, true);
  });

  test('ask for a base date, and for an operator', async () => {
    for (const date of ['2026-03-30', '2026-12-31', 'x']) await it.anna.refused('invalid_request', 'getBaseDateFigures', { query: { date } });
    const stranger = await people.signUp(city);
    await stranger.refused('not_allowed', 'getBaseDateFigures');
    await city.end();
    await city.verify();
  });
});
