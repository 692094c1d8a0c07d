import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receives, rightsAt } from './rights.ts';

const all = ['receive', 'top_up', 'cancel', 'manage'] as const;

test('a counter shows no right to receive or to cancel payments, a shop none to top up', () => {
  assert.deepEqual(rightsAt({ capabilities: ['tops_up'] }, [...all]), ['top_up', 'manage']);
  assert.deepEqual(rightsAt({ capabilities: ['takes_money'] }, [...all]), ['receive', 'cancel', 'manage']);
  assert.deepEqual(rightsAt({ capabilities: ['takes_points', 'tops_up'] }, ['receive', 'top_up']), ['receive', 'top_up']);
});

test('payments are received only where money or points are taken', () => {
  assert.deepEqual([['tops_up'], ['gives'], ['takes_money'], ['takes_points', 'gives']].map((each) => receives({ capabilities: each as never })), [false, false, true, true]);
});
