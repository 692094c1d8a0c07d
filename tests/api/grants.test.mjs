// Value given by the city: to one, put right with a reason, to many at a date and time.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { furnish, ordinary, signUp, topUp } from '../support/people.mjs';
import { until } from '../support/program.mjs';

let city, it, points, gift, resident, other;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  [points, gift] = [await giving.publish(it, giving.points), await giving.publish(it, giving.gift)];
  [resident, other] = [await signUp(city), await signUp(city)];
});
after(() => city?.remove());

const history = async (who = resident) => (await who.do('getWalletHistory')).entries;

describe('to one', () => {
  test('a grant is there at once, with its last day, and once only [PRM-a] [PNT-d]', async () => {
    const body = { key: await it.anna.key(), resident: await giving.residentId(resident), program: points, amount: 300 };
    const entry = await it.anna.do('createGrant', { body });
    assert.deepEqual([entry.kind, entry.amount, entry.direction, entry.lots[0].expires_on], ['grant', 300, 'in', city.day(90)]);
    assert.deepEqual(entry.lots[0].program, { id: points, name: giving.points.name, stamp: '点', unit: 'point' });
    assert.deepEqual(await it.anna.do('createGrant', { body }), entry);
    assert.equal(await giving.held(resident, points), 300);
    const wallet = await resident.do('getWallet');
    assert.equal(wallet.balance, 0, 'points are not yen');
    assert.equal((await history())[0].id, entry.id);
    await it.anna.refused('key_reused', 'createGrant', { body: { ...body, amount: 301 } });
  });

  test('nobody but a resident can be given to, of a program that there is [PRM-a]', async () => {
    const body = { resident: await giving.residentId(resident), program: points, amount: 1 };
    const give = async (further) => ({ body: { key: await it.anna.key(), ...body, ...further } });
    for (const who of ['X', it.cook.session.person.id, it.anna.session.person.id]) {
      assert.equal((await it.anna.refused('wallet_unknown', 'createGrant', await give({ resident: who }))).field, 'resident');
    }
    assert.equal((await it.anna.refused('program_unknown', 'createGrant', await give({ program: 'X' }))).field, 'program');
    await it.anna.refused('amount_out_of_range', 'createGrant', await give({ amount: 10_000_000 }));
    await it.anna.refused('key_unknown', 'createGrant', await give({ key: await it.bunta.key() }));
  });

  test('points are added and taken away with a reason that the resident sees [PNT-e]', async () => {
    const body = { key: await it.anna.key(), resident: await giving.residentId(resident), program: points, direction: 'add', amount: 50, reason: 'compensation' };
    const added = await it.anna.do('createAdjustment', { body });
    assert.deepEqual([added.kind, added.amount, added.reason], ['adjustment', 50, 'compensation']);
    const taken = await it.anna.do('createAdjustment', { body: { ...body, key: await it.anna.key(), direction: 'take', amount: 120, reason: 'misuse' } });
    assert.deepEqual([taken.amount, taken.reason, taken.direction], [120, 'misuse', 'out']);
    assert.equal(await giving.held(resident, points), 230);
    const [last, first] = await history();
    assert.deepEqual([last.reason, last.direction, first.reason, first.direction], ['misuse', 'out', 'compensation', 'in']);
    const short = await it.anna.refused('insufficient_balance', 'createAdjustment', { body: { ...body, key: await it.anna.key(), direction: 'take', amount: 231 } });
    assert.equal(short.explanation.missing, 1);
    assert.deepEqual(await it.anna.do('createAdjustment', { body }), added);
    await it.anna.refused('wallet_unknown', 'createAdjustment', { body: { ...body, key: await it.anna.key(), resident: 'X' } });
  });

  test('six-month money is added only where some is left, and with its last day [PNT-e]', async () => {
    const half = await giving.publish(it, { ...ordinary, name: '半年のお金', issuer: 'six_month', expiry: { kind: 'months_after', months: 6 } });
    const bought = await topUp(it.clerk, resident, 1000, '半年のお金');
    const add = async (who) => ({ body: { key: await it.anna.key(), resident: await giving.residentId(who), program: half, direction: 'add', amount: 10, reason: 'correction' } });
    await it.anna.refused('nothing_left_to_add_to', 'createAdjustment', await add(other));
    const added = await it.anna.do('createAdjustment', await add(resident));
    assert.equal(added.lots[0].expires_on, bought.lots[0].expires_on);
    assert.equal(await giving.held(resident, half), 1010);
  });
});

describe('to many', () => {
  const rows = async (...amounts) => [
    { resident: await giving.residentId(resident), amount: amounts[0] },
    { resident: await giving.residentId(other), amount: amounts[1] },
  ];

  test('a list, frozen, approved by somebody else, given once, each seeing only the own part [PRM-a] [PRM-j]', async () => {
    const before_ = [await giving.held(resident, gift), await giving.held(other, gift)];
    const job = await giving.draft(it.anna, city, gift);
    assert.deepEqual([job.state, job.rows, job.own], ['draft', 0, true]);
    const piece = { first: 0, rows: await rows(1000, 2000) };
    const filled = await it.anna.do('addJobRows', { id: job.id, body: piece });
    assert.deepEqual([filled.rows, filled.total], [2, 3000]);
    assert.deepEqual(await it.anna.do('addJobRows', { id: job.id, body: piece }), filled, 'sent again it changes nothing');
    assert.equal((await it.anna.refused('invalid_request', 'addJobRows', { id: job.id, body: { ...piece, first: 5 } })).field, 'first');
    const strange = [...piece.rows, { resident: 'X', amount: 1 }];
    assert.equal((await it.anna.refused('wallet_unknown', 'addJobRows', { id: job.id, body: { first: 2, rows: strange } })).field, 'rows.2.resident');

    const proposed = await giving.proposeJob(it.anna, job);
    assert.deepEqual([proposed.state, proposed.own, proposed.digest.length], ['proposed', true, 64]);
    await it.anna.refused('proposal_closed', 'addJobRows', { id: job.id, body: { first: 2, rows: piece.rows } });
    await it.anna.refused('same_person', 'approveJob', { id: job.id, body: { key: await it.anna.key(), digest: proposed.digest } });
    await it.bunta.refused('proposal_differs', 'approveJob', { id: job.id, body: { key: await it.bunta.key(), digest: '0'.repeat(64) } });
    const approval = { key: await it.bunta.key(), digest: proposed.digest };
    const approved = await it.bunta.do('approveJob', { id: job.id, body: approval });
    assert.deepEqual([approved.approved_by.id, approved.own], [it.bunta.session.person.id, false]);
    const done = await giving.ended(it.bunta, job);
    assert.deepEqual([done.done, done.given_rows, done.given], [2, 2, 3000]);
    assert.equal((await it.bunta.do('approveJob', { id: job.id, body: approval })).state, 'done', 'the same key again gives nothing again');
    assert.deepEqual([await giving.held(resident, gift), await giving.held(other, gift)], [before_[0] + 1000, before_[1] + 2000]);

    const [mine] = await history();
    assert.deepEqual([mine.kind, mine.amount, mine.direction, mine.lots.length], ['grant_rows', 1000, 'in', 1]);
    const alone = await resident.do('getEntry', { id: mine.id });
    assert.deepEqual([alone.amount, alone.lots.length], [1000, 1]);
    assert.equal((await (await signUp(city)).call('getEntry', { id: mine.id })).json.refusal, 'not_found');
    await it.bunta.refused('job_ended', 'stopJob', { id: job.id, body: { key: await it.bunta.key() } });
  });

  test('a draft is its maker\'s: whoever wrote any of it is never the one who approves [PRM-j]', async () => {
    const job = await giving.draft(it.anna, city, gift);
    const piece = { first: 0, rows: await rows(10, 20) };
    await it.bunta.refused('not_allowed', 'addJobRows', { id: job.id, body: piece });
    await it.anna.do('addJobRows', { id: job.id, body: piece });
    await it.bunta.refused('not_allowed', 'addJobRows', { id: job.id, body: piece });
    await it.bunta.refused('not_allowed', 'proposeJob', { id: job.id, body: { key: await it.bunta.key() } });
    await it.anna.refused('not_found', 'proposeJob', { id: 'none', body: { key: await it.anna.key() } });
    const seen = await it.bunta.do('getJob', { id: job.id });
    assert.deepEqual([seen.state, seen.rows, seen.own], ['draft', 2, false]);
    const { digest } = await giving.proposeJob(it.anna, job);
    await it.anna.refused('same_person', 'approveJob', { id: job.id, body: { key: await it.anna.key(), digest } });
    await it.bunta.do('stopJob', { id: job.id, body: { key: await it.bunta.key() } });
  });

  test('a row that was answered for is among those frozen, whenever it was sent [PRM-j]', async () => {
    const [first, second] = await rows(1, 100);
    for (let round = 0; round < 12; round++) {
      const job = await giving.draft(it.anna, city, gift, { run_at: giving.moment(city, 600) });
      await it.anna.do('addJobRows', { id: job.id, body: { first: 0, rows: [first] } });
      const key = await it.anna.key();
      const sent = [
        () => it.anna.call('proposeJob', { id: job.id, body: { key }, agent: false }),
        () => it.anna.call('addJobRows', { id: job.id, body: { first: 1, rows: [second] }, agent: false }),
      ];
      const answers = await Promise.all((round % 2 ? sent : sent.reverse()).map((send) => send()));
      const [proposed, added] = round % 2 ? answers : answers.reverse();
      assert.equal(proposed.status, 200);
      const frozen = await it.anna.do('getJob', { id: job.id });
      if (added.status === 200) assert.deepEqual([added.json.rows, frozen.rows, frozen.total], [2, 2, 101]);
      else assert.deepEqual([added.json.refusal, frozen.rows, frozen.total], ['proposal_closed', 1, 1]);
      assert.equal(proposed.json.digest, frozen.digest);
    }
  });

  test('proposed many times at once, it is proposed once and everybody is told so [PRM-j]', async () => {
    const job = await giving.draft(it.anna, city, points, { run_at: giving.moment(city, 600), audience: { kind: 'all', amount: 3 } });
    const keys = await Promise.all(Array.from({ length: 5 }, () => it.anna.key()));
    const answers = await Promise.all(keys.map((key) => it.anna.call('proposeJob', { id: job.id, body: { key }, agent: false })));
    const now = await it.anna.do('getJob', { id: job.id });
    for (const { status, json } of answers) assert.deepEqual([status, json], [200, now]);
    const stops = await Promise.all(keys.map(async () => it.anna.call('stopJob', { id: job.id, body: { key: await it.anna.key() }, agent: false })));
    assert.deepEqual(stops.filter(({ status }) => status === 200).length, 1);
    assert.ok(stops.every(({ status, json }) => status === 200 || json.refusal === 'proposal_closed'));
  });

  test('a list names residents and cards; a card that is unknown or cannot be used is named by its row [PRM-j] [PRM-a] [GEN-a]', async () => {
    const [card, single] = [await giving.handedOutCard(it.anna), await giving.handedOutCard(it.anna, 'single_use')];
    const job = await giving.draft(it.anna, city, points);
    const add = (list, first = 0) => ({ id: job.id, body: { first, rows: list } });
    const row = { card: card.id, amount: 30 };
    const wrong = async (word, field, list) => assert.equal((await it.anna.refused(word, 'addJobRows', add(list))).field, field);
    const block = async (status) => it.anna.do('setCardStatus', { id: card.id, body: { key: await it.anna.key(), status } });
    const { cards } = await it.anna.do('createCardBatch', { body: { key: await it.anna.key(), kind: 'rechargeable', count: 1 } });
    await wrong('card_unknown', 'rows.1.card', [row, { card: '0000000000000000', amount: 1 }]);
    await wrong('card_not_active', 'rows.2.card', [row, row, { card: cards[0].id, amount: 1 }]);
    await wrong('invalid_request', 'rows.0.resident', [{ ...row, resident: await giving.residentId(resident) }]);
    await wrong('invalid_request', 'rows.0.resident', [{ amount: 1 }]);
    await wrong('invalid_request', 'rows.0.card', [{ card: 'X000000000000000', amount: 1 }]);
    await wrong('invalid_request', 'rows.0.card', [{ card: card.url, amount: 1 }]);
    await block('blocked');
    await wrong('card_blocked', 'rows.0.card', [row]);
    await block('active');

    const list = [row, { resident: await giving.residentId(resident), amount: 20 }, { card: single.id, amount: 10 }];
    const filled = await it.anna.do('addJobRows', add(list));
    assert.deepEqual([filled.rows, filled.total], [3, 60]);
    await block('blocked');
    assert.deepEqual(await it.anna.do('addJobRows', add(list)), filled, 'sent again it changes nothing, whatever became of the card');
    await it.anna.do('reissueCard', { id: card.id, body: { key: await it.anna.key(), code: cards[0].url } });
    assert.equal((await it.anna.refused('card_replaced', 'addJobRows', add([row], 3))).field, 'rows.0.card');

    const before_ = await giving.held(resident, points);
    await giving.approveJob(it.bunta, await giving.proposeJob(it.anna, job));
    const done = await giving.ended(it.bunta, job);
    assert.deepEqual([done.given_rows, done.given], [3, 60]);
    const given = [await giving.onCard(it.anna, cards[0], points), await giving.held(resident, points) - before_, await giving.onCard(it.anna, single, points)];
    assert.deepEqual(given, [30, 20, 10], 'the new card has what the old one was to get');
  });

  test('passes over a wallet that is blocked, as a grant to one would [PRM-a] [PRM-j]', async () => {
    const lost = await signUp(city);
    const job = await giving.draft(it.anna, city, gift);
    const list = [...(await rows(1, 2)), { resident: await giving.residentId(lost), amount: 400 }];
    await it.anna.do('addJobRows', { id: job.id, body: { first: 0, rows: list } });
    const found = await it.anna.do('findResident', { body: { phone: lost.phone, reason: '紛失の届け' } });
    const set = async (status) => it.anna.do('setResidentStatus', { id: found.id, body: { key: await it.anna.key(), status, reason: '紛失の届け' } });
    await set('blocked');
    const issued = async () => (await it.anna.do('getProgram', { id: gift })).issued;
    const before_ = await issued();
    await giving.approveJob(it.bunta, await giving.proposeJob(it.anna, job));
    const done = await giving.ended(it.anna, job);
    assert.deepEqual([done.done, done.given_rows, done.given], [3, 2, 3]);
    assert.equal(await issued(), before_ + 3, 'what it would have had goes back');
    const one = { key: await it.anna.key(), resident: await giving.residentId(other), program: gift, amount: 1 };
    await it.anna.refused('wallet_blocked', 'createGrant', { body: { ...one, resident: list[2].resident } });
    await set('active');
  });

  test('a key that was used for something else neither puts right, proposes, approves nor stops', async () => {
    const [key, second] = [await it.anna.key(), await it.bunta.key()];
    const one = { resident: await giving.residentId(resident), program: gift, amount: 1 };
    await it.anna.do('createGrant', { body: { key, ...one } });
    await it.bunta.do('createGrant', { body: { key: second, ...one } });
    await it.anna.refused('key_reused', 'createAdjustment', { body: { key, ...one, direction: 'add', reason: 'other' } });
    const job = await giving.draft(it.anna, city, gift, { run_at: giving.moment(city, 600) });
    await it.anna.do('addJobRows', { id: job.id, body: { first: 0, rows: await rows(1, 2) } });
    await it.anna.refused('key_reused', 'proposeJob', { id: job.id, body: { key } });
    const { digest } = await giving.proposeJob(it.anna, job);
    await it.bunta.refused('key_reused', 'approveJob', { id: job.id, body: { key: second, digest } });
    await it.bunta.refused('key_reused', 'stopJob', { id: job.id, body: { key: second } });
    await it.bunta.do('stopJob', { id: job.id, body: { key: await it.bunta.key() } });
  });

  test('everybody, found when it is proposed and not later [PRM-a]', async () => {
    const job = await giving.draft(it.bunta, city, points, { audience: { kind: 'all', amount: 7 } });
    const proposed = await giving.proposeJob(it.bunta, job);
    assert.equal(proposed.rows, 4, 'residents; cards by their numbers only');
    const newcomer = await signUp(city);
    assert.equal(proposed.total, proposed.rows * 7);
    const before_ = await giving.held(resident, points);
    await giving.approveJob(it.anna, proposed);
    const done = await giving.ended(it.anna, job);
    assert.equal(done.given, proposed.total);
    assert.equal(await giving.held(resident, points), before_ + 7);
    assert.equal(await giving.held(newcomer, points), 0);
    const nobody = await giving.draft(it.bunta, city, points, { audience: { kind: 'marks', amount: 7, marks: [40] } });
    assert.equal((await it.bunta.refused('terms_contradictory', 'proposeJob', { id: nobody.id, body: { key: await it.bunta.key() } })).field, 'rows');
    assert.equal((await it.anna.do('stopJob', { id: nobody.id, body: { key: await it.anna.key() } })).state, 'withdrawn');
    await it.bunta.refused('proposal_closed', 'proposeJob', { id: nobody.id, body: { key: await it.bunta.key() } });
  });

  test('whoever carries all of the marks, as it is when it is proposed: two of three [PRM-a] [PRM-j]', async () => {
    const { marks } = await it.anna.do('addCityListItem', { body: { list: 'marks', name: '65歳以上' } });
    const [proven, elderly] = [0, marks.find((each) => each.name === '65歳以上').number];
    const mark = async (who, list) =>
      it.anna.do('setResidentMarks', { id: await giving.residentId(who), body: { key: await it.anna.key(), marks: list, reason: '書類を見た' } });
    const people = [await signUp(city), await signUp(city), await signUp(city)];
    const [both, more, only] = people;
    await mark(both, [proven, elderly]);
    await mark(more, [proven, 1, elderly]);
    await mark(only, [elderly]);
    const held = async () => Promise.all([...people, resident].map((each) => giving.held(each, points)));
    const start = await held();
    const run_at = giving.moment(city, 30);
    const job = await giving.draft(it.bunta, city, points, { run_at, audience: { kind: 'marks', amount: 23, marks: [proven, elderly] } });
    const proposed = await giving.proposeJob(it.bunta, job);
    assert.deepEqual([proposed.rows, proposed.total], [2, 46]);
    await mark(only, [proven, elderly]); // too late: the list is what was approved
    await giving.approveJob(it.anna, proposed);
    await giving.later(city, it, 31, 'SIGKILL');
    const done = await giving.ended(it.anna, job);
    assert.deepEqual([done.given_rows, done.given], [2, 46]);
    assert.deepEqual(await held(), [start[0] + 23, start[1] + 23, start[2], start[3]]);

    const next = await giving.draft(it.anna, city, points, { audience: { kind: 'marks', amount: 3, marks: [elderly] } });
    const all = await giving.proposeJob(it.anna, next);
    assert.equal(all.rows, 3, 'and now all three');
    await giving.approveJob(it.bunta, all);
    await giving.ended(it.bunta, next);
    assert.deepEqual(await held(), [start[0] + 26, start[1] + 26, start[2] + 3, start[3]]);
  });

  test('at its date and time, also when the server was killed meanwhile, each row once [PRM-j]', async () => {
    const job = await giving.draft(it.anna, city, points, { run_at: giving.moment(city, 60), audience: { kind: 'all', amount: 11 } });
    const proposed = await giving.proposeJob(it.anna, job);
    const waiting = await giving.approveJob(it.bunta, proposed);
    assert.equal(waiting.state, 'waiting');
    const before_ = await giving.held(resident, points);
    await giving.later(city, it, 30, 'SIGKILL');
    assert.equal((await it.anna.do('getJob', { id: job.id })).state, 'waiting');
    assert.equal(await giving.held(resident, points), before_);
    await giving.later(city, it, 240, 'SIGKILL');
    await giving.ended(it.anna, job); // late, and caught up
    assert.equal(await giving.held(resident, points), before_ + 11);
    await city.restart({ signal: 'SIGKILL' });
    const again = await it.anna.do('getJob', { id: job.id });
    assert.deepEqual([again.state, again.given, again.given_rows], ['done', proposed.total, proposed.rows]);
    assert.equal(await giving.held(resident, points), before_ + 11);
  });

  test('too late, when it says so, is not at all [PRM-j]', async () => {
    const job = await giving.draft(it.anna, city, points, { late: 'skip', run_at: giving.moment(city, 60), audience: { kind: 'all', amount: 13 } });
    await giving.approveJob(it.bunta, await giving.proposeJob(it.anna, job));
    const before_ = await giving.held(resident, points);
    await giving.later(city, it, 120);
    const skipped = await giving.ended(it.anna, job, 'skipped');
    assert.deepEqual([skipped.given, skipped.done], [0, 0]);
    assert.equal(await giving.held(resident, points), before_);
  });

  test('is stopped by one person; what was promised goes back [PRM-j]', async () => {
    const issued = async () => (await it.anna.do('getProgram', { id: points })).issued;
    const before_ = await issued();
    const job = await giving.draft(it.anna, city, points, { run_at: giving.moment(city, 600), audience: { kind: 'all', amount: 17 } });
    const proposed = await giving.proposeJob(it.anna, job);
    await giving.approveJob(it.bunta, proposed);
    assert.equal(await issued(), before_ + proposed.total);
    const stop = { key: await it.anna.key() };
    assert.equal((await it.anna.do('stopJob', { id: job.id, body: stop })).state, 'stopped');
    assert.equal((await it.anna.do('stopJob', { id: job.id, body: stop })).state, 'stopped');
    assert.equal(await issued(), before_);
    const withdrawn = await giving.draft(it.anna, city, points, { audience: { kind: 'all', amount: 1 } });
    await giving.proposeJob(it.anna, withdrawn);
    assert.equal((await it.anna.do('stopJob', { id: withdrawn.id, body: { key: await it.anna.key() } })).state, 'withdrawn');
    await it.bunta.refused('proposal_unknown', 'approveJob', { id: (await giving.draft(it.anna, city, points)).id, body: { key: await it.bunta.key(), digest: '0'.repeat(64) } });
    const { jobs } = await it.anna.do('listJobs');
    assert.ok(jobs.some((each) => each.id === job.id && each.state === 'stopped'));
    for (const id of ['X', '1']) await it.anna.refused('not_found', 'getJob', { id });
  });

  test('for a day on which its program gives nothing is refused when it is proposed [PRM-j]', async () => {
    const brief = await giving.publish(it, { ...giving.gift, name: '短い事業', issue_from: city.day(), issue_to: city.day(3) });
    const job = await giving.draft(it.anna, city, brief, { run_at: giving.moment(city, 5 * 24 * 60 * 60) });
    await it.anna.do('addJobRows', { id: job.id, body: { first: 0, rows: await rows(1, 2) } });
    const refusal = await it.anna.refused('program_not_in_period', 'proposeJob', { id: job.id, body: { key: await it.anna.key() } });
    assert.equal(refusal.field, 'run_at');
  });

  test('waits while its program is stopped [PRM-j]', async () => {
    const short = await giving.publish(it, { ...giving.points, name: '止まる事業' });
    const job = await giving.draft(it.anna, city, short, { run_at: giving.moment(city, 600), audience: { kind: 'all', amount: 5 } });
    await giving.approveJob(it.bunta, await giving.proposeJob(it.anna, job));
    await it.anna.do('stopProgram', { id: short, body: { key: await it.anna.key() } });
    await giving.later(city, it, 610);
    await until('the log to say so', () => city.log().includes('job_waits'));
    assert.equal((await it.anna.do('getJob', { id: job.id })).done, 0);
  });

  test('a job that is begun twice with one key is one job', async () => {
    const body = { key: await it.anna.key(), name: '一度だけ', program: points, run_at: giving.moment(city, 5), late: 'skip', audience: { kind: 'marks', amount: 1, marks: [3, 5] } };
    const job = await it.anna.do('createJob', { body });
    assert.deepEqual(await it.anna.do('createJob', { body }), job);
    assert.deepEqual(job.audience, { kind: 'marks', amount: 1, marks: [3, 5] });
    await it.anna.refused('key_reused', 'createJob', { body: { ...body, name: '二度目' } });
    await it.anna.refused('program_unknown', 'createJob', { body: { ...body, key: await it.anna.key(), program: 'X' } });
    for (const [field, value] of [['run_at', '2026-13-01T00:00:00.000+09:00'], ['run_at', '2026-11-22T12:00:00Z']]) {
      assert.equal((await it.anna.refused('invalid_request', 'createJob', { body: { ...body, [field]: value } })).field, field);
    }
  });

  test('what was promised, given to organizations and taken back adds up to what was issued [PNT-d] [PNT-e]', async () => {
    await giving.addOrganizer(it, '配る会', points, 200);
    const held = await giving.draft(it.anna, city, points, { run_at: giving.moment(city, 600), audience: { kind: 'all', amount: 19 } });
    const proposed = await giving.proposeJob(it.anna, held);
    await giving.approveJob(it.bunta, proposed);
    const books = (await it.anna.do('getDashboard')).programs.find((each) => each.program.id === points);
    assert.deepEqual([books.budgets, books.promised, books.taken_back, books.difference], [200, proposed.total, 120, 0]);
  });

  test('and after all that the books agree', async () => {
    await city.end();
    await city.verify();
  });
});
