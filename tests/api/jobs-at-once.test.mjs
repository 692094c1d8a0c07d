// A job that several requests change at once: one proposal, one approval, one end, and everybody hears which.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { furnish, signUp } from '../support/people.mjs';

for (const postgres of [false, true]) {
  describe(`jobs on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, points;
    before(async () => {
      city = await City.create({ postgres });
      it = await furnish(city);
      points = await giving.publish(it, giving.points);
      await Promise.all([signUp(city), signUp(city), signUp(city)]);
    });
    after(() => city?.remove());

    const draft = (further) => giving.draft(it.anna, city, points, { run_at: giving.moment(city, 600), audience: { kind: 'all', amount: 3 }, ...further });
    const send = (who, operation, job, body) => who.call(operation, { id: job.id, body, agent: false });
    const now = (job) => it.anna.do('getJob', { id: job.id });
    const promised = async () => (await it.anna.do('getDashboard')).programs.find((each) => each.program.id === points).promised;
    const isClosed = ({ status, json }) => status === 422 && ['proposal_closed', 'job_ended'].includes(json.refusal);
    const told = (answers) => JSON.stringify(answers.map(({ status, json }) => [status, json.refusal ?? json.state]));

    for (const [how, sameKey] of [['one key', true], ['keys of their own', false]]) {
      test(`proposed five times at once with ${how} are one proposal, and all hear the same [PRM-j] [PAY-h]`, async () => {
        for (let round = 0; round < 6; ++round) {
          const job = await draft();
          const keys = await Promise.all(Array.from({ length: 5 }, () => it.anna.key()));
          const answers = await Promise.all(keys.map((key) => send(it.anna, 'proposeJob', job, { key: sameKey ? keys[0] : key })));
          const proposed = await now(job);
          assert.equal(proposed.state, 'proposed');
          for (const { status, json } of answers) assert.deepEqual([status, json], [200, proposed]);
          await giving.approveJob(it.bunta, proposed);
          assert.equal(await promised(), proposed.total, 'once');
          await it.anna.do('stopJob', { id: job.id, body: { key: await it.anna.key() } });
        }
      });
    }

    test('approved and stopped at once are either, and nothing stays promised of a stopped one [PRM-j]', async () => {
      for (let round = 0; round < 12; ++round) {
        const job = await giving.proposeJob(it.anna, await draft());
        const [approve_key, ...keys] = await Promise.all([it.bunta.key(), it.anna.key(), it.anna.key()]);
        const approve = send(it.bunta, 'approveJob', job, { key: approve_key, digest: job.digest });
        const answers = await Promise.all([approve, ...keys.map((key) => send(it.anna, 'stopJob', job, { key }))]);
        const [approved, ...stopped] = answers;
        const done = stopped.filter(({ status }) => status === 200);
        assert.equal(done.length, 1, told(answers));
        assert.ok(approved.status === 200 || isClosed(approved), told(answers));
        assert.ok(stopped.every((each) => each.status === 200 || isClosed(each)), told(answers));
        assert.equal((await now(job)).state, approved.status === 200 ? 'stopped' : 'withdrawn', told(answers));
        assert.equal(await promised(), 0);
      }
    });

    test('approved five times at once are approved once [PRM-j]', async () => {
      const job = await giving.proposeJob(it.anna, await draft());
      const keys = await Promise.all(Array.from({ length: 5 }, () => it.bunta.key()));
      const answers = await Promise.all(keys.map((key) => send(it.bunta, 'approveJob', job, { key, digest: job.digest })));
      assert.equal(answers.filter(({ status }) => status === 200).length, 1, told(answers));
      assert.ok(answers.every((each) => each.status === 200 || isClosed(each)), told(answers));
      assert.equal(await promised(), job.total);
      await it.anna.do('stopJob', { id: job.id, body: { key: await it.anna.key() } });
    });

    test('whose program is stopped meanwhile are not approved, or give nothing [PRM-j] [PRM-a]', async () => {
      for (let round = 0; round < 4; ++round) {
        const program = await giving.publish(it, { ...giving.points, name: `止まる${round}` });
        const made = await giving.draft(it.anna, city, program, { audience: { kind: 'all', amount: 5 } });
        const job = await giving.proposeJob(it.anna, made);
        const [approve_key, stop_key] = await Promise.all([it.bunta.key(), it.anna.key()]);
        if (round === 0) await it.anna.do('stopProgram', { id: program, body: { key: stop_key } });
        const stop = round === 0 ? undefined : send(it.anna, 'stopProgram', { id: program }, { key: stop_key });
        const [approved, stopped] = await Promise.all([send(it.bunta, 'approveJob', job, { key: approve_key, digest: job.digest }), stop]);
        assert.equal(stopped?.status ?? 200, 200);
        const issued = (await it.anna.do('getProgram', { id: program })).issued;
        if (round === 0) assert.equal(approved.json.refusal, 'proposal_void', 'it was made for a program that gave');
        assert.equal(issued, approved.status === 200 ? job.total : 0, told([approved]));
        if (approved.status === 200) {
          const { done } = await now(job);
          assert.ok([0, job.rows].includes(done), 'before it was stopped, or not at all');
          if (done === 0) await it.anna.do('stopJob', { id: job.id, body: { key: await it.anna.key() } });
        }
      }
    });

    test('and after all that the books agree', async () => {
      await city.end();
      await city.verify();
    });
  });
}
