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
  hold_unknown: 'nobody names a hold: the server ends those that it opened; the simulation meets it in the ledger',
  hold_closed: 'each hold is ended under one source reference, whose answer stays the same; the simulation meets it in the ledger',
  source_reused: 'who pays a slip that somebody else is paying hears slip_taken instead; the simulation meets it in the ledger',
  payable_short: 'the server pays out what it has just seen to be owed; the ledger’s own tests and the simulation meet it',
};

// Shows pages without a server.
const asks_nothing = ['e2e-gallery.test.mjs'];

function records() {
  const inside = (folder) => readdirSync(join(root, 'tests', folder)).map((name) => `${folder}-${name}`);
  const files = ['api', 'e2e'].flatMap(inside).filter((name) => name.endsWith('.test.mjs') && !asks_nothing.includes(name));
  return files.map((name) => {
    const file = join(exercisedFolder, name.replace('.test.mjs', '.json'));
    assert.ok(existsSync(file), `${name} left no record: run it whole first (node --test tests/{api,e2e}/*.test.mjs)`);
    return JSON.parse(readFileSync(file, 'utf8'));
  });
}

test('every operation × status of the contract was exercised', () => {
  const seen = new Set();
  for (const { operations: met } of records()) {
    for (const [operation, statuses] of Object.entries(met)) for (const pair of Object.entries(statuses)) for (const status of pair) seen.add(`${operation} ${status}`);
  }
  const missing = [];
  for (const operation of operations.values()) {
    for (const status of Object.keys(operation.responses)) if (!seen.has(`${operation.id} ${status}`)) missing.push(`${operation.id} ${status}`);
  }
  assert.deepEqual(missing, []);
});

// Asking what became of a key does nothing, so no use of it can be another. A shown code is opened for the payment under the
// key; that payment (payByWalletCode) is what uses the key, and refuses another one.
const only_ask = ['closeKey', 'closeMandateKey', 'openWalletCodeToPay'];

test('every operation that takes a key refuses one that was used for something else, and was seen to [PAY-h]', () => {
  const keyed = [...operations.values()].filter(({ id, keyed }) => keyed && !only_ask.includes(id));
  assert.deepEqual(keyed.filter(({ responses }) => !responses['409']).map(({ id }) => id), [], 'the contract does not say so');
  const seen = new Set(records().flatMap(({ refused = {} }) => Object.keys(refused).filter((id) => refused[id].key_reused)));
  assert.deepEqual(keyed.filter(({ id }) => !seen.has(id)).map(({ id }) => id), []);
});

test('every refusal that can be met over HTTP was met', () => {
  const met = new Set(records().flatMap(({ words }) => Object.keys(words)));
  const expected = refusals.map((each) => each.word).filter((word) => !(word in beyond_reach));
  assert.deepEqual(expected.filter((word) => !met.has(word)), []);
  const happens = 'outcome_unknown'; // where a test kills a database
  assert.deepEqual(Object.keys(beyond_reach).filter((word) => word !== happens && met.has(word)), [], 'it can be reached after all');
});
