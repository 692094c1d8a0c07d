// A job of grants whose server dies in the middle of it, again and again, or is replaced by a second process on the same
// data while it works: every row is given exactly once.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { furnish, signUp } from '../support/people.mjs';
import { freePort, until } from '../support/program.mjs';

const pieces = 600; // each its own slice: a job of a second or two

for (const postgres of [false, true]) {
  describe(`a running job on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, gift, residents, ids;
    before(async () => {
      city = await City.create({ postgres });
      it = await furnish(city);
      gift = await giving.publish(it, giving.gift);
      residents = [await signUp(city), await signUp(city), await signUp(city)];
      ids = await Promise.all(residents.map(giving.residentId));
    });
    after(() => city?.remove());

    // Approved and at work. Row n is the n-th resident's in turn, of 1 to 7 yen.
    async function begin(name) {
      const job = await giving.draft(it.anna, city, gift, { name });
      const amounts = ids.map(() => 0);
      for (let n = 0; n < pieces; n++) {
        const amount = 1 + (n % 7);
        amounts[n % ids.length] += amount;
        await it.anna.do('addJobRows', { id: job.id, body: { first: n, rows: [{ resident: ids[n % ids.length], amount }] } });
      }
      const before_ = await held();
      await giving.approveJob(it.bunta, await giving.proposeJob(it.anna, job));
      return { job, total: amounts.reduce((sum, each) => sum + each), expected: before_.map((sum, i) => sum + amounts[i]) };
    }
    const held = async () => Promise.all(residents.map((each) => giving.held(each, gift)));
    const look = async (job) => it.anna.do('getJob', { id: job.id });
    const further = (job, than) => until('the job to go on', async () => {
      const now = await look(job);
      return now.done > than && now;
    }, { every_ms: 1, seconds: 20 });
    async function isWhole({ job, total, expected }) {
      const done = await until('the job to end', async () => {
        const now = await look(job);
        return now.state === 'done' && now;
      }, { seconds: 30 });
      assert.deepEqual([done.done, done.given_rows, done.given], [pieces, pieces, total]);
      assert.deepEqual(await held(), expected);
    }

    test('killed three times in the middle, goes on where it was: each row once [PRM-j]', async () => {
      const it_ = await begin('倒れても続く');
      let done = 0;
      for (let n = 0; n < 3; n++) {
        ({ done } = await further(it_.job, done));
        await city.end('SIGKILL');
        assert.ok(done < pieces, 'killed in the middle');
        await city.start();
      }
      await isWhole(it_);
    });

    if (postgres) {
      test('replaced by a second process while the first is at work: each row once, and the first ends [PRM-j]', async () => {
        const it_ = await begin('引き継ぐ');
        const { done } = await further(it_.job, 0);
        assert.ok(done < pieces);
        const first = { server: city.server, port: city.port };
        city.port = await freePort();
        const config = join(city.folder, 'second.toml');
        writeFileSync(config, readFileSync(city.config, 'utf8').replace(`listen = "127.0.0.1:${first.port}"`, `listen = "127.0.0.1:${city.port}"`));
        city.config = config;
        await city.start();
        assert.notEqual(await first.server.ended, 0, 'another process leads: it may not go on');
        await isWhole(it_);
      });
    } else {
      test('lets no second process near its file while the first is at work [PRM-j]', async () => {
        const it_ = await begin('一つだけ');
        await further(it_.job, 0);
        const { code } = await city.run('serve', '--config', city.config);
        assert.notEqual(code, 0);
        await isWhole(it_);
      });
    }

    test('and after all that the books agree', async () => {
      await city.end();
      await city.verify();
    });
  });
}
