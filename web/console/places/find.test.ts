import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Place } from '../data.ts';
import { matching } from './find.ts';

const place = (name: string, reading: string, area = '本町'): Place => ({
  id: name, name, reading, type: 'パン', area, capabilities: ['takes_money'], organization: { id: 'O', name: '株式会社ＡＢＣ' },
  status: 'open', code_url: 'HTTPS://X/S/1', code_number: '421800970000',
});
const places = [place('ベーカリーむぎの輪', 'べーかりーむぎのわ', '筑波'), place('肥塚青果', 'こいづかせいか')];
const found = (typed: string) => matching(places, typed).map((each) => each.name);

test('katakana, hiragana and half width find the same place', () => {
  for (const typed of ['むぎ', 'ムギ', 'ﾑｷﾞ', 'べーかりー']) assert.deepEqual(found(typed), ['ベーカリーむぎの輪']);
});

test('every word must be found, in any field', () => {
  assert.deepEqual(found('筑波 むぎ'), ['ベーカリーむぎの輪']);
  assert.deepEqual(found('本町 むぎ'), []);
  assert.deepEqual(found('abc'), places.map((each) => each.name));
  assert.deepEqual(found('  '), places.map((each) => each.name));
});
