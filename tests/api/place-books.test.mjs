// A place's books: sales of any days, by program and by member of staff, as a list and as a file; the count of cash; what
// was given. Only its own.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, send } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';
import { everyFormat, readWorkbook, sumOf } from '../support/table-files.mjs';

let city, it, resident, points, shop, cook, clerk, mate, monday, byCard;
let first_day, next_day, third_day;
/** Ten in the morning of that day; who works there signs in anew. */
async function onDay(day) {
  await city.setClock(Date.parse(`${day}T10:00:00.000+09:00`));
  for (const who of [it.anna, it.bunta, it.cook]) who.cookie = (await people.signIn(city, who)).cookie;
  for (const who of [cook, clerk, mate]) who.cookie = (await people.signIn(city, who)).cookie;
}
const cancel = async (who, entry, amount) =>
  who.do('cancelEntry', { id: entry.id, body: { key: await who.key(), reason: 'wrong_amount', ...(amount && { amount }) } });
const payPoints = async (amount) => resident.do('createPayment', { body: { ...(await people.amountPage(resident, shop, amount)), points } });

before(async () => {
  city = await City.create();
  [first_day, next_day, third_day] = [city.day(), city.day(1), city.day(2)];
  it = await people.furnish(city);
  points = await giving.publish(it, giving.points);
  shop = await people.addPlace(it.anna, '=朝市, "通り"', ['takes_money', 'takes_points'], { organization_name: '朝市の会' });
  cook = await people.invited(city, it.anna, shop, { displayName: '=危ない, 名前' });
  clerk = it.clerk;
  mate = await people.invited(city, it.anna, it.counter, { displayName: '同僚 一郎' });
  resident = await people.signUp(city);
  const [first, second] = [await people.topUp(clerk, resident, 20_000), await people.topUp(mate, resident, 5_000)];
  await people.topUp(clerk, resident, 3_000);
  await cancel(mate, second);
  await giving.grant(it.anna, resident, points, 500);
  monday = [await people.pay(resident, shop, 1_000), await people.pay(resident, shop, 860), await people.pay(resident, shop, 500)];
  await cancel(cook, monday[1]);
  await payPoints(120);
  const [card] = (await it.anna.do('createCardBatch', { body: { key: await it.anna.key(), kind: 'rechargeable', count: 1 } })).cards;
  await clerk.do('activateCard', { body: { key: await clerk.key(), code: card.url } });
  await clerk.do('topUpCard', { body: { key: await clerk.key(), code: card.url, program: it.program, amount: 2_000 } });
  byCard = await cook.do('payByCard', { body: { key: await cook.key(), code: card.url, amount: 300 } });
  await onDay(next_day);
  await people.pay(resident, shop, 700);
  await cancel(it.anna, monday[2], 200);
  await cancel(it.anna, first).catch(() => undefined); // a part of it is spent
});
after(() => city?.remove());

const sales = (query, who = cook) => who.do('listSales', { query });
const money = (answer) => answer.by_program.find((each) => each.program.unit === 'money');

describe('sales', () => {
  test('of one day: payments, what was taken back, points apart [ADM-g] [PNT-n]', async () => {
    const day = await sales({ from: first_day });
    assert.deepEqual([day.from, day.to, day.count, day.cancelled_count, day.amount, day.cancelled], [first_day, first_day, 4, 1, 1_800, 860]);
    assert.deepEqual(day.by_program.map((each) => [each.program.unit, each.count, each.amount]), [['money', 3, 1_800], ['point', 1, 120]]);
    assert.deepEqual(day.entries.map(({ entry }) => [entry.kind, entry.amount, entry.cancelled_by !== undefined]), [
      ['payment', 300, false], ['payment', 120, false], ['payment', 500, false], ['payment', 860, true], ['payment', 1_000, false],
    ]);
    const old = await cook.do('getSales', { query: { date: first_day } });
    assert.deepEqual([old.count, old.amount], [day.count, day.amount], 'as the page of the day says');
  });

  test('of a later day: a payment of an earlier one that was taken back stands there [ADM-g]', async () => {
    const day = await sales();
    assert.deepEqual([day.from, day.count, day.amount, day.cancelled], [next_day, 1, 500, 200]);
    assert.deepEqual(day.entries.map(({ entry }) => [entry.kind, entry.amount]), [['cancel', 200], ['payment', 700]]);
  });

  test('of a period, by program and by member of staff, page by page [ADM-g]', async () => {
    const period = { from: first_day, to: next_day };
    const all = await sales(period);
    assert.deepEqual([all.count, all.amount, all.entries.length], [5, 2_300, 7]);
    const only = await sales({ ...period, program: points });
    assert.deepEqual([only.count, only.amount, only.entries.length, only.by_program.length], [1, 0, 1, 1]);
    assert.equal((await sales({ ...period, program: it.program })).amount, 2_300);
    assert.deepEqual(all.staff.map((each) => each.name), ['=危ない, 名前'], 'who took payments');
    const mine = await sales({ ...period, staff: all.staff[0].id });
    assert.deepEqual([mine.count, mine.amount, mine.cancelled, mine.entries.map((each) => [each.entry.id, each.by])], [1, 300, 0, [[byCard.id, '=危ない, 名前']]]);
    assert.equal((await sales({ ...period, staff: 'X' })).entries.length, 0);
    const seen = [];
    let before;
    do {
      const page = await sales({ ...period, limit: 4, ...(before && { before }) });
      assert.equal(page.amount, 2_300, 'totals are of the whole filter');
      seen.push(...page.entries.map(({ entry }) => entry.id));
      before = page.next_before;
    } while (before);
    assert.deepEqual(seen, all.entries.map(({ entry }) => entry.id));
  });

  test('are only their own; strangers see none [ADM-g]', async () => {
    const elsewhere = await sales({ from: first_day, to: next_day }, it.cook);
    assert.deepEqual([elsewhere.count, elsewhere.amount, elsewhere.entries, elsewhere.by_program], [0, 0, [], []]);
    for (const operation of ['listSales', 'getSalesCsv', 'getCash']) {
      await resident.refused('not_allowed', operation);
      await new Client(city).refused('not_signed_in', operation);
    }
  });

  test('of any place are seen by the city, as its staff see them, and as the same file [ADM-b] [ADM-c]', async () => {
    const period = { from: first_day, to: next_day };
    const { as_of, ...seen } = await it.anna.do('listPlaceSales', { id: shop.id, query: period });
    const { as_of: when, ...own } = await sales(period);
    assert.ok(as_of && when);
    assert.deepEqual(seen, own);
    assert.equal((await it.anna.do('listPlaceSales', { id: it.shop.id, query: period })).count, 0);
    const files = await Promise.all([it.anna.call('getPlaceSalesCsv', { id: shop.id, query: period }), cook.call('getSalesCsv', { query: period })]);
    assert.deepEqual(files[0].bytes, files[1].bytes);
    for (const operation of ['listPlaceSales', 'getPlaceSalesCsv']) {
      await it.anna.refused('not_found', operation, { id: 'none' });
      assert.equal((await it.anna.refused('invalid_request', operation, { id: shop.id, query: { from: next_day, to: first_day } })).field, 'to');
      await cook.refused('not_allowed', operation, { id: shop.id });
      await new Client(city).refused('not_signed_in', operation, { id: shop.id });
    }
  });

  test('of days that cannot be are refused by their field', async () => {
    const refused = async (query, field, operation = 'listSales') =>
      assert.equal((await cook.refused('invalid_request', operation, { query })).field, field);
    await refused({ from: next_day, to: first_day }, 'to');
    await refused({ from: '2025-01-01', to: first_day }, 'to');
    await refused({ program: 'X' }, 'program', 'getSalesCsv');
    await refused({ before: 'x' }, 'before');
    await refused({ date: 'x' }, 'date', 'getCash');
  });
});

describe('the file of sales', () => {
  const file = async (query) => {
    const answer = await cook.call('getSalesCsv', { query });
    const raw = await send(city, { method: 'GET', path: `/api/place/sales/file?${new URLSearchParams(query)}`, headers: { cookie: cook.cookie } });
    assert.equal(answer.status, 200);
    return raw;
  };

  test('holds exactly the filter, as Excel opens it, and adds up to the totals [PAY-j]', async () => {
    const { headers, body } = await file({ from: first_day, to: next_day });
    assert.equal(headers['content-type'], 'text/csv; charset=utf-8');
    assert.equal(headers['content-disposition'], `attachment; filename="meguri-${first_day}_${next_day}.csv"`);
    assert.ok(body.startsWith('\ufeff日付,時刻,種別,確認番号,事業,円,ポイント,担当,取引番号,取り消した取引\r\n'));
    const lines = body.trimEnd().split('\r\n').slice(1);
    assert.equal(lines.length, 8);
    const sum = (column) => lines.reduce((all, line) => all + Number(line.replace(/"[^"]*(""[^"]*)*"/g, 'x').split(',')[column] || 0), 0);
    assert.deepEqual([sum(5), sum(6)], [2_300, 120]);
    assert.ok(lines.every((line) => /^20\d\d-\d\d-\d\d,\d\d:\d\d:\d\d,(支払い|取消),="\d{4}",/.test(line)), body);
    assert.ok(body.includes('"\'=危ない, 名前"'), 'no cell is a formula');
    const one = await file({ from: next_day, program: it.program, language: 'en' });
    assert.ok(one.body.startsWith('\ufeffDate,Time,Kind,'));
    assert.equal(one.body.trimEnd().split('\r\n').length, 3);
    assert.equal(one.headers['content-disposition'], `attachment; filename="meguri-${next_day}.csv"`);
  });

  test('is the same in UTF-8, Shift_JIS and XLSX: lines, sums, leading zeros, and nothing is a formula [PAY-j] [ADM-c]', async () => {
    const query = { from: first_day, to: next_day };
    const ways = [[cook, 'getSalesCsv', {}], [it.anna, 'getPlaceSalesCsv', { id: shop.id }]];
    for (const [who, operation, of] of ways) {
      const take = (format) => who.call(operation, { ...of, query: { ...query, ...(format && { format }) } });
      const { csv, book, name } = await everyFormat(take, assert);
      assert.equal(name, `meguri-${first_day}_${next_day}.csv`);
      assert.deepEqual([book.sheet, book.lines.length, book.looks], ['売上', 9, ['#,##0', 'yyyy-mm-dd']]);
      for (const lines of [csv, book.lines]) assert.deepEqual([sumOf(lines, 5), sumOf(lines, 6)], [2_300, 120]);
      const kinds = (column) => [...new Set(book.kinds.slice(1).map((line) => line[column]))].sort();
      assert.deepEqual([kinds(0), kinds(3), kinds(5), kinds(6)], [['day'], ['text'], [null, 'number'], [null, 'number']]);
      const digits = new Set(book.lines.map((line) => line[3]));
      const { entries } = await it.anna.do('listPlaceSales', { id: shop.id, query });
      assert.ok(entries.every(({ entry }) => digits.has(entry.digits)), 'as they stand on the screen, with their leading zeros');
      assert.ok(book.lines.some((line) => line[7] === '=危ない, 名前'), 'text, as it was typed');
      const refused = await who.refused('invalid_request', operation, { ...of, query: { ...query, format: 'pdf' } });
      assert.equal(refused.field, 'format');
    }
    const english = await it.anna.call('getPlaceSalesCsv', { id: shop.id, query: { ...query, format: 'xlsx', language: 'en' } });
    assert.equal(readWorkbook(english.bytes).sheet, 'Sales');
    const none = await it.anna.call('getPlaceSalesCsv', { id: shop.id, query: { from: '2020-01-01', format: 'xlsx' } });
    assert.equal(readWorkbook(none.bytes).lines.length, 1, 'a head without lines');
  });
});

describe('the count of cash', () => {
  test('says what must be in the drawers, person by person [CHG-f]', async () => {
    const day = await clerk.do('getCash', { query: { date: first_day } });
    assert.deepEqual([day.count, day.taken, day.handed_back, day.total], [4, 30_000, 5_000, 25_000]);
    const people_ = Object.fromEntries(day.people.map((each) => [each.person.name, [each.count, each.taken, each.handed_back, each.total]]));
    assert.deepEqual(people_['同僚 一郎'], [1, 5_000, 5_000, 0]);
    assert.deepEqual(Object.values(people_).reduce((sum, each) => sum + each[3], 0), 25_000);
    assert.deepEqual(day.rows.map((each) => each.amount), [2_000, -5_000, 3_000, 5_000, 20_000]);
    assert.equal(day.rows[1].of, first_day);
  });

  test('shows a top-up that was taken back later on that later day [CHG-f]', async () => {
    const before = await clerk.do('getCash');
    assert.equal(before.date, next_day);
    const late = await people.topUp(clerk, resident, 2_000);
    await onDay(third_day);
    await cancel(it.anna, late);
    const on = async (date) => (await clerk.do('getCash', { query: { date } })).total;
    assert.equal(await on(next_day), before.total + 2_000, 'the day before stays as it was');
    const day = await clerk.do('getCash');
    assert.deepEqual([day.count, day.handed_back, day.total, day.rows[0].of], [0, 2_000, -2_000, next_day]);
  });

  test('knows only its own', async () => {
    assert.deepEqual((await cook.do('getCash', { query: { date: first_day } })).rows, []);
  });
});

describe('what a place gave', () => {
  test('stands in its books: points, people, times [PNT-f]', async () => {
    const park = await giving.addOrganizer(it, '公園の会', points, 1_000);
    const host = await people.invited(city, it.anna, park);
    const handout = await giving.openHandout(host, { program: points, amount: 10 });
    const other = await people.signUp(city);
    for (const who of [resident, other, resident]) await giving.claim(who, handout);
    const { given } = await host.do('listSales');
    assert.deepEqual(given.map((each) => [each.program.unit, each.amount, each.people, each.times]), [['point', 30, 2, 3]]);
  });
});
