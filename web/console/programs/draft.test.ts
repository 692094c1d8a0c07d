import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyDraft, fieldOf, problemsOf, stepOf, termsOf, type Draft } from './draft.ts';

const draft = (more: Partial<Draft> = {}): Draft => ({ ...emptyDraft, name: '春のチャージ', stamp: '春', ...more });

test('a complete draft has no problem and becomes whole numbers', () => {
  const full = draft({ budget: '３,０００,０００', person_maximum: '' });
  assert.deepEqual(problemsOf(full), {});
  const terms = termsOf(full);
  assert.equal(terms.budget, 3000000);
  assert.deepEqual(terms.top_up, { minimum: 1000, step: 1000, maximum: 50000 });
  assert.deepEqual(terms.expiry, { kind: 'days_after', days: 180 });
  assert.equal('issue_from' in terms, false);
});

test('what is wrong stands at its field, and the first step with a problem is shown', () => {
  const wrong = problemsOf(draft({ stamp: '春夏', maximum: '500', issue_from: '2026-12-01', issue_to: '2026-11-01', days: '0' }));
  assert.deepEqual(Object.keys(wrong).sort(), ['days', 'issue_to', 'maximum', 'stamp', 'step']);
  assert.equal(stepOf(wrong), 0);
  assert.equal(stepOf({ days: 'x' }), 2);
  assert.equal(stepOf({}), undefined);
});

test('a stamp outside the basic plane is one character', () => {
  assert.deepEqual(problemsOf(draft({ stamp: '𠮷' })), {});
});

test('fields of the contract find their place in the form', () => {
  assert.equal(fieldOf('program.top_up.minimum'), 'minimum');
  assert.equal(fieldOf('expiry.days'), 'days');
  assert.equal(fieldOf('unknown'), undefined);
  assert.equal(fieldOf(undefined), undefined);
});

test('only whole numbers are amounts: nothing typed becomes another number', () => {
  for (const typed of ['-1', '1.5', '5万', '1e3', '１．５', '1 000', '円', '', '1,00']) {
    assert.ok(problemsOf(draft({ minimum: typed })).minimum, typed);
  }
  for (const typed of ['1000', '１，０００', '1,000円', ' 1000 ']) assert.equal(problemsOf(draft({ minimum: typed })).minimum, undefined, typed);
});

test('more than the server takes is said at the field, before the next step', () => {
  const huge = '9999999999999999999';
  const wrong = problemsOf(draft({ maximum: '10000000', step: huge, person_maximum: huge, budget: huge }));
  assert.deepEqual(Object.keys(wrong).sort(), ['budget', 'maximum', 'person_maximum', 'step']);
  assert.deepEqual(problemsOf(draft({ maximum: '9999000', person_maximum: '9007199254740991', budget: '9007199254740991' })), {});
});

test('what the city gives has no terms of topping up', () => {
  const given = draft({ origin: 'granted', minimum: '', maximum: '', budget: '-5' });
  assert.deepEqual(Object.keys(problemsOf(given)), ['budget']);
  assert.equal(termsOf({ ...given, budget: '5,000' }).top_up, undefined);
});
