// The clock of a test environment: months pass in minutes, and every page says so.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { City, inJapan } from '../support/city.mjs';
import * as people from '../support/people.mjs';
import { until } from '../support/program.mjs';

const day_ms = 86_400_000;

for (const postgres of [false, true]) {
  describe(`the clock of a test environment, on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, anybody;
    before(async () => {
      city = await City.create({ postgres });
      anybody = new Client(city);
    });
    after(() => city?.remove());

    test('is asked, set and moved on from the command line, and every page can tell', async () => {
      assert.equal((await anybody.do('getInfo')).clock_moved, true); // the tests' own ten in the morning
      const date = city.day(2);
      const set = await city.run('clock', '--config', city.config, 'set', `${date}T23:59`, '--stand');
      assert.match(set.output, new RegExp(`${date}T23:59:00.000\\+09:00, moved, stands still`));
      assert.equal(set.code, 0);
      const advanced = await city.run('clock', '--config', city.config, 'advance', '3h', '--stand');
      assert.match(advanced.output, /T02:59:00\.000/);
      const { at, stands } = await anybody.do('readClock');
      assert.ok(stands && advanced.output.includes(at));
      const info = await anybody.do('getInfo');
      assert.equal(info.server_time, at);
    });

    test('stays as it was set over a restart, and goes on when it need not stand', async () => {
      const { at } = await anybody.do('readClock');
      await city.restart({ signal: 'SIGKILL' });
      assert.equal((await anybody.do('readClock')).at, at);
      await anybody.do('setClock', { body: { forward_ms: 0, stands: false } });
      await until('the clock to go', async () => (await anybody.do('readClock')).at > at);
    });

    test('brings the night: value whose last day is over leaves the wallets [CHG-h]', async () => {
      await city.setClock(Date.parse((await anybody.do('readClock')).at) + day_ms, { stands: false });
      const { anna, clerk } = await people.furnish(city);
      const resident = await people.signUp(city);
      await people.topUp(clerk, resident, 3000);
      await city.setClock(city.now() + 181 * day_ms);
      const again = await people.signIn(city, anna);
      await until('the night’s run', async () => (await again.do('getDashboard')).programs[0].expired === 3000);
    });

    test('never goes back before the newest entry, and says so', async () => {
      const { at } = await anybody.do('readClock');
      const back = inJapan(Date.parse(at) - 2 * day_ms);
      const { field } = await anybody.refused('invalid_request', 'setClock', { body: { to: back, stands: true } });
      assert.equal(field, 'to');
      const { code, output } = await city.run('clock', '--config', city.config, 'set', back.slice(0, 16));
      assert.equal(code, 1);
      assert.match(output, /later moment/);
      assert.equal((await anybody.do('readClock')).at, at);
    });

    test('refuses what is no time', async () => {
      const { at } = await anybody.do('readClock');
      const wrong = [
        { stands: true }, { to: at, forward_ms: 1, stands: true }, { to: '2027-02-30T00:00:00.000+09:00', stands: true },
        { to: '2027-02-03T24:00:00.000+09:00', stands: true }, { to: '2027-02-03T00:00:00Z', stands: true }, { forward_ms: -1, stands: true },
        { forward_ms: 1.5, stands: true }, { to: at }, { to: at, stands: 'yes' }, { to: at, stands: true, more: 1 },
      ];
      for (const body of wrong) await anybody.refused('invalid_request', 'setClock', { body });
      for (const words of [['set', 'tomorrow'], ['advance', '3'], ['advance', '-3h'], ['set', '2027-13-01']]) {
        assert.notEqual((await city.run('clock', '--config', city.config, ...words)).code, 0, words.join(' '));
      }
      assert.equal((await anybody.do('readClock')).at, at);
    });
  });
}

test('production has only the machine’s clock', async () => {
  const city = await City.create({ environment: 'production', publicUrl: 'https://pay.city.example', serve: false });
  try {
    const { code, output } = await city.run('clock', '--config', city.config);
    assert.equal(code, 1);
    assert.match(output, /not in production/);
  } finally {
    await city.remove();
  }
});
