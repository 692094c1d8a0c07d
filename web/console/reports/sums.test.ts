import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlaceRow, ProgramBalance, ProgramFlow } from './data.ts';
import { baseDates, fiscalYear, monthOf, originRows, placeLines, share, sourcesOf, total, usesOf } from './sums.ts';

const nothing = { entered: 0, held: 0, spent: 0, expired: 0, refunded: 0, taken_back: 0 };
const program = (id: string, unit: 'money' | 'point' = 'money') => ({ id, name: id, stamp: '冬', unit });
const balance = (id: string, unit: 'money' | 'point', bought: number, given: number) =>
  ({ program: program(id, unit), bought: { ...nothing, entered: bought, held: bought }, given: { ...nothing, entered: given, held: given } }) as ProgramBalance;

test('yen are added up by origin, points never, and what never moved is left out', () => {
  const rows = originRows([balance('冬', 'money', 1000, 200), balance('輪', 'point', 0, 50), balance('子', 'money', 0, 300), balance('空', 'money', 0, 0)]);
  assert.deepEqual(
    rows.map(({ program: of, origin, of: { held } }) => [of?.id ?? 'total', origin, held]),
    [['冬', 'bought', 1000], ['冬', 'given', 200], ['子', 'given', 300], ['total', 'bought', 1000], ['total', 'given', 500], ['輪', 'given', 50]],
  );
  assert.deepEqual(originRows([balance('輪', 'point', 0, 50)]).map(({ key }) => key), ['輪 given']);
});

test('kinds that people tell by one word are one row; cancels stand beside what they undo', () => {
  const flow = {
    program: program('輪', 'point'),
    sources: [
      { kind: 'check_in', origin: 'given', entries: 1, amount: 10 },
      { kind: 'check_out', origin: 'given', entries: 2, amount: 30 },
      { kind: 'cancel', origin: 'given', entries: 1, amount: -10 },
      { kind: 'transfer', origin: 'given', entries: 1, amount: 5 },
    ],
    uses: [
      { to: 'places', kind: 'payment', origin: 'given', entries: 3, amount: 25 },
      { to: 'places', kind: 'cancel', origin: 'given', entries: 1, amount: -5 },
      { to: 'expired', kind: 'expiry', origin: 'given', entries: 1, amount: 5 },
    ],
  } as ProgramFlow;
  const sources = sourcesOf(flow);
  assert.deepEqual(sources.map(({ kind, entries, amount }) => [kind, entries, amount]), [['check_out', 3, 40], ['cancel', 1, -10], ['other', 1, 5]]);
  assert.equal(total(sources), 35);
  assert.deepEqual(usesOf(flow).map(({ kind, amount }) => [kind, amount]), [['places', 25], ['places_cancel', -5], ['expired', 5]]);
  assert.deepEqual(sources.map((row) => share(row, sources)), [89, 0, 11]);
  assert.equal(share({ ...sources[1]! }, [sources[1]!]), 0);
});

test('a place has a line for each program, or for the one that was asked for', () => {
  const totals = { issued: 0, handed_out: 0, taken_bought: 1, taken_given: 0, settled: 0 };
  const places = [{ place: { id: 'p' }, programs: [{ program: program('冬'), ...totals }, { program: program('子'), ...totals }] }] as PlaceRow[];
  assert.deepEqual(placeLines(places, '').map(({ key }) => key), ['p 冬', 'p 子']);
  assert.deepEqual(placeLines(places, '子').map(({ key }) => key), ['p 子']);
});

test('a fiscal year runs from 1 April to 31 March', () => {
  assert.deepEqual(fiscalYear('2026-11-24'), ['2026-04-01', '2027-03-31']);
  assert.deepEqual(fiscalYear('2026-03-31'), ['2025-04-01', '2026-03-31']);
  assert.deepEqual(fiscalYear('2026-04-01', 1), ['2025-04-01', '2026-03-31']);
  assert.deepEqual(monthOf('2026-01-31', 1), ['2025-12-01', '2025-12-31']);
  assert.deepEqual(monthOf('2028-02-10'), ['2028-02-01', '2028-02-29']);
});

test('base dates: the one that comes first, then those that are over', () => {
  assert.deepEqual(baseDates('2026-11-24', 1), ['2027-03-31', '2026-09-30', '2026-03-31']);
  assert.deepEqual(baseDates('2026-09-30', 1), ['2026-09-30', '2026-03-31', '2025-09-30']);
  assert.deepEqual(baseDates('2026-04-01', 1), ['2026-09-30', '2026-03-31', '2025-09-30']);
  assert.deepEqual(baseDates('2026-03-31', 1)[1], '2025-09-30');
});
