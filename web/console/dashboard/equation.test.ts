import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceOf, held, returned, spent, type Books } from './equation.tsx';

const books = (more: Partial<Books> = {}): Books => ({
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
