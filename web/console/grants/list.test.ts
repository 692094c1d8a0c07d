import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readList } from './list.ts';

const linesOf = (...rows: string[][]) => {
  const read = readList([['利用者番号', 'カード番号', '金額'], ...rows]);
  assert.ok('lines' in read);
  return read.lines;
};

test('people and cards with their amounts, as people write numbers', () => {
  const lines = linesOf(['ABC', '', '1,000'], ['', '1234 5678 9012 3456', '５００'], ['', '', '']);
  assert.deepEqual(lines.map(({ row }) => row), [{ resident: 'ABC', amount: 1000 }, { card: '1234567890123456', amount: 500 }]);
  assert.ok(lines.every(({ faults }) => faults.length === 0));
});

test('what is wrong is told by row and column', () => {
  const lines = linesOf(['', '', '1'], ['A', '1234567890123456', '1'], ['', '12', '0'], ['B', '', 'x'], ['B', '', '1'], ['b', '', '1']);
  assert.deepEqual(lines.map(({ line, faults }) => [line, ...faults.map(({ column, why, n }) => `${column} ${why}${n ? ` ${n}` : ''}`)]), [
    [2, 'resident nobody'], [3, 'card both'], [4, 'card card', 'amount amount'], [5, 'amount amount'], [6, 'resident twice 5'], [7, 'resident twice 5'],
  ]);
  assert.deepEqual(readList([['名前', '金額']]), { problem: 'column_missing', column: 'resident' });
  assert.deepEqual(readList([['カード番号']]), { problem: 'column_missing', column: 'amount' });
  assert.deepEqual(readList([['カード番号', '金額'], ['', '']]), { problem: 'empty' });
});
