import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowed, lastDayOf, tilesOf, whyNot } from './draft.ts';

test('tiles are usual amounts that the terms allow, four at most', () => {
  assert.deepEqual(tilesOf({ minimum: 1000, step: 1000, maximum: 50000 }), [1000, 3000, 5000, 10000]);
  assert.deepEqual(tilesOf({ minimum: 5000, step: 5000, maximum: 20000 }), [5000, 10000, 20000]);
});

test('unusual terms offer their least and greatest amount', () => {
  assert.deepEqual(tilesOf({ minimum: 700, step: 700, maximum: 2100 }), [700, 2100]);
  assert.deepEqual(tilesOf({ minimum: 500, step: 500, maximum: 500 }), [500]);
});

test('an amount must lie in the range and fit the step', () => {
  const offer = { minimum: 1000, step: 1000, maximum: 5000 };
  assert.deepEqual([0, 999, 1000, 1500, 5000, 6000].map((amount) => allowed(offer, amount)), [false, false, true, false, true, false]);
});

test('an amount that cannot be topped up is told why', () => {
  const offer = { minimum: 2000, step: 1000, maximum: 50000 };
  const why = [0, 1000, 1500, 2000, 50000, 50001, 60000].map((amount) => whyNot(offer, amount));
  assert.deepEqual(why, ['range', 'range', 'off_step', undefined, undefined, 'over', 'over']);
});

test('the last day is that of the amount', () => {
  const offer = { expires_on: '2026-12-31', bands: [{ from: 5000, expires_on: '2027-03-31' }, { from: 10000 }] };
  assert.deepEqual([1000, 4999, 5000, 9999, 10000].map((amount) => lastDayOf(offer, amount)), ['2026-12-31', '2026-12-31', '2027-03-31', '2027-03-31', undefined]);
  assert.equal(lastDayOf({ expires_on: '2026-12-31' }, 5000), '2026-12-31');
});
