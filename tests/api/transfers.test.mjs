// Residents give points to each other: a one-time code, a masked name, a confirmation, limits, the same last day.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { furnish, signUp, topUp } from '../support/people.mjs';

let city, it, points, bound, giver, friend;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  points = await giving.publish(it, giving.points);
  bound = await giving.publish(it, { ...giving.points, name: '譲れない点', to_residents: undefined });
  [giver, friend] = [await signUp(city), await signUp(city)];
  await giving.grant(it.anna, giver, points, 500);
  await giving.grant(it.anna, giver, bound, 80);
  await topUp(it.clerk, giver, 3000);
});
after(() => city?.remove());

async function opened(from = giver, to = friend) {
  const { payload } = await to.do('createWalletCode');
  return from.do('openTransfer', { body: { code: payload } });
}
const body = (page, amount, program = points) => ({ key: page.key, to: page.to, program, amount });

describe('between residents', () => {
  test('the giver sees a masked name and what may go [PNT-i]', async () => {
    const page = await opened();
    assert.equal(page.name, `··${friend.phone.slice(-2)}`);
    assert.deepEqual(page.programs.map((each) => [each.program.id, each.available]), [[points, 500]]);
    const { explanation, refusal } = await giver.do('previewTransfer', { body: { to: page.to, program: points, amount: 120 } });
    assert.deepEqual([explanation.used[0].amount, refusal], [120, undefined]);
    const none = await giver.do('previewTransfer', { body: { to: page.to, program: bound, amount: 1 } });
    assert.equal(none.refusal, 'insufficient_balance');
    assert.ok(none.explanation.unused.some((each) => each.reason === 'may_not_move'));
  });

  test('points go with their last day, once for one key, and each sees the own side [PNT-i]', async () => {
    const page = await opened();
    const entry = await giver.do('createTransfer', { body: body(page, 120) });
    assert.deepEqual([entry.kind, entry.amount, entry.direction, entry.lots.length, entry.lots[0].expires_on], ['transfer', 120, 'out', 1, city.day(90)]);
    assert.deepEqual(await giver.do('createTransfer', { body: body(page, 120) }), entry);
    await giver.refused('key_reused', 'createTransfer', { body: body(page, 121) });
    assert.deepEqual([await giving.held(giver, points), await giving.held(friend, points)], [380, 120]);
    assert.equal((await friend.do('getWallet')).lots[0].expires_on, city.day(90));
    const [came] = (await friend.do('getWalletHistory')).entries;
    assert.deepEqual([came.id, came.direction, came.amount, came.lots.length], [entry.id, 'in', 120, 1]);
    assert.deepEqual([came.explanation.unused, came.explanation.limits], [[], []], 'nothing of what the giver holds');
    assert.deepEqual(await friend.do('getEntry', { id: entry.id }), came);
    assert.equal((await giver.do('getEntry', { id: entry.id })).direction, 'out');
    await (await signUp(city)).refused('not_found', 'getEntry', { id: entry.id });
    await city.restart({ signal: 'SIGKILL' });
    assert.deepEqual(await giver.do('createTransfer', { body: body(page, 120) }), entry);
  });

  test('not more than there is, not what may not move, not money, not to oneself [PNT-i]', async () => {
    const page = await opened();
    const refused = async (word, amount, program) => giver.refused(word, 'createTransfer', { body: { ...body(page, amount, program), key: await giver.key() } });
    assert.equal((await refused('insufficient_balance', 381)).explanation.missing, 1);
    await refused('insufficient_balance', 1, bound);
    await refused('insufficient_balance', 1000, it.program);
    assert.equal((await refused('program_unknown', 1, 'X')).field, 'program');
    const { payload } = await giver.do('createWalletCode');
    await giver.refused('same_wallet', 'openTransfer', { body: { code: payload } });
    assert.equal(await giving.held(giver, points), 380);
  });

  test('a reference works for the giver who opened it, and a code once [PNT-i]', async () => {
    const { payload } = await friend.do('createWalletCode');
    const page = await giver.do('openTransfer', { body: { code: payload } });
    const thief = await signUp(city);
    await thief.refused('wallet_code_expired', 'openTransfer', { body: { code: payload } });
    assert.equal((await thief.refused('wallet_code_expired', 'createTransfer', { body: { ...body(page, 1), key: await thief.key() } })).field, 'to');
    assert.equal((await thief.refused('wallet_code_expired', 'previewTransfer', { body: { to: page.to, program: points, amount: 1 } })).field, 'to');
    await giver.refused('key_unknown', 'createTransfer', { body: { ...body(page, 1), key: await thief.key() } });
    await giver.refused('wallet_code_expired', 'openTransfer', { body: { code: '000000000000' } });
  });

  test('a blocked wallet gives and takes nothing [PNT-i]', async () => {
    const page = await opened();
    const id = await giving.residentId(friend);
    const set = async (status) => it.anna.do('setResidentStatus', { id, body: { key: await it.anna.key(), status, reason: '届け' } });
    await set('blocked');
    await giver.refused('wallet_blocked', 'createTransfer', { body: body(page, 1) });
    await set('active');
  });

  test('what is for some does not land with others [PNT-i]', async () => {
    const some = await giving.publish(it, { ...giving.points, name: '印のある人の点', eligible: { all: [3] } });
    const mark = async (who, marks) => it.anna.do('setResidentMarks', { id: await giving.residentId(who), body: { key: await it.anna.key(), marks, reason: '書類を見た' } });
    await mark(giver, [3]);
    await giving.grant(it.anna, giver, some, 40);
    const page = await opened();
    assert.equal((await giver.do('previewTransfer', { body: { to: page.to, program: some, amount: 10 } })).refusal, 'not_eligible');
    await giver.refused('not_eligible', 'createTransfer', { body: body(page, 10, some) });
    await mark(friend, [3]);
    await giver.do('createTransfer', { body: body(await opened(), 10, some) });
    assert.equal(await giving.held(friend, some), 10);
  });

  test('no more is sent than a limit allows, by amount and by times, also when many go at once [PNT-i] [PRM-c]', async () => {
    const limits = [
      { what: 'sent', measure: 'amount', cap: 100, period: 'day', who: 'person' },
      { what: 'sent', measure: 'times', cap: 4, period: 'month', who: 'person' },
    ];
    const limited = await giving.publish(it, { ...giving.points, name: '一日百まで', limits });
    const [sender, receiver] = [await signUp(city), await signUp(city)];
    await giving.grant(it.anna, sender, limited, 500);
    const page = await opened(sender, receiver);
    const send = async (amount) => sender.call('createTransfer', { body: { ...body(page, amount, limited), key: await sender.key() }, agent: false });
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(30)));
    assert.deepEqual(answers.map(({ status, json }) => (status === 201 ? json.amount : json.refusal)).sort(), [30, 30, 30, ...Array(5).fill('limit_reached')]);
    assert.deepEqual([await giving.held(sender, limited), await giving.held(receiver, limited)], [410, 90]);
    const over = (await send(11)).json;
    assert.deepEqual([over.refusal, over.explanation.limits.at(-1).limit, over.explanation.limits.at(-1).remaining], ['limit_reached', 'person_limit', 10]);
    assert.equal((await sender.do('previewTransfer', { body: { to: page.to, program: limited, amount: 11 } })).refusal, 'limit_reached');
    // What came counts for nobody: the receiver has a hundred of the own.
    const back = await opened(receiver, sender);
    await receiver.do('createTransfer', { body: body(back, 90, limited) });
    // The day is over, the month is not, unless it ends tonight.
    await giving.later(city, it, 24 * 60);
    const next = await opened(sender, receiver);
    const tomorrow = async (amount) => sender.call('createTransfer', { body: { ...body(next, amount, limited), key: await sender.key() } });
    assert.equal((await tomorrow(100)).json.amount, 100, 'a day later');
    if (city.day().slice(0, 7) === city.day(-1).slice(0, 7)) assert.equal((await tomorrow(1)).json.refusal, 'limit_reached', 'four times a month');
  });

  test('and after all that the books agree', async () => {
    await city.end();
    await city.verify();
  });
});
