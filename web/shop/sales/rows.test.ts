import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry, Sales } from '../shop.ts';
import { cancelledCount, cashOf, unitOf } from './rows.ts';

const program = { id: 'P1', name: '通常チャージ', stamp: '通', unit: 'money' as const };
const entry = (more: Partial<Entry>): Entry => ({
  id: '1',
  kind: 'payment',
  at: '2026-11-22T12:34:56.000+09:00',
  business_date: '2026-11-22',
  amount: 860,
  direction: 'in',
  digits: '0538',
  lots: [{ program, amount: 860, direction: 'out' }],
  hash: '0'.repeat(64),
  explanation: { used: [], unused: [], limits: [] },
  ...more,
});
const sales = (entries: Entry[]): Sales => ({
  date: '2026-11-22', count: 0, amount: 0, cancelled: 0, by_program: [], entries, as_of: '2026-11-22T12:35:00.000+09:00',
});

test('the cash that should be in the drawer leaves out what does not stand', () => {
  const entries = [
    entry({ kind: 'top_up', amount: 10000 }),
    entry({ kind: 'top_up', amount: 5000, cancelled_by: '9', cancelled_amount: 5000 }),
    entry({ kind: 'top_up', amount: 2000, cancelled_by: '10', cancelled_amount: 1700 }), // premium was spent: 300 were kept
    entry({ kind: 'payment', amount: 999 }),
  ];
  assert.deepEqual(cashOf(entries), { count: 1, amount: 10300 });
});

test('cancelled payments are counted by the payment, not by the cancelling entry', () => {
  assert.equal(cancelledCount(sales([entry({ cancelled_by: '2' }), entry({ id: '2', kind: 'cancel' })])), 1);
});

test('points are points', () => {
  const points = { ...program, stamp: '点', unit: 'point' as const };
  assert.equal(unitOf(entry({})), 'money');
  assert.equal(unitOf(entry({ lots: [{ program: points, amount: 120, direction: 'out' }] })), 'point');
});
