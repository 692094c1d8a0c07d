// The contract as a judge: is this answer one that api/openapi.yaml allows? Everything judged is remembered as
// operation × status in var/test/exercised, so that a last test can name what nobody ever asked for.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { root } from './program.mjs';

const require = createRequire(join(root, 'web/package.json'));
const Ajv = require('ajv/dist/2020').default;
const addFormats = require('ajv-formats').default;

function load() {
  const folder = mkdtempSync(join(tmpdir(), 'meguri-contract-'));
  try {
    const file = join(folder, 'contract.json');
    execFileSync('/usr/bin/python3', ['-B', join(root, 'api/generate.py'), 'json', file]);
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const contract = load();
export const { refusals, reasons } = JSON.parse(readFileSync(join(root, 'api/refusals.json'), 'utf8'));
const byWord = new Map(refusals.map((each) => [each.word, each]));

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(contract, 'contract');

const pointer = (...parts) => parts.map((part) => part.replace(/~/g, '~0').replace(/\//g, '~1')).join('/');
const follow = (part) => (part.$ref ? part.$ref.slice(2).split('/').reduce((at, name) => at[name.replace(/~1/g, '/').replace(/~0/g, '~')], contract) : part);

/** Every operation: {id, method, path, pattern, parameters, body (schema), responses, roles, public, simulator, partner}. */
export const operations = new Map();
for (const [path, item] of Object.entries(contract.paths)) {
  for (const [method, operation] of Object.entries(follow(item))) {
    if (!operation.operationId) continue;
    operations.set(operation.operationId, {
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
      parameters: (operation.parameters ?? []).map(follow),
      body: operation.requestBody && resolve(Object.values(follow(operation.requestBody).content)[0].schema),
      keyed: operation.requestBody && 'key' in (resolve(Object.values(follow(operation.requestBody).content)[0].schema).properties ?? {}),
      media: operation.requestBody && Object.keys(follow(operation.requestBody).content)[0],
      responses: operation.responses,
      roles: operation['x-roles'],
      simulator: operation['x-environment'] === 'test',
      partner: path.startsWith('/api/partners/'),
    });
  }
}

/** A schema with its $refs followed; deep enough for request bodies, which are not recursive. */
export function resolve(schema) {
  if (Array.isArray(schema)) return schema.map(resolve);
  if (schema === null || typeof schema !== 'object') return schema;
  if (schema.$ref) return resolve(follow(schema));
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, resolve(value)]));
}

export function operationOf(method, path) {
  for (const each of operations.values()) if (each.method === method && each.pattern.test(path)) return each;
  return undefined;
}

const validators = new Map();
function validator(operation, status, media) {
  const path = pointer('paths', operation.path, operation.method.toLowerCase(), 'responses', status);
  const response = operation.responses[status];
  const at = response.$ref ? response.$ref.slice(2) : path;
  const reference = `contract#/${at}/${pointer('content', media, 'schema')}`;
  if (!validators.has(reference)) validators.set(reference, ajv.compile({ $ref: reference }));
  return validators.get(reference);
}

export class OutsideContract extends Error {
  name = 'OutsideContract';
}

/** Throws when the answer is not what the contract promises. `body` is text. Returns the parsed body. */
export function judge(operation, { status, type, body, headers = {} }) {
  const outside = (why) => new OutsideContract(`${operation.id} answered ${status} ${type ?? ''}: ${why}\n${body.slice(0, 1500)}`);
  const declared = operation.responses[status] ? String(status) : 'default';
  const response = follow(operation.responses[declared] ?? {});
  // `default` is no open door: it stands for the statuses that the contract lists with it, for every operation.
  const allowed = declared !== 'default' || response['x-statuses']?.includes(status);
  if (!allowed) throw outside('this status is not in the contract');
  remember(operation.id, declared, status);
  if (!response.content) {
    if (body !== '') throw outside('no body was promised');
    return undefined;
  }
  const media = String(type ?? '').split(';')[0].trim();
  const promised = Object.keys(response.content);
  if (!promised.includes(media)) throw outside(`media type ${promised.join(' or ')} was promised`);
  if (!media.includes('json')) return body;
  let json;
  try {
    json = JSON.parse(body);
  } catch (error) {
    throw outside(`not JSON: ${error.message}`);
  }
  const valid = validator(operation, declared, media);
  if (!valid(json)) throw outside(ajv.errorsText(valid.errors, { separator: '\n  ' }));
  if (media === 'application/problem+json') judgeProblem(operation, status, json, headers, outside);
  return json;
}

function judgeProblem(operation, status, problem, headers, outside) {
  const row = byWord.get(problem.refusal);
  if (!row) throw outside('a word that is not in refusals.json');
  if (row.status !== status || problem.status !== status) throw outside(`${row.word} has status ${row.status}`);
  if (problem.type !== `/problems/${row.word}`) throw outside('the type does not follow from the word');
  const because = reasons.find(({ word }) => word === problem.reason)?.ja;
  if (problem.because !== because || (row.word === 'terms_contradictory' && !because)) throw outside('a reason without its sentence');
  if (problem.title !== row.ja || problem.detail !== row.ja_next) throw outside('the sentences are not those of refusals.json');
  if ((status === 429 || status === 503) && row.retry === 'later' && !headers['retry-after']) throw outside('Retry-After is missing');
  remember(operation.id, null, status, row.word);
}

// ---- what was exercised

export const exercisedFolder = join(root, 'var/test/exercised');
const seen = { operations: {}, words: {}, refused: {} };
const filtered = process.execArgv.concat(process.argv).some((each) => each.startsWith('--test-name-pattern'));

function remember(operation, declared, status, word) {
  if (declared) (seen.operations[operation] ??= {})[status] = declared;
  if (word) seen.words[word] = operation;
  if (word) (seen.refused[operation] ??= {})[word] = true;
}

/** A refusal that was seen in an answer which belongs to no operation (half a request, an unknown address). */
export const met = (word) => remember('none', null, 0, word);

process.on('exit', () => {
  const path = process.argv[1] ?? '';
  const file = `${basename(dirname(path))}-${basename(path)}`;
  // Part of a file's tests says nothing about what the whole file exercises.
  if (filtered || !file.endsWith('.test.mjs') || Object.keys(seen.operations).length === 0) return;
  mkdirSync(exercisedFolder, { recursive: true });
  writeFileSync(join(exercisedFolder, `${file.replace('.test.mjs', '')}.json`), JSON.stringify(seen, null, 1));
});
