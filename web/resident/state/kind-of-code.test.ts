import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindOfCode } from './kind-of-code.ts';

test('a code says by its form what it is of', () => {
  const city = 'https://pay.city.example';
  assert.equal(kindOfCode(`${city}/s/1ABC`), 'shop');
  assert.equal(kindOfCode(`${city}/S/1ABC`), 'shop');
  assert.equal(kindOfCode('00020101021127'), 'shop');
  assert.equal(kindOfCode(`${city}/c/065EX`), 'card');
  assert.equal(kindOfCode(`${city}/w/ABC`), 'wallet');
  assert.equal(kindOfCode('hQVKUFFSMWEcTwg5'), 'wallet');
  for (const other of ['', 'https://other.example/', '4901234567894']) assert.equal(kindOfCode(other), 'other');
});
