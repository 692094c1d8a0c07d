import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysLeft, differenceOf, held, inMoney, inPoints, returned, spent, totalOf, type ProgramBooks } from './books.ts';

const books = (more: Partial<ProgramBooks> = {}): ProgramBooks => ({
  program: { id: 'P', name: '通常チャージ', stamp: '通', unit: 'money' },
  issued: 100, outstanding: 30, on_hold: 5, receivable: 40, public_dues: 3, expired: 7, refunded: 5, settled: 10, promised: 0, budgets: 0, taken_back: 0,
  difference: 0, ...more,
});

test('issued = held + spent + expired + refunded', () => {
  assert.equal(held(books()), 35);
  assert.equal(spent(books()), 53);
  assert.equal(differenceOf(books()), 0);
});

test('what was promised and what organizations may still give is held; what the city took back is no longer out', () => {
  const given = books({ issued: 130, promised: 8, budgets: 12, taken_back: 10 });
  assert.deepEqual([held(given), returned(given), differenceOf(given)], [55, 15, 0]);
});

test('figures on the screen that do not sum are said, even if the server found none', () => {
  assert.equal(differenceOf(books({ issued: 101 })), 1);
  assert.equal(differenceOf(books({ difference: -2 })), -2);
});

test('yen are added up, points are left out, and a difference anywhere shows in the total', () => {
  const points = books({ program: { id: 'Q', name: 'まちポイント', stamp: '輪', unit: 'point' } });
  const all = [books(), points, books({ difference: 3 })];
  const total = totalOf(inMoney(all));
  assert.deepEqual([total.issued, held(total), spent(total), total.difference], [200, 70, 106, 3]);
  assert.deepEqual(inPoints(all), [points]);
  assert.equal(totalOf([]).issued, 0);
});

test('a budget that ends within a month at this speed is told', () => {
  assert.equal(daysLeft(1000, 300, 70), undefined); // 70 days
  assert.equal(daysLeft(1000, 800, 70), 20);
  assert.equal(daysLeft(1000, 999, 700), 0);
  assert.equal(daysLeft(1000, 1000, 700), undefined);
  assert.equal(daysLeft(0, 300, 70), undefined);
  assert.equal(daysLeft(1000, 300, 0), undefined);
  assert.equal(daysLeft(1000, 300, -5), undefined);
});
