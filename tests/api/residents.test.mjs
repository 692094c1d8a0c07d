// The help desk: what a resident has and what happened with it, never without a reason, and every look written down.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';

describe('a resident at the help desk', () => {
  let city, it, resident, points, found;
  const reason = '電話での問い合わせ';
  const history = (body = {}) => it.anna.do('getResidentHistory', { id: found.id, body: { reason, ...body } });

  before(async () => {
    city = await City.create();
    it = await people.furnish(city);
    points = await giving.publish(it, giving.points);
    resident = await people.signUp(city);
    await people.topUp(it.clerk, resident, 5000);
    await giving.grant(it.anna, resident, points, 40);
    await people.pay(resident, it.shop, 860);
    found = await it.anna.do('findResident', { body: { phone: resident.phone, reason } });
  });
  after(() => city?.remove());

  test('what they hold is shown by program and last day, as they see it themselves [ADM-b]', async () => {
    assert.deepEqual([found.balance, found.lots.map(({ program, amount }) => [program.unit, amount])], [4140, [['point', 40], ['money', 4140]]]);
    assert.deepEqual(found.lots, (await resident.do('getWallet')).lots);
  });

  test('what happened, newest first, page by page, as they see it themselves [ADM-b] [PAY-g]', async () => {
    const all = (await history()).entries;
    assert.deepEqual(all.map(({ kind, amount }) => [kind, amount]), [['payment', 860], ['grant', 40], ['top_up', 5000]]);
    assert.deepEqual(all, (await resident.do('getWalletHistory')).entries);
    const first = await history({ limit: 2 });
    assert.equal(first.entries.length, 2);
    const second = await history({ limit: 2, before: Number(first.next_before) });
    assert.deepEqual([...first.entries, ...second.entries], all);
    assert.equal(second.next_before, undefined);
  });

  test('every look stands in the log with its reason; nobody looks without one [PRI-1] [ADM-b]', async () => {
    for (const body of [{}, { reason: '' }, { reason: 'x'.repeat(201) }, { reason, limit: 0 }, { reason, before: 0 }]) await it.anna.refused('invalid_request', 'getResidentHistory', { id: found.id, body });
    await it.anna.refused('not_found', 'getResidentHistory', { id: 'none', body: { reason } });
    await it.anna.refused('not_found', 'getResidentHistory', { id: it.cook.session.person.id, body: { reason } });
    for (const who of [it.cook, it.clerk, resident]) await who.refused('not_allowed', 'getResidentHistory', { id: found.id, body: { reason } });
    await city.end();
    const code = 'import json,sqlite3,sys\nprint(json.dumps([n for (n,) in sqlite3.connect(sys.argv[1]).execute("SELECT COUNT(*) FROM look_log WHERE what = \'history\'")]))';
    const [looks] = JSON.parse(execFileSync('python3', ['-c', code, city.database.replace('sqlite://', '')], { encoding: 'utf8' }));
    assert.equal(looks, 3, 'each page that was shown');
    await city.verify();
  });
});
