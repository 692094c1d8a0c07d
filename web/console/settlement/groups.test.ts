import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOf, example, per10000, percentOf, termsOf } from './groups.ts';

test('percentages are read as people write them, and nothing else', () => {
  for (const [typed, value] of [['1.5', 150], ['0', 0], ['１０％', 1000], ['1.85%', 185], ['20', 2000]] as const) assert.equal(per10000(typed), value, typed);
  for (const typed of ['', '1,5', '-1', '1.555', 'abc', '100', '1.']) assert.ok(Number.isNaN(per10000(typed)), typed);
  assert.equal(percentOf(150), '1.5');
});

test('a draft is what the server takes, or says which field is wrong', () => {
  const draft = { ...draftOf(), name: ' 大型店 ', fee: '1.5', registration: 'ｔ1234-567890-123' };
  assert.deepEqual(termsOf(draft), {
    terms: { name: '大型店', closing: 'half_month', pay_after_days: 10, fee_per_10000: 150, tax_per_10000: 1000, registration_number: 'T1234567890123' },
    faults: [],
  });
  assert.deepEqual(termsOf({ ...draft, name: ' ', payAfter: '0', fee: '20.01', tax: '31', registration: 'T12' }).faults, ['name', 'pay_after', 'fee', 'tax', 'registration']);
  assert.deepEqual(termsOf({ ...draft, payAfter: '' }).faults, ['pay_after']);
});

test('the example rounds as the server does', () => {
  assert.deepEqual(example(12_396, { ...draftOf(), fee: '1.5' }), { fee: 185, tax: 18, left: 12_193 });
  assert.equal(example(12_396, draftOf()), undefined);
});
