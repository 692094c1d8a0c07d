// Mandates over the API: one resident lets another see, top up or pay, with limits, and takes it back at once.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';

let city, it, owner, helper, stranger;
before(async () => {
  city = await City.create();
  it = await people.furnish(city);
  [owner, helper, stranger] = [await people.signUp(city), await people.signUp(city), await people.signUp(city)];
  await people.topUp(it.clerk, owner, 30_000);
});
after(() => city?.remove());

/** The owner scans the other's code and gives a mandate. */
async function give(to, terms, by = owner) {
  const { payload } = await to.do('createWalletCode');
  const page = await by.do('openMandateCode', { body: { code: payload } });
  return by.do('giveMandate', { body: { key: page.key, to: page.to, ...terms } });
}
async function revoke(mandate) {
  return owner.do('revokeMandate', { id: mandate.id, body: { key: await owner.key() } });
}
async function bodyFor(amount, by = helper) {
  return people.amountPage(by, it.shop, amount);
}
const pay = async (mandate, amount) => helper.do('payOnMandate', { id: mandate.id, body: await bodyFor(amount) });
const refusedPay = async (word, mandate, amount, by = helper) => by.refused(word, 'payOnMandate', { id: mandate.id, body: await bodyFor(amount, by) });

describe('mandates', () => {
  test('given face to face, seen by both with the same limits, by nobody else', async () => {
    const { payload } = await helper.do('createWalletCode');
    const page = await owner.do('openMandateCode', { body: { code: payload } });
    assert.equal(page.label, `··${helper.phone.slice(-2)}`);
    const body = { key: page.key, to: page.to, rights: ['see', 'pay'], payment_maximum: 2000, month_maximum: 5000, until: city.day(30) };
    const mandate = await owner.do('giveMandate', { body });
    assert.deepEqual(await owner.do('giveMandate', { body }), mandate);
    await city.restart({ signal: 'SIGKILL' });
    assert.deepEqual(await owner.do('giveMandate', { body }), mandate);
    const expected = { rights: ['see', 'pay'], payment_maximum: 2000, month_maximum: 5000, month_left: 5000, until: city.day(30), state: 'active' };
    assert.deepEqual(mandate, { id: mandate.id, label: `··${helper.phone.slice(-2)}`, ...expected });
    assert.deepEqual(await owner.do('listMandates'), { given: [mandate], received: [] });
    assert.deepEqual(await helper.do('listMandates'), { given: [], received: [{ ...mandate, label: `··${owner.phone.slice(-2)}` }] });
    assert.deepEqual(await stranger.do('listMandates'), { given: [], received: [] });
    await revoke(mandate);
  });

  test('every look at a telephone ending is in the log of looks [PRI-1]', async () => {
    const code = 'import json,sqlite3,sys\nprint(json.dumps(sqlite3.connect(sys.argv[1]).execute("SELECT looker, person FROM look_log WHERE what = \'mandate\' ORDER BY number").fetchall()))';
    const looks = () => JSON.parse(execFileSync('python3', ['-c', code, city.database.replace('sqlite://', '')], { encoding: 'utf8' }));
    const mandate = await give(helper, { rights: ['see'] });
    const before_ = looks();
    await helper.do('listMandates');
    const [[looker, seen], ...more] = looks().slice(before_.length);
    assert.deepEqual([looker !== seen, new Set(more.map(String)).size], [true, more.length], 'each person once a look');
    await owner.do('listMandates');
    assert.deepEqual(looks().at(-1), [seen, looker], 'both ways');
    const quiet = looks().length;
    await stranger.do('listMandates');
    assert.equal(looks().length, quiet);
    await revoke(mandate);
  });

  test('pays within its limits, exactly once, and stands in the owner’s history as such', async () => {
    const mandate = await give(helper, { rights: ['see', 'pay'], payment_maximum: 2000, month_maximum: 5000 });
    const preview = await helper.do('previewOnMandate', { id: mandate.id, body: { place: it.shop.id, amount: 2000 } });
    assert.deepEqual(preview.explanation.used.map((each) => each.amount), [2000]);
    const body = await bodyFor(2000);
    const paid = await helper.do('payOnMandate', { id: mandate.id, body });
    await city.restart({ signal: 'SIGKILL' });
    assert.deepEqual(await helper.do('payOnMandate', { id: mandate.id, body }), paid);
    const closed = await helper.do('closeMandateKey', { id: mandate.id, body: { key: body.key } });
    assert.deepEqual([closed.outcome, closed.entry.id], ['done', paid.id]);
    assert.equal((await owner.do('getWallet')).balance, 28_000);
    assert.equal((await helper.do('getWallet')).balance, 0);
    const [mine] = (await owner.do('getWalletHistory')).entries;
    assert.deepEqual([mine.id, mine.on_mandate, mine.amount], [paid.id, true, 2000]);
    await refusedPay('mandate_exceeded', mandate, 2001);
    assert.equal((await helper.do('previewOnMandate', { id: mandate.id, body: { place: it.shop.id, amount: 2001 } })).refusal, 'mandate_exceeded');
    await pay(mandate, 2000);
    assert.equal((await owner.do('listMandates')).given.at(-1).month_left, 1000);
    const problem = await refusedPay('mandate_exceeded', mandate, 1001);
    assert.deepEqual(problem.explanation.limits, [{ limit: 'mandate', remaining: 1000 }]);
    await pay(mandate, 1000);
    await refusedPay('mandate_exceeded', mandate, 1);
    assert.equal((await helper.do('getMandateWallet', { id: mandate.id })).balance, 25_000);
    await revoke(mandate);
  });

  test('ends with the owner’s word, at once; a payment sent again still has its answer', async () => {
    const mandate = await give(helper, { rights: ['pay'] });
    const body = await bodyFor(100);
    const paid = await helper.do('payOnMandate', { id: mandate.id, body });
    const open = await bodyFor(100);
    const word = { key: await owner.key() };
    const revoked = await owner.do('revokeMandate', { id: mandate.id, body: word });
    assert.equal(revoked.state, 'revoked');
    assert.deepEqual(await owner.do('revokeMandate', { id: mandate.id, body: word }), revoked);
    await owner.refused('mandate_unknown', 'revokeMandate', { id: mandate.id, body: { key: await owner.key() } });
    await helper.refused('mandate_unknown', 'payOnMandate', { id: mandate.id, body: open });
    assert.deepEqual(await helper.do('payOnMandate', { id: mandate.id, body }), paid);
    await helper.refused('mandate_unknown', 'getMandateWallet', { id: mandate.id });
    await helper.refused('mandate_unknown', 'createMandateCode', { id: mandate.id });
    // Also long after: the answer stands in the owner's chain.
    await city.restart({ later_minutes: 30 });
    const late = await helper.do('closeMandateKey', { id: mandate.id, body: { key: body.key } });
    assert.deepEqual([late.outcome, late.entry.id], ['done', paid.id]);
    const never = await helper.do('closeMandateKey', { id: mandate.id, body: { key: await helper.key() } });
    assert.equal(never.outcome, 'not_done');
  });

  test('a key that was used is good for nothing else [PAY-h]', async () => {
    const { payload } = await helper.do('createWalletCode');
    const page = await owner.do('openMandateCode', { body: { code: payload } });
    const body = { key: page.key, to: page.to, rights: ['pay'] };
    const mandate = await owner.do('giveMandate', { body });
    await owner.refused('key_reused', 'giveMandate', { body: { ...body, rights: ['see'] } });
    await owner.refused('key_reused', 'revokeMandate', { id: mandate.id, body: { key: page.key } });
    const payment = await bodyFor(7);
    await helper.do('payOnMandate', { id: mandate.id, body: payment });
    await helper.refused('key_reused', 'payOnMandate', { id: mandate.id, body: { ...payment, amount: 8 } });
    await revoke(mandate);
  });

  test('each right alone: paying shows nothing, topping up takes nothing out, seeing changes nothing', async () => {
    const pays = await give(helper, { rights: ['pay'] });
    const sees = await give(helper, { rights: ['see'] });
    const tops = await give(helper, { rights: ['top_up'] });
    for (const mandate of [pays, tops]) await helper.refused('mandate_unknown', 'getMandateWallet', { id: mandate.id });
    for (const mandate of [pays, sees]) await helper.refused('mandate_unknown', 'createMandateCode', { id: mandate.id });
    for (const mandate of [sees, tops]) await refusedPay('mandate_unknown', mandate, 1);
    const balance = (await helper.do('getMandateWallet', { id: sees.id })).balance;
    const nothing = { used: [], unused: [], limits: [] };
    const poor = await refusedPay('insufficient_balance', pays, balance + 1);
    assert.deepEqual(poor.explanation ?? nothing, nothing, 'a refusal tells nothing');
    const paid = await pay(pays, 1);
    assert.deepEqual([paid.amount, paid.place.id, paid.lots, paid.explanation], [1, it.shop.id, [], nothing], 'a payment only what was paid where');
    const { payload } = await helper.do('createMandateCode', { id: tops.id });
    const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
    await it.clerk.do('createTopUp', { body: { key: page.key, wallet: page.wallet, program: it.program, amount: 1000 } });
    assert.equal((await owner.do('getWallet')).balance, balance - 1 + 1000);
    for (const mandate of [pays, sees, tops]) await revoke(mandate);
  });

  test('a preview answers the same whatever is in the wallet, unless the mandate lets one see', async () => {
    const preview = async (mandate, amount) => helper.do('previewOnMandate', { id: mandate.id, body: { place: it.shop.id, amount } });
    const { balance } = await owner.do('getWallet');
    for (const limits of [{}, { month_maximum: 1_000_000 }]) {
      const pays = await give(helper, { rights: ['pay'], ...limits });
      const answers = [];
      for (const amount of [1, balance, balance + 1, 999_999]) answers.push(await preview(pays, amount));
      assert.deepEqual(answers, answers.map(() => ({ explanation: { used: [], unused: [], limits: [] } })));
      await revoke(pays);
    }
    const small = await give(helper, { rights: ['pay'], month_maximum: 50 });
    assert.deepEqual(await preview(small, 51), { explanation: { used: [], unused: [], limits: [{ limit: 'mandate', remaining: 50 }] }, refusal: 'mandate_exceeded' });
    const body = await bodyFor(7);
    const paid = await helper.do('payOnMandate', { id: small.id, body });
    const closed = await helper.do('closeMandateKey', { id: small.id, body: { key: body.key } });
    assert.deepEqual([closed.entry, paid.lots, paid.on_mandate], [paid, [], true], 'nor does the answer to a key that was asked for again');
    const [mine] = (await owner.do('getWalletHistory')).entries;
    assert.deepEqual([mine.id, mine.lots.map((lot) => lot.amount)], [paid.id, [7]], 'the owner sees all of it');
    await revoke(small);
  });

  test('a code to top up opens a counter, in force only; no transfer, mandate or handout in the owner’s name', async () => {
    const tops = await give(helper, { rights: ['top_up'] });
    const { payload, number } = await helper.do('createMandateCode', { id: tops.id });
    for (const code of [payload, number]) {
      await stranger.refused('wallet_code_expired', 'openTransfer', { body: { code } });
      await stranger.refused('wallet_code_expired', 'openMandateCode', { body: { code } });
    }
    const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
    await stranger.refused('wallet_code_expired', 'openTransfer', { body: { code: payload } });
    await it.clerk.do('createTopUp', { body: { key: page.key, wallet: page.wallet, program: it.program, amount: 1000 } });
    const open = await helper.do('createMandateCode', { id: tops.id });
    await revoke(tops);
    for (const code of [payload, open.payload, open.number]) {
      const problem = await it.clerk.refused('wallet_code_expired', 'openWalletCode', { body: { code } });
      assert.equal(problem.field, 'code', 'not even where it was opened before');
    }
  });

  test('ends by itself after its last day', async () => {
    const mandate = await give(helper, { rights: ['see', 'pay', 'top_up'], until: city.day(0) });
    await pay(mandate, 10);
    await city.restart({ later_minutes: 24 * 60 });
    await refusedPay('mandate_unknown', mandate, 10);
    await helper.refused('mandate_unknown', 'getMandateWallet', { id: mandate.id });
    await helper.refused('mandate_unknown', 'createMandateCode', { id: mandate.id });
    assert.equal((await helper.do('listMandates')).received.at(-1).state, 'ended');
  });

  test('is nobody else’s business: strangers, the owner as holder, the holder as owner', async () => {
    const mandate = await give(helper, { rights: ['see', 'pay', 'top_up'] });
    for (const client of [stranger, owner]) {
      await client.refused('not_found', 'getMandateWallet', { id: mandate.id });
      await client.refused('not_found', 'createMandateCode', { id: mandate.id });
      await client.refused('not_found', 'previewOnMandate', { id: mandate.id, body: { place: it.shop.id, amount: 1 } });
      await refusedPay('not_found', mandate, 1, client);
      await client.refused('not_found', 'closeMandateKey', { id: mandate.id, body: { key: await client.key() } });
    }
    for (const client of [stranger, helper]) await client.refused('not_found', 'revokeMandate', { id: mandate.id, body: { key: await client.key() } });
    await helper.refused('place_unknown', 'previewOnMandate', { id: mandate.id, body: { place: 'NOWHERE', amount: 1 } });
    await helper.refused('place_unknown', 'payOnMandate', { id: mandate.id, body: { ...(await bodyFor(1)), place: 'NOWHERE' } });
    await helper.refused('key_unknown', 'closeMandateKey', { id: mandate.id, body: { key: await owner.key() } });
    await helper.refused('key_unknown', 'payOnMandate', { id: mandate.id, body: { ...(await bodyFor(1)), key: await owner.key() } });
  });

  test('cannot be given to oneself, by a stale page, without a right, for the past, or without end in number', async () => {
    const { payload: own } = await owner.do('createWalletCode');
    await owner.refused('same_wallet', 'openMandateCode', { body: { code: own } });
    await owner.refused('wallet_code_expired', 'openMandateCode', { body: { code: 'rubbish' } });
    const { payload } = await helper.do('createWalletCode');
    const page = await owner.do('openMandateCode', { body: { code: payload } });
    const wish = async (further) => ({ key: await owner.key(), to: page.to, rights: ['see'], ...further });
    await stranger.refused('wallet_code_expired', 'giveMandate', { body: { ...(await wish()), key: await stranger.key() } });
    await owner.refused('wallet_code_expired', 'giveMandate', { body: await wish({ to: 'made-up' }) });
    const past = await owner.refused('terms_contradictory', 'giveMandate', { body: await wish({ until: city.day(-1) }) });
    assert.equal(past.field, 'until');
    await owner.refused('invalid_request', 'giveMandate', { body: await wish({ rights: [] }) });
    const { given } = await owner.do('listMandates');
    const active = () => owner.do('listMandates').then((all) => all.given.filter((each) => each.state === 'active').length);
    for (let n = await active(); n < 20; n++) await owner.do('giveMandate', { body: await wish() });
    assert.ok(given.some((each) => each.state !== 'active'), 'those that ended take no room');
    await owner.refused('too_many_mandates', 'giveMandate', { body: await wish() });
    await city.end();
    await city.verify();
    await city.start();
    assert.equal(await active(), 20);
  });
});
