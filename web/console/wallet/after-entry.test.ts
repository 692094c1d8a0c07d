import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Schemas } from '@meguri/shared/api';
import { balanceOf, lotsAfter } from './after-entry.ts';

const program = (id: string, unit: 'money' | 'point' = 'money') => ({ id, name: id, stamp: '冬', unit });
const lot = (id: string, amount: number, expires_on?: string) => ({ program: program(id), amount, origin: 'granted' as const, ...(expires_on && { expires_on }) });
const entry = (...lots: [id: string, amount: number, direction: 'in' | 'out', expires_on?: string][]) =>
  ({ lots: lots.map(([id, amount, direction, expires_on]) => ({ program: program(id), amount, direction, ...(expires_on && { expires_on }) })) }) as Pick<Schemas['Entry'], 'lots'>;

test('what came in joins its like, or stands behind; what went out comes off, and nothing stays at 0', () => {
  const lots = [lot('冬', 300, '2026-12-31'), lot('子', 50)];
  assert.deepEqual(lotsAfter(lots, entry(['冬', 20, 'in', '2026-12-31'], ['冬', 7, 'in', '2027-01-31'], ['子', 50, 'out'])), [lot('冬', 320, '2026-12-31'), lot('冬', 7, '2027-01-31')]);
  assert.deepEqual(lots, [lot('冬', 300, '2026-12-31'), lot('子', 50)], 'as it was');
});

test('a balance is in yen', () => {
  assert.equal(balanceOf([lot('冬', 300), { ...lot('輪', 40), program: program('輪', 'point') }]), 300);
});
