import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../shop.ts';
import { arrivedSince, newestNumber } from './arrivals.ts';

const entry = (id: number, more: Partial<Entry> = {}): Entry => ({
  id: String(id),
  kind: 'payment',
  at: '2026-11-22T12:34:56.000+09:00',
  business_date: '2026-11-22',
  amount: 860,
  direction: 'in',
  digits: '4827',
  lots: [],
  hash: '0'.repeat(64),
  explanation: { used: [], unused: [], limits: [] },
  ...more,
});

test('a payment is new once, whatever else is listed with it', () => {
  const entries = [entry(12), entry(11), entry(10)];
  assert.deepEqual(arrivedSince(entries, 10).map((each) => each.id), ['11', '12']);
  assert.deepEqual(arrivedSince(entries, newestNumber(entries)), []);
});

test('numbers are compared as numbers: 100 comes after 99', () => {
  assert.deepEqual(arrivedSince([entry(100), entry(99)], 99).map((each) => each.id), ['100']);
});

test('top-ups, cancels and cancelled payments do not ring', () => {
  const entries = [entry(13, { kind: 'top_up' }), entry(12, { kind: 'cancel' }), entry(11, { cancelled_by: '12' })];
  assert.deepEqual(arrivedSince(entries, 10), []);
  assert.equal(newestNumber(entries), 13);
});
