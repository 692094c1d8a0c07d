// Bad input, drawn from the contract: every field of every operation missing, of another type, too long, negative, zero,
// huge, fractional, unknown, broken. Each is refused with a word from the list and changes nothing.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, send } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import { operations } from '../support/contract.mjs';
import * as people from '../support/people.mjs';
import { bodies, mutations } from '../support/samples.mjs';

let city, it, clients, state;
before(async () => {
  city = await City.create();
  it = await people.furnish(city);
  const resident = await people.signUp(city);
  await people.topUp(it.clerk, resident, 10_000);
  await people.pay(resident, it.shop, 1234);
  clients = { resident, staff: it.clerk, operator: it.anna, public: new Client(city) };
  // What the sample of terms names, so that nothing but the mutation is wrong with it.
  for (const [list, name] of [['place_types', '商店'], ['place_types', '飲食'], ['areas', '中央'], ['marks', '一'], ['marks', '二'], ['marks', '三']])
    await it.anna.do('addCityListItem', { body: { list, name } });
  Object.assign(bodies.createProposal.program.where, { places: [it.shop.id], without_places: [it.counter.id] });
  state = await everything();
});
after(() => city?.remove());

/** What must not change. */
async function everything() {
  const { as_of, ...dashboard } = await it.anna.do('getDashboard');
  const { as_of: at, ...wallet } = await clients.resident.do('getWallet');
  const { operators } = await it.anna.do('listOperators');
  return { dashboard, wallet, operators, places: await it.anna.do('listPlaces'), proposals: await it.anna.do('listProposals') };
}

const clientFor = (operation) => clients[['public', 'operator', 'staff', 'resident'].find((role) => operation.roles.includes(role))];

describe('bad input', () => {
  for (const operation of operations.values()) {
    if (operation.method === 'GET' || operation.simulator) continue;
    test(`to ${operation.id} is refused by name and changes nothing`, async () => {
      assert.ok(bodies[operation.id], `tests/support/samples.mjs has no sample for ${operation.id}`);
      const client = clientFor(operation);
      const sample = { ...bodies[operation.id] };
      if ('key' in sample) sample.key = await client.key();
      let tried = 0;
      for (const [what, text] of mutations(operation.id, sample)) {
        const { status, json } = await client.call(operation.id, { id: 'X', body: text });
        const words = ['invalid_request', 'amount_out_of_range', ...(['createProposal', 'previewProgram'].includes(operation.id) ? ['terms_contradictory'] : [])];
        assert.ok(words.includes(json?.refusal), `${what}: answered ${status} ${JSON.stringify(json)}`);
        tried++;
      }
      assert.ok(tried >= 13);
      assert.deepEqual(await everything(), state);
    });
  }

  test('in the address is refused: ids and questions', async () => {
    const { resident, staff, operator } = clients;
    for (const id of ['0', '-1', '1e3', '99999999999999999999', 'x'.repeat(41), 'x'.repeat(500), '..', 'ü', '%00', "'--"]) {
      await operator.refused('not_found', 'getEntry', { id });
      await operator.refused('not_found', 'getPlace', { id });
    }
    for (const query of [{ limit: 0 }, { limit: 101 }, { limit: 'x' }, { limit: 1.5 }, { limit: 2 ** 53 }, { before: 'x' }, { before: -1 }, { other: 1 }, { limit: '' }]) {
      await resident.refused('invalid_request', 'getWalletHistory', { query });
    }
    for (const date of ['', '2026-02-30', '2026-1-1', 'x', '0000-00-00', '2026-11-22T00:00:00', '99999-01-01']) {
      await staff.refused('invalid_request', 'getSales', { query: { date } });
    }
  });

  test('in the head is refused: other origins, no own mark, other media types, bodies of questions', async () => {
    for (const operation of operations.values()) {
      if (operation.simulator) continue;
      const client = clientFor(operation);
      const call = (options) => client.call(operation.id, { id: 'X', ...options });
      if (operation.method === 'GET') {
        assert.equal((await call({ body: '{}', agent: false })).json.refusal, 'invalid_request', operation.id);
        assert.equal((await call({ headers: { 'x-long': 'x'.repeat(20_000) }, agent: false })).json.refusal, 'request_too_large', operation.id);
        continue;
      }
      // A partner's server signs instead (card-top-ups.test.mjs); no browser is involved.
      for (const headers of operation.partner ? [] : [{ 'x-meguri': undefined }, { origin: 'https://evil.example' }]) {
        assert.equal((await call({ headers })).json.refusal, 'not_allowed', operation.id);
      }
      assert.equal((await call({ headers: { 'content-type': 'text/plain' } })).json.refusal, 'unsupported_media_type', operation.id);
    }
    assert.deepEqual(await everything(), state);
  });

  test('to the stand-in for SMS is refused in the same form', async () => {
    const anybody = clients.public;
    await anybody.refused('sign_in_refused', 'simulateSms', { id: 'ACtest', body: 'To=%2B81&From=x&Body=y' });
    const authorization = `Basic ${Buffer.from('ACtest:a-secret-of-the-gateway').toString('base64')}`;
    await anybody.refused('invalid_request', 'simulateSms', { id: 'ACtest', body: 'To=x', headers: { authorization } });
    assert.equal((await anybody.call('simulateSms', { id: 'ACtest', body: 'To=%2B819000000000&From=x&Body=y', headers: { authorization } })).status, 201);
    await anybody.refused('invalid_request', 'setSmsFaults', { body: { mode: 'on_fire' } });
    await anybody.refused('invalid_request', 'readSmsInbox', { body: '{}', agent: false });
    assert.deepEqual(await anybody.do('setSmsFaults', { body: { mode: 'none' } }), { mode: 'none' });
  });

  test('to the test clock is refused in the same form', async () => {
    await clients.public.refused('invalid_request', 'readClock', { body: '{}', agent: false });
    await clients.public.refused('request_too_large', 'setClock', { body: { stands: true }, headers: { 'x-long': 'x'.repeat(20_000) }, agent: false });
  });

  test('every system page answers in its form', async () => {
    const anybody = clients.public;
    assert.deepEqual(await anybody.do('getHealth'), { alive: true });
    assert.deepEqual(await anybody.do('getReadiness'), { ready: true });
    assert.match(await anybody.do('getMetrics'), /meguri_entries_total \d+/);
    assert.ok((await anybody.do('getVersion')).version);
    assert.equal((await anybody.do('getContract')).openapi, '3.1.0');
    assert.equal((await anybody.do('getInfo')).environment, 'test');
    const head = await send(city, { method: 'HEAD', path: '/healthz' });
    assert.deepEqual([head.status, head.body], [200, '']);
  });

  test('is logged by operation and word, and with nothing of what was sent', async () => {
    const log = city.log();
    for (const operation of operations.values()) {
      if (operation.simulator || operation.method === 'GET') continue;
      assert.match(log, new RegExp(`operation="?${operation.id}"? status=400 refusal="?invalid_request`), operation.id);
    }
    const { phone, cookie } = clients.resident;
    for (const text of [phone, people.international(phone), '090-0000-0000', cookie.split('=')[1], people.password, '届け', 'other_than_listed', '新人']) {
      assert.ok(!log.includes(text), `${text} stands in the log`);
    }
  });

  test('afterwards the books agree', async () => {
    await city.end();
    await city.verify();
  });
});
