// The demo city: what a newcomer finds in it, all by way of demo.json, which must therefore be complete and true.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { send } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';

describe('the demo city', () => {
  let city, demo, filled_ms, resident;
  before(async () => {
    const began = Date.now();
    city = await City.demo();
    filled_ms = Date.now() - began;
    demo = city.demo;
  });
  after(() => city?.remove());

  const staffOf = ({ staff }) => people.signIn(city, { signInName: staff.sign_in_name, secret: staff.totp_secret, password: staff.password });

  test('has 30 shops, places to top up, 500 residents, and is made in seconds', () => {
    assert.equal(demo.places.filter((each) => each.takes_money).length, 30);
    assert.ok(demo.places.some((each) => each.tops_up));
    assert.equal(demo.residents.length, 500);
    assert.equal(new Set(demo.residents.map((each) => each.phone)).size, 500);
    assert.ok(demo.entries > 4000, `${demo.entries} entries`);
    assert.ok(filled_ms < 60_000, `made and served after ${filled_ms} ms`);
  });

  test('demo.json names addresses that answer, and is its owner’s alone', async () => {
    assert.equal(demo.url, city.url);
    for (const url of [...Object.values(demo.apps), demo.simulators.sms_inbox]) {
      assert.equal((await send(city, { method: 'GET', path: new URL(url).pathname })).status, 200, url);
    }
    assert.deepEqual(demo.api_clients, []);
    for (const name of ['demo.json', 'city.db', 'city.key', 'sms.token', 'city.toml']) {
      assert.equal(statSync(join(city.folder, name)).mode & 0o077, 0, `${name} is open to others`);
    }
  });

  test('operators sign in and find books without a difference, over two weeks', async () => {
    assert.equal(demo.operators.length, 2);
    for (const { sign_in_name, totp_secret, password } of demo.operators) {
      const operator = await people.signIn(city, { signInName: sign_in_name, secret: totp_secret, password });
      const { programs } = await operator.do('getDashboard');
      assert.equal(programs.length, demo.programs.length);
      for (const each of programs) assert.ok(each.issued > 0 && each.difference === 0, each.program.name);
    }
    const busiest = await staffOf(demo.places[0]);
    for (const days of [-1, -7, -13]) {
      const { count } = await busiest.do('getSales', { query: { date: city.day(days) } });
      assert.ok(count > 0, `nothing was sold on day ${days}`);
    }
  });

  test('every shop and counter has staff who can sign in; a resident tops up and pays there [CHG-a, PAY-a]', async () => {
    for (const place of demo.places) assert.ok(place.staff?.sign_in_name && place.staff.totp_secret && place.code_url && place.code_number, place.name);
    resident = await people.signUp(city, demo.residents[0].phone.replace('+81', '0'));
    assert.equal(resident.created, false);
    assert.ok((await resident.do('getWalletHistory')).entries.length > 0);
    await people.topUp(await staffOf(demo.places.find((each) => each.tops_up)), resident, 3000);
    const shop = demo.places[3];
    const paid = await people.pay(resident, shop, 1234);
    assert.equal(paid.place.id, shop.id);
    assert.ok((await (await staffOf(shop)).do('getSales')).entries.some((each) => each.id === paid.id));
  });

  test('starts again in a moment, as it was left, and its books are right', async () => {
    const { balance } = await resident.do('getWallet');
    const began = Date.now();
    await city.restart();
    assert.ok(Date.now() - began < 5000, `${Date.now() - began} ms`);
    assert.equal((await resident.do('getWallet')).balance, balance);
    assert.deepEqual(JSON.parse(readFileSync(join(city.folder, 'demo.json'), 'utf8')), demo);
    await city.end();
    await city.verify();
  });
});
