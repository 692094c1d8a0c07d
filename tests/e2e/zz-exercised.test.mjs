// Runs last: what the tests over HTTP and in browsers asked for, held against the contract. An operation × status that
// nobody ever met, or a refusal, is a promise that nobody has seen kept.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { exercisedFolder, operations, refusals } from '../support/contract.mjs';
import { root } from '../support/program.mjs';

// Words that no request can bring about from outside, each with its reason.
const beyond_reach = {
  outcome_unknown: 'needs a commit whose fate is unknown; store and engine tests make one',
  job_unknown: 'jobs are named by public ids, and a wrong one is not_found; the ledger’s own tests meet it',
  job_differs: 'the server gives the rows that were frozen; the ledger’s own tests give others',
};

// Rules that the ledger has and no operation asks for yet. The simulation meets each of them on both the ledger's
// and the naive one's side, and fails on one that it never met. Whoever adds the operation takes the word out.
const without_an_operation_yet = new Set(['source_reused', 'hold_unknown', 'hold_closed']);

function records() {
  const inside = (folder) => readdirSync(join(root, 'tests', folder)).map((name) => `${folder}-${name}`);
  const files = ['api', 'e2e'].flatMap(inside).filter((name) => name.endsWith('.test.mjs') && !name.includes('-zz-'));
  return files.map((name) => {
    const file = join(exercisedFolder, name.replace('.test.mjs', '.json'));
    assert.ok(existsSync(file), `${name} left no record: run it whole first (node --test tests/{api,e2e}/*.test.mjs)`);
    return JSON.parse(readFileSync(file, 'utf8'));
  });
}

test('every operation × status of the contract was exercised', () => {
  const seen = new Set();
  for (const { operations: met } of records()) {
    for (const [operation, statuses] of Object.entries(met)) for (const status of Object.keys(statuses)) seen.add(`${operation} ${status}`);
  }
  const missing = [];
  for (const operation of operations.values()) {
    for (const status of Object.keys(operation.responses)) if (!seen.has(`${operation.id} ${status}`)) missing.push(`${operation.id} ${status}`);
  }
  assert.deepEqual(missing, []);
});

test('every refusal that can be met over HTTP was met', () => {
  const met = new Set(records().flatMap(({ words }) => Object.keys(words)));
  const expected = refusals.map((each) => each.word).filter((word) => !(word in beyond_reach) && !without_an_operation_yet.has(word));
  assert.deepEqual(expected.filter((word) => !met.has(word)), []);
  assert.deepEqual([...without_an_operation_yet].filter((word) => met.has(word)), [], 'an operation asks for it now');
});
