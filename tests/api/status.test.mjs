// `meguri status`, beside the running server and without it, on both stores.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';
import { until } from '../support/program.mjs';

for (const postgres of [false, true]) {
  describe(`meguri status on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city;
    before(async () => {
      city = await City.create({ postgres, serve: false });
    });
    after(() => city?.remove());

    const text = () => city.run('status', '--config', city.config);
    const json = async () => {
      const { code, output } = await city.run('status', '--config', city.config, '--json');
      return { code, ...JSON.parse(output) };
    };

    test('says that no server has started yet', async () => {
      const { code, output } = await text();
      assert.equal(code, 1);
      assert.match(output, /none yet/);
      assert.match(output, /does not answer/);
      assert.match(output, /NOT ready/);
      const { journal, ready, server } = await json();
      assert.deepEqual([journal, ready, server.alive], [undefined, false, false]);
    });

    test('follows the running city, and neither takes it over nor stops it', async () => {
      await city.start();
      const it = await people.furnish(city);
      const resident = await people.signUp(city);
      const one = await json();
      assert.equal(one.code, 0);
      assert.deepEqual([one.ready, one.city, one.database], [true, '熊谷市', postgres ? 'postgresql' : 'sqlite']);
      assert.deepEqual(one.server, { address: `http://127.0.0.1:${city.port}`, alive: true, takes_payments: true });
      assert.match(one.journal.head, /^[0-9a-f]{64}$/);
      assert.match(one.journal.last_at, /^\d{4}-\d\d-\d\dT10:.*\+09:00$/); // the city's own morning
      assert.equal(one.journal.checkpoint_distance, one.journal.last_seq - one.journal.checkpoint_seq);

      await people.topUp(it.clerk, resident, 5000);
      const { id } = await people.pay(resident, it.shop, 700);
      const two = await json();
      assert.ok(two.journal.last_seq >= Number(id) && Number(id) > one.journal.last_seq);
      assert.notEqual(two.journal.head, one.journal.head);
      assert.equal(two.journal.epoch, one.journal.epoch);
      await people.pay(resident, it.shop, 1); // the server still leads

      const { code, output } = await text();
      assert.equal(code, 0);
      for (const word of ['version', 'database', 'entry', 'epoch', 'head', 'checkpoint', 'waiting', 'takes payments', 'ready']) {
        assert.ok(output.includes(word), `${word}: ${output}`);
      }
    });

    test('counts messages that wait to go out', async () => {
      const anybody = new Client(city);
      await anybody.do('setSmsFaults', { body: { mode: 'down' } });
      await anybody.do('sendSignUpCode', { body: { phone: people.freshPhone() } });
      await until('the waiting message', async () => (await json()).waiting.messages === 1);
      await anybody.do('setSmsFaults', { body: { mode: 'none' } });
    });

    test('a city whose server is down is read, and is not ready', async () => {
      const { journal } = await json();
      await city.end();
      const down = await json();
      assert.equal(down.code, 1);
      assert.deepEqual([down.server.alive, down.journal.epoch], [false, journal.epoch]);
      assert.match((await text()).output, /NOT ready/);
    });

    test('a database that cannot be read is named, not guessed', async () => {
      if (postgres) await city.postgres.kill();
      else rmSync(city.database.replace('sqlite://', ''));
      const gone = await json();
      assert.equal(gone.code, 1);
      assert.ok(gone.database_problem.length > 5);
      assert.equal(gone.journal, undefined);
    });
  });
}
