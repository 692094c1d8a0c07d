import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Place } from '../data.ts';
import { columns, guideOf, heads, placeOf, readRows, type Column } from './rows.ts';

const line = (cells: Partial<Record<Column, string>>) => columns.map((column) => cells[column] || '');
const mugi = { name: '麦', reading: 'ムギ', type: '飲食', area: '中央', organization_name: '麦合同会社' };
const rowsOf = (lines: string[][], places: Place[] = []) => {
  const read = readRows([[...heads], ...lines], places);
  assert.ok('rows' in read);
  return read.rows;
};

test('a good row becomes a place and what residents read of it', () => {
  const [row] = rowsOf([line({ ...mugi, can: '支払い・ポイント', telephone: '048-1', monday: '9:00-18:00' })]);
  assert.deepEqual(row!.faults, []);
  assert.deepEqual(placeOf(row!), { ...mugi, reading: 'むぎ', capabilities: ['takes_money', 'takes_points'] });
  assert.deepEqual(guideOf(row!), { telephone: '048-1', hours: [{ weekday: 'monday', from: 540, to: 1080 }] });
  assert.deepEqual(placeOf(rowsOf([line(mugi)])[0]!).capabilities, ['takes_money']);
});

test('what is wrong is told by row and column; a place twice, or there already, is seen', () => {
  const wrong = line({ ...mugi, name: '', reading: '麦', can: '宅配', telephone: '電話', url: 'x', tuesday: '朝', text: 'あ'.repeat(401) });
  const there = { name: '麦 ', organization: { name: '麦合同会社' } } as Place;
  const [first, second, third] = rowsOf([wrong, line({ ...mugi, area: '北' }), line({ ...mugi, name: '麦', area: '南' })]);
  assert.deepEqual(first!.faults.map(({ column, why }) => `${column} ${why}`), ['name missing', 'text long', 'reading kana', 'can can_wrong', 'telephone telephone_wrong', 'url url_wrong', 'tuesday hours_wrong']);
  assert.deepEqual([second!.faults, third!.faults], [[], [{ column: 'name', why: 'twice', n: 3 }]]);
  assert.deepEqual(rowsOf([line(mugi)], [there]).map((row) => row.there), [true]);
});

test('columns in any order, further ones too; without one that is needed the file is not read', () => {
  const read = readRows([['地区', 'メモ', '名前', 'よみ', '業種', '事業者・団体'], ['中央', '-', '麦', 'むぎ', '飲食', '麦合同会社']], []);
  assert.ok('rows' in read && read.rows[0]!.faults.length === 0);
  assert.deepEqual(readRows([['名前']], []), { problem: 'column_missing', column: 'reading' });
  assert.deepEqual(readRows([[...heads], [], ['']], []), { problem: 'empty' });
  assert.deepEqual(readRows([[...heads], ...Array.from({ length: 1001 }, (_, i) => line({ ...mugi, name: `麦${i}` }))], []), { problem: 'too_many' });
});
