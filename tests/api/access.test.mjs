// Who may do what, drawn from the contract: every operation as nobody, resident, staff and operator; then own and foreign.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import { operations } from '../support/contract.mjs';
import { listen } from '../support/events.mjs';
import * as people from '../support/people.mjs';
import { until } from '../support/program.mjs';

let city, it, resident, other, neighbour, neighbours;
const roles = {};
before(async () => {
  city = await City.create();
  it = await people.furnish(city);
  [resident, other] = [await people.signUp(city), await people.signUp(city)];
  await people.topUp(it.clerk, resident, 20_000);
  neighbours = await people.addPlace(it.anna, '隣の店', ['takes_money', 'tops_up']);
  neighbour = await people.invited(city, it.anna, neighbours);
  Object.assign(roles, { nobody: new Client(city), resident, staff: it.cook, operator: it.anna });
});
after(() => city?.remove());

describe('every operation', () => {
  for (const operation of operations.values()) {
    for (const role of ['nobody', 'resident', 'staff', 'operator']) {
      const may = operation.roles.includes('public') || operation.roles.includes(role);
      if (operation.simulator || operation.id === 'streamEvents' || operation.id === 'endSession') continue;
      test(`${operation.id} as ${role}: ${may ? 'may' : 'may not'} [SEC-3]`, async () => {
        const { status, json } = await roles[role].call(operation.id, { id: 'X' });
        if (may) return assert.ok(status < 400 || !['not_signed_in', 'not_allowed'].includes(json.refusal), `${status} ${JSON.stringify(json)}`);
        assert.deepEqual([status, json.refusal], role === 'nobody' ? [401, 'not_signed_in'] : [403, 'not_allowed']);
      });
    }
  }
});

describe('own and foreign', () => {
  test('entries: the wallet’s, the place’s, and no one else’s', async () => {
    const payment = await people.pay(resident, it.shop, 1234);
    assert.equal((await resident.do('getEntry', { id: payment.id })).amount, 1234);
    assert.equal((await it.cook.do('getEntry', { id: payment.id })).direction, 'in');
    assert.equal((await it.anna.do('getEntry', { id: payment.id })).id, payment.id);
    for (const stranger of [other, neighbour, it.clerk]) await stranger.refused('not_found', 'getEntry', { id: payment.id });
    // Every entry that there is: a stranger reads none, and cannot tell those that exist from those that do not.
    for (let id = 1; id <= Number(payment.id) + 3; id++) {
      const { status, json } = await other.call('getEntry', { id: String(id) });
      if (status === 200) assert.equal(json.kind, 'open_wallet');
      else assert.equal(json.refusal, 'not_found');
    }
  });

  test('a colleague is invited with what the inviter may do, or less, and never with more [ADM-g] [ADM-f]', async () => {
    const invite = (who, rights) => who.do('inviteOwnStaff', { body: { rights } });
    const join = async ({ url }) => people.accept(city, url);
    const helper = await join(await invite(it.cook, ['receive']));
    assert.deepEqual((await helper.do('getSession')).rights, ['receive']);
    await helper.refused('not_allowed', 'inviteOwnStaff', { body: { rights: ['receive'] } });
    await helper.refused('not_allowed', 'getOwnStaff');
    const leader = await join(await invite(it.cook, ['manage']));
    assert.equal((await leader.do('getSession')).place.id, it.shop.id);
    await leader.refused('not_allowed', 'inviteOwnStaff', { body: { rights: ['manage', 'cancel'] } });
    const looker = await join(await invite(leader, []));
    assert.deepEqual((await looker.do('getSession')).rights, []);
    await it.cook.refused('invalid_request', 'inviteOwnStaff', { body: { rights: ['everything'] } });
    const { url } = await it.anna.do('invitePlaceStaff', { id: it.shop.id, body: { rights: ['cancel'] } });
    assert.deepEqual((await (await people.accept(city, url)).do('getSession')).rights, ['cancel'], 'city hall chooses as well');
    for (const { id, own } of (await it.cook.do('getOwnStaff')).staff) if (!own) await it.cook.do('removeOwnStaff', { id, body: {} });
  });

  test('histories: following somebody else’s chain leads nowhere', async () => {
    const { entries } = await resident.do('getWalletHistory');
    for (const { id } of entries) {
      const { status, json } = await other.call('getWalletHistory', { query: { before: id } });
      if (status === 200) assert.deepEqual(json.entries, []);
      else assert.equal(json.refusal, 'invalid_request');
    }
    const one = await resident.do('getWalletHistory', { query: { limit: 1 } });
    const two = await resident.do('getWalletHistory', { query: { limit: 1, before: one.next_before } });
    assert.deepEqual([one.entries[0].id, two.entries[0].id], entries.slice(0, 2).map((each) => each.id));
  });

  test('sales of another shop, and its cancels', async () => {
    const payment = await people.pay(resident, it.shop, 200);
    assert.equal((await neighbour.do('getSales')).count, 0);
    await neighbour.refused('payment_not_yours', 'cancelEntry', { id: payment.id, body: { key: await neighbour.key(), reason: 'other' } });
    assert.equal((await resident.do('getEntry', { id: payment.id })).cancelled_by, undefined);
  });

  test('staff of another place, oneself, and people who are no staff', async () => {
    const [{ id: theirs }] = (await neighbour.do('getOwnStaff')).staff;
    const [{ id: own }] = (await it.cook.do('getOwnStaff')).staff;
    await it.cook.refused('not_found', 'removeOwnStaff', { id: theirs });
    await it.cook.refused('not_allowed', 'removeOwnStaff', { id: own });
    await it.anna.refused('not_found', 'removeStaff', { id: it.anna.session.person.id });
    await it.anna.refused('not_found', 'removeStaff', { id: (await resident.do('getSession')).person.id });
    await it.anna.refused('not_found', 'setResidentStatus', { id: own, body: { key: await it.anna.key(), status: 'blocked', reason: 'x' } });
    await it.anna.refused('not_found', 'findResident', { body: { phone: people.freshPhone(), reason: 'x' } });
    assert.equal((await neighbour.do('getOwnStaff')).staff.length, 1);
  });

  test('a wallet shown to one clerk cannot be topped up by another', async () => {
    const { payload } = await resident.do('createWalletCode');
    const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
    const body = { key: await neighbour.key(), wallet: page.wallet, program: it.program, amount: 1000 };
    await neighbour.refused('wallet_code_expired', 'createTopUp', { body });
  });
});

describe('live pages', () => {
  test('hear of their own entries only, and of those missed meanwhile', async () => {
    const [own, shop, stranger] = [listen(resident), listen(it.cook), listen(other)];
    await until('the streams', () => own.open && shop.open && stranger.open);
    const payment = await people.pay(resident, it.shop, 111);
    await until('the event', () => own.events.length > 0 && shop.events.length > 0);
    for (const heard of [own, shop]) {
      assert.deepEqual([heard.events[0].event, heard.events[0].id, JSON.parse(heard.events[0].data).kind], ['entry', payment.id, 'payment']);
      heard.close();
    }
    const missed = await people.pay(resident, it.shop, 112);
    const back = listen(it.cook, { 'last-event-id': payment.id });
    await until('what was missed', () => back.events.some((each) => Number(each.id) >= Number(missed.id)));
    back.close();
    assert.deepEqual(stranger.events, []);
    stranger.close();
    const refused = listen(new Client(city));
    await until('the refusal', () => refused.open);
    await until('its words', () => refused.ended);
    assert.equal(refused.status, 401);
  });

  test('a member of staff who is removed is out at once, on every page and device [SEC-3]', async () => {
    const colleague = await people.invited(city, it.anna, it.shop);
    const second = await people.signIn(city, { signInName: colleague.signInName, authenticator: colleague.authenticator });
    const stream = listen(colleague);
    await until('the stream', () => stream.open);
    await it.cook.do('removeOwnStaff', { id: colleague.session.person.id });
    await Promise.all([colleague, second].map((each) => each.refused('not_signed_in', 'getSales')));
    await until('the end of the stream', () => stream.ended, { seconds: 2 });
    assert.equal(stream.events.at(-1).event, 'session_ended');
    await city.restart({ signal: 'SIGKILL' });
    await colleague.refused('not_signed_in', 'getSales');
  });

  test('a resident who signs in on a new phone is out on the old one; signing out ends only the own session [USR-a]', async () => {
    const old = other;
    await city.restart({ later_minutes: 2 });
    const fresh = await people.signUp(city, old.phone);
    assert.equal(fresh.created, false);
    await old.refused('not_signed_in', 'getWallet');
    const cookie = fresh.cookie;
    await fresh.do('endSession');
    fresh.cookie = cookie;
    await fresh.refused('not_signed_in', 'getWallet');
    await resident.do('getWallet');
  });
});
