// A clock that leaps: set right by a time server, woken with its machine, or ahead for an hour. What became due meanwhile is
// done, once, and what was under way goes on.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { furnish, signIn, signUp, topUp } from '../support/people.mjs';
import { until } from '../support/program.mjs';

for (const postgres of [false, true]) {
  describe(`a leap of the clock, on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, resident;
    before(async () => {
      city = await City.create({ postgres });
      it = await furnish(city);
      resident = await signUp(city);
      await topUp(it.clerk, resident, 1000);
    });
    after(() => city?.remove());

    async function approved(name, minutes) {
      const terms = { ...giving.points, name };
      const program = await giving.publish(it, terms);
      const job = await giving.draft(it.anna, city, program, { run_at: giving.moment(city, minutes), audience: { kind: 'all', amount: 2 } });
      await giving.approveJob(it.bunta, await giving.proposeJob(it.anna, job));
      return { job, program, terms };
    }
    const held = async ({ program }) => giving.held(resident, program);
    const waits = () => city.log().split('\n').filter((line) => line.includes('job_waits')).length;

    test('that is taken back does not put off a job that was due [PRM-j]', async () => {
      const it_ = await approved('戻る時計', 30);
      await it.anna.do('stopProgram', { id: it_.program, body: { key: await it.anna.key() } });
      await giving.later(city, it, 60);
      await until('the job to wait for its program', () => waits() > 0);
      await topUp(it.clerk, resident, 1000); // the books have seen that hour
      await city.restart({ later_minutes: -60 });
      assert.equal(await held(it_), 0);
      await giving.publishAgain(it, it_.program, it_.terms);
      await giving.ended(it.anna, it_.job);
      assert.equal(await held(it_), 2);
      await giving.later(city, it, 90);
      assert.equal(await held(it_), 2, 'the hour comes a second time, and brings nothing');
    });

    test('over a job’s hour, and over midnight, does what was due once, and goes on [PRM-j] [CHG-h]', async () => {
      const [soon, tomorrow] = [await approved('一時間後', 60), await approved('翌日', 25 * 60)];
      const leap = async (minutes) => {
        await city.setClock(city.now() + minutes * 60_000, { stands: false });
        for (const operator of [it.anna, it.bunta]) operator.cookie = (await signIn(city, operator)).cookie;
      };
      await leap(90);
      const done = await giving.ended(it.anna, soon.job);
      assert.deepEqual([done.done, done.given_rows, await held(soon), await held(tomorrow)], [1, 1, 2, 0]);
      await leap(24 * 60);
      await giving.ended(it.anna, tomorrow.job);
      await leap(181 * 24 * 60);
      const expired = async () => (await it.anna.do('getDashboard')).programs.filter((each) => each.expired > 0).map((each) => [each.program.id, each.expired]);
      await until('the night’s run', async () => (await expired()).length >= 3);
      const all = new Map(await expired());
      assert.deepEqual([all.get(it.program), all.get(soon.program), all.get(tomorrow.program)], [2000, 2, 2]);
      const { job } = await approved('そのあと', 1);
      await leap(2);
      await giving.ended(it.anna, job);
      await city.end();
      await city.verify();
    });
  });
}
