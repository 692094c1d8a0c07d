import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeUnknown, problemOf, unreachable } from './problem.ts';

const body = (refusal: string, more: object = {}) => ({ type: '', title: 'だめ', detail: 'こうする', status: 422, refusal, ...more });

test('a refusal carries the sentences, the field and the explanation', () => {
  const problem = problemOf(422, body('insufficient_balance', { field: 'amount', explanation: { used: [], unused: [], limits: [], missing: 420 } }));
  assert.equal(problem.kind, 'refused');
  assert.ok(problem.why && problem.next);
  assert.equal(problem.field, 'amount');
  assert.equal(problem.explanation?.missing, 420);
  assert.equal(outcomeUnknown(problem), false);
});

test('a word this build does not know still says what the server said', () => {
  assert.equal(problemOf(422, body('word_of_next_year')).why, 'だめ');
});

test('only a clear no counts as not done [PAY-h]', () => {
  assert.equal(outcomeUnknown(unreachable()), true);
  assert.equal(outcomeUnknown(problemOf(502, '<html>')), true);
  assert.equal(outcomeUnknown(problemOf(503, body('outcome_unknown'))), true);
  assert.equal(outcomeUnknown(problemOf(503, body('queue_full'))), false);
  assert.equal(outcomeUnknown(problemOf(503, body('paused'))), false);
});

test('nobody signed in is its own kind', () => {
  assert.equal(problemOf(401, body('not_signed_in')).kind, 'signed_out');
  assert.equal(problemOf(401, '').kind, 'signed_out');
  assert.equal(problemOf(401, body('sign_in_refused')).kind, 'refused');
});
