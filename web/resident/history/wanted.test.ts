import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, everything, isNarrowed, wantedOf } from './wanted.ts';

test('what the history is narrowed to is kept in its address [PAY-g] [PNT-g]', () => {
  const all = { kind: 'points', program: 'p-1_Z', month: '2026-11' } as const;
  assert.equal(addressOf(all), '/history?kind=points&program=p-1_Z&month=2026-11');
  assert.deepEqual(wantedOf('?kind=points&program=p-1_Z&month=2026-11'), all);
  assert.equal(addressOf(everything), '/history');
  assert.equal(isNarrowed(everything), false);
  assert.equal(isNarrowed({ ...everything, month: '2026-11' }), true);
});

test('what makes no sense in the address shows everything', () => {
  for (const search of ['', '?', '?kind=', '?kind=refunds', '?month=2026-13', '?month=2026', '?program=%2F..', `?program=${'x'.repeat(41)}`]) {
    assert.deepEqual(wantedOf(search), everything, search);
  }
});
