// Every word of api/refusals.json that can be met over HTTP, met. (request_too_slow, queue_full and paused:
// running.test.mjs, the keys' own words: keys.test.mjs.)
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, send } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import { met } from '../support/contract.mjs';
import * as people from '../support/people.mjs';
import { Authenticator } from '../support/totp.mjs';

let city, it, resident, anybody;
before(async () => {
  city = await City.create();
  it = await people.furnish(city);
  resident = await people.signUp(city);
  anybody = new Client(city);
  await people.topUp(it.clerk, resident, 20_000);
});
after(() => city?.remove());

const { ordinary } = people;
const offers = { ...ordinary, name: '事業' };
const started = async (further) => people.approve(it.bunta, await people.propose(it.anna, { ...offers, ...further }));

/** A top-up of `amount` into the program of this name, refused. */
async function topUpRefused(word, name, amount, clerk = it.clerk, who = resident) {
  const { payload } = await who.do('createWalletCode');
  const page = await clerk.do('openWalletCode', { body: { code: payload } });
  const offer = page.programs.find((each) => each.program.name === name);
  return clerk.refused(word, 'createTopUp', { body: { key: page.key, wallet: page.wallet, program: offer.program.id, amount } });
}

describe('coming in', () => {
  test('a telephone number that is none, or too often asked for [USR-a]', async () => {
    for (const phone of ['0312345678', '1', '090-1234-567', 'あいう', '+1 202 555 0100']) {
      assert.equal((await anybody.refused('phone_invalid', 'sendSignUpCode', { body: { phone } })).field, 'phone');
    }
    const body = { phone: people.freshPhone() };
    await anybody.do('sendSignUpCode', { body });
    await anybody.refused('too_many_requests', 'sendSignUpCode', { body });
  });

  test('a code that is wrong, tried too often, used, or unknown [USR-a]', async () => {
    const phone = people.freshPhone();
    const { verification } = await anybody.do('sendSignUpCode', { body: { phone } });
    const code = await people.codeSentTo(city, phone);
    const wrong = code === '123456' ? '654321' : '123456';
    for (let n = 0; n < 4; n++) await anybody.refused('code_wrong', 'verifySignUpCode', { body: { verification, code: wrong } });
    await anybody.refused('code_used_up', 'verifySignUpCode', { body: { verification, code: wrong } });
    await anybody.refused('code_used_up', 'verifySignUpCode', { body: { verification, code } });
    await anybody.refused('code_expired', 'verifySignUpCode', { body: { verification: 'nobody-was-sent-this', code } });
  });

  test('an invitation that is unknown, with a name that is taken or a password that is easily guessed [ADM-a]', async () => {
    await anybody.refused('invitation_unknown', 'openInvitation', { body: { invitation: 'made-up' } });
    const { url } = await it.anna.do('invitePlaceStaff', { id: it.shop.id });
    const invitation = url.split('#')[1];
    const { totp } = await anybody.do('openInvitation', { body: { invitation } });
    const digits = await new Authenticator(totp.secret).digits(city.now);
    const body = { invitation, sign_in_name: it.cook.signInName, display_name: '新人', password: people.password, totp_code: digits };
    await anybody.refused('sign_in_name_taken', 'acceptInvitation', { body });
    await anybody.refused('password_too_weak', 'acceptInvitation', { body: { ...body, password: 'password1234' } });
    await anybody.refused('password_too_weak', 'acceptInvitation', { body: { ...body, password: 'short' } });
    await anybody.refused('authenticator_code_wrong', 'acceptInvitation', { body: { ...body, sign_in_name: 'newcomer', totp_code: digits === '000000' ? '000001' : '000000' } });
    const again = await anybody.do('openInvitation', { body: { invitation } });
    assert.equal(again.totp.secret, totp.secret);
  });

  test('an unknown name, a wrong password and wrong digits have one answer [SEC-3]', async () => {
    const totp_code = '123456';
    const one = await anybody.refused('sign_in_refused', 'startSession', { body: { sign_in_name: 'nobody-at-all', password: 'x', totp_code } });
    const two = await anybody.refused('sign_in_refused', 'startSession', { body: { sign_in_name: it.clerk.signInName, password: people.password, totp_code } });
    assert.deepEqual(one, two);
    await anybody.refused('not_signed_in', 'getWallet');
    const forged = new Client(city);
    forged.cookie = `meguri=${'A'.repeat(43)}`;
    await forged.refused('not_signed_in', 'getWallet');
  });

  test('guessing at one name is stopped', async () => {
    const body = { sign_in_name: 'guess-me', password: 'x', totp_code: '123456' };
    for (let n = 0; n < 10; n++) await anybody.refused('sign_in_refused', 'startSession', { body });
    await anybody.refused('too_many_requests', 'startSession', { body });
  });
});

describe('codes', () => {
  test('of somebody else, altered, retired, unknown', async () => {
    const open = (word, code) => resident.refused(word, 'openPlaceCode', { body: { code } });
    await open('code_not_ours', 'https://example.com/s/ABCDEFGHJKMNPQRSTVWX');
    await open('code_not_ours', '4901234567894');
    const text = it.shop.code_url.split('/').pop();
    const swap = (at) => text.slice(0, at) + (text[at] === '7' ? '8' : '7') + text.slice(at + 1);
    for (const at of [3, 9, text.length - 1]) await open('code_altered', `${city.url}/s/${swap(at)}`);
    const unused = it.shop.code_number.replace(/\D/g, '');
    const other = [...Array(10).keys()].map((n) => `${unused.slice(0, 7)}${n}`).filter((each) => each !== unused);
    for (const code of other) assert.ok(['place_unknown', 'code_not_ours', 'code_altered'].includes((await resident.call('openPlaceCode', { body: { code } })).json.refusal));
    assert.equal((await resident.do('openPlaceCode', { body: { code: it.shop.code_number } })).place.id, it.shop.id);
    const place = await people.addPlace(it.anna, '閉店 一', ['takes_money']);
    const fresh = await it.anna.do('retirePlaceCode', { id: place.id });
    await open('code_retired', place.code_url);
    assert.equal((await resident.do('openPlaceCode', { body: { code: fresh.code_url } })).place.id, place.id);
    await city.restart({ signal: 'SIGKILL' });
    await open('code_retired', place.code_url);
  });

  test('of a wallet: unknown, replaced, used by another clerk', async () => {
    const open = (clerk, code) => clerk.call('openWalletCode', { body: { code } });
    const first = await resident.do('createWalletCode');
    const second = await resident.do('createWalletCode');
    for (const code of [first.payload, first.number, 'rubbish', '000000000000', it.shop.code_url]) {
      assert.equal((await open(it.clerk, code)).json.refusal, 'wallet_code_expired');
    }
    const page = (await open(it.clerk, second.number)).json;
    assert.ok(page.key);
    const colleague = await people.invited(city, it.anna, it.counter);
    assert.equal((await open(colleague, second.number)).json.refusal, 'wallet_code_expired');
    const body = { key: await colleague.key(), wallet: page.wallet, program: page.programs[0].program.id, amount: 1000 };
    await colleague.refused('wallet_code_expired', 'createTopUp', { body });
  });
});

describe('payments', () => {
  test('more than there is; more or less than can be an amount [PAY-i]', async () => {
    const body = await people.amountPage(resident, it.shop, 9_999_999);
    const problem = await resident.refused('insufficient_balance', 'createPayment', { body });
    assert.equal(problem.explanation.missing, 9_999_999 - (await resident.do('getWallet')).balance);
    for (const amount of [0, -1, 10_000_000, 2 ** 53]) await resident.refused('amount_out_of_range', 'createPayment', { body: { ...body, amount } });
  });

  test('at a place that is unknown, closed, or takes no money', async () => {
    const body = await people.amountPage(resident, it.shop, 100);
    await resident.refused('place_unknown', 'createPayment', { body: { ...body, place: 'NOWHERE' } });
    await resident.refused('place_unknown', 'previewPayment', { body: { place: 'NOWHERE', amount: 1 } });
    const at_counter = await people.amountPage(resident, it.counter, 100);
    await resident.refused('place_not_capable', 'createPayment', { body: at_counter });
    const set = async (status) => it.bunta.do('setPlaceStatus', { id: it.shop.id, body: { key: await it.bunta.key(), status } });
    await set('closed');
    assert.equal((await resident.do('openPlaceCode', { body: { code: it.shop.code_url } })).payable, false);
    await resident.refused('place_closed', 'createPayment', { body });
    await set('open');
    await people.pay(resident, it.shop, 100);
  });

  test('from a blocked wallet, whatever is open at that moment', async () => {
    const body = await people.amountPage(resident, it.shop, 100);
    const { payload } = await resident.do('createWalletCode');
    const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
    const { payload: later } = await resident.do('createWalletCode');
    const found = await it.anna.do('findResident', { body: { phone: resident.phone, reason: '紛失の届け' } });
    const set = async (status) => it.anna.do('setResidentStatus', { id: found.id, body: { key: await it.anna.key(), status, reason: '本人の届け' } });
    assert.equal((await set('blocked')).status, 'blocked');
    await resident.refused('wallet_blocked', 'createPayment', { body });
    await resident.refused('wallet_blocked', 'createWalletCode');
    await it.clerk.refused('wallet_code_expired', 'openWalletCode', { body: { code: later } });
    const top_up = { key: page.key, wallet: page.wallet, program: page.programs[0].program.id, amount: 1000 };
    await it.clerk.refused('wallet_blocked', 'createTopUp', { body: top_up });
    assert.equal((await resident.do('getWallet')).status, 'blocked');
    await set('active');
    await people.pay(resident, it.shop, 100);
  });

  test('cancelled twice, by another shop, or that never were', async () => {
    const payment = await people.pay(resident, it.shop, 300);
    const cancel = async (who, id) => who.call('cancelEntry', { id, body: { key: await who.key(), reason: 'other' } });
    const neighbour = await people.invited(city, it.anna, await people.addPlace(it.anna, '隣の店', ['takes_money']));
    assert.equal((await cancel(neighbour, payment.id)).json.refusal, 'payment_not_yours');
    assert.equal((await cancel(it.cook, '999999')).json.refusal, 'payment_unknown');
    assert.equal((await cancel(it.cook, 'x')).json.refusal, 'payment_unknown');
    assert.equal((await cancel(it.cook, payment.id)).status, 201);
    assert.equal((await cancel(it.cook, payment.id)).json.refusal, 'already_cancelled');
  });
});

describe('programs', () => {
  test('terms that contradict each other, with the field', async () => {
    const propose = async (further) => it.anna.refused('terms_contradictory', 'createProposal', { body: { key: await it.anna.key(), program: { ...ordinary, ...further } } });
    assert.match((await propose({ top_up: { minimum: 5000, step: 1000, maximum: 1000 } })).field ?? '', /top_up/);
    await propose({ issue_from: '2027-01-02', issue_to: '2027-01-01' });
    await propose({ expiry: { kind: 'fixed', date: '2020-01-01' } });
  });

  test('proposals that are unknown, closed, somebody’s own, or not what was seen [SEC-3]', async () => {
    const { anna, bunta } = it;
    const one = await people.propose(anna, { ...ordinary, name: '試しの事業' });
    const dry_run = await people.dryRun(bunta, one.id);
    const approve = async (who, id, digest) => who.call('approveProposal', { id, body: { key: await who.key(), digest, dry_run } });
    assert.equal((await approve(anna, one.id, one.digest)).json.refusal, 'same_person');
    assert.equal((await approve(bunta, one.id, '0'.repeat(64))).json.refusal, 'proposal_differs');
    assert.equal((await approve(bunta, 'NOWHERE', one.digest)).json.refusal, 'proposal_unknown');
    await anna.do('withdrawProposal', { id: one.id, body: { key: await anna.key() } });
    assert.equal((await approve(bunta, one.id, one.digest)).json.refusal, 'proposal_closed');
    await anna.refused('proposal_closed', 'withdrawProposal', { id: one.id, body: { key: await anna.key() } });
    await anna.refused('proposal_unknown', 'withdrawProposal', { id: 'NOWHERE', body: { key: await anna.key() } });
    await anna.refused('program_unknown', 'stopProgram', { id: 'NOWHERE', body: { key: await anna.key() } });
  });

  test('top-ups below, between and above what the terms allow [CHG-b, CHG-h]', async () => {
    await topUpRefused('below_minimum', ordinary.name, 500);
    await topUpRefused('not_in_step', ordinary.name, 1500);
    await topUpRefused('above_maximum', ordinary.name, 51_000);
    await started({ name: '一人一万円', stamp: '一', top_up: { ...ordinary.top_up, person_maximum: 10_000 } });
    await people.topUp(it.clerk, resident, 9000, '一人一万円');
    const cap = await topUpRefused('person_cap_reached', '一人一万円', 2000);
    assert.deepEqual(cap.explanation.limits.map((each) => [each.limit, each.remaining]), [['person_maximum', 1000]]);
    await started({ name: '全部で五千円', stamp: '五', budget: 5000 });
    await topUpRefused('program_cap_reached', '全部で五千円', 6000);
    await people.topUp(it.clerk, resident, 5000, '全部で五千円');
    await topUpRefused('program_cap_reached', '全部で五千円', 1000);
  });

  test('top-ups into a program that is stopped, unknown or not open, or at a place that cannot', async () => {
    const { program } = await started({ name: '止める事業', stamp: '止' });
    await started({ name: '来年の事業', stamp: '来', issue_from: '2046-01-01' });
    const { payload } = await resident.do('createWalletCode');
    const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
    assert.ok(!page.programs.some((each) => each.program.name === '来年の事業'));
    const next_year = (await it.anna.do('listPrograms')).programs.find((each) => each.name === '来年の事業').id;
    const into = async (id) => ({ body: { key: await it.clerk.key(), wallet: page.wallet, program: id, amount: 1000 } });
    await it.anna.do('stopProgram', { id: program, body: { key: await it.anna.key() } });
    await it.clerk.refused('program_stopped', 'createTopUp', await into(program));
    await it.clerk.refused('program_not_in_period', 'createTopUp', await into(next_year));
    await it.clerk.refused('program_unknown', 'createTopUp', await into('NOWHERE'));
    assert.equal((await it.anna.do('getProgram', { id: program })).state, 'stopped');
    const { payload: again } = await resident.do('createWalletCode');
    await it.cook.refused('place_not_capable', 'openWalletCode', { body: { code: again } });
    await it.clerk.do('openWalletCode', { body: { code: again } }); // the shop has not used it up
  });
});

describe('requests', () => {
  test('of the office with a key that is not theirs, or a number that is none', async () => {
    const { anna, shop } = it;
    const key = await resident.key();
    await anna.refused('key_unknown', 'createPlace', { body: { key, name: '店', reading: 'みせ', type: '飲食', area: '中央', capabilities: ['takes_money'], organization_name: '店' } });
    await anna.refused('key_unknown', 'setPlaceStatus', { id: shop.id, body: { key, status: 'closed' } });
    await anna.refused('phone_invalid', 'findResident', { body: { phone: '0312345678', reason: '届け' } });
    const { id } = await anna.do('findResident', { body: { phone: resident.phone, reason: '届け' } });
    await anna.refused('key_unknown', 'setResidentStatus', { id, body: { key, status: 'blocked', reason: '届け' } });
    assert.equal((await resident.do('getWallet')).status, 'active');
  });

  test('names that hold what cannot be seen: refused with their field, wherever a name is given', async () => {
    const { anna } = it;
    const place = { name: '店', reading: 'みせ', type: '飲食', area: '中央', capabilities: ['takes_money'], organization_name: '店' };
    for (const hidden of ['\u202e', '\u2067', '\u200b', '\u200d', '\ufeff', '\u{e0041}', '\u3164', '\u0085']) {
      for (const field of ['name', 'reading', 'type', 'area', 'organization_name']) {
        const body = { key: await anna.key(), ...place, [field]: `市${hidden}役所` };
        assert.equal((await anna.refused('invalid_request', 'createPlace', { body })).field, field);
      }
      const program = { ...ordinary, name: `${hidden}事業` };
      assert.equal((await anna.refused('invalid_request', 'createProposal', { body: { key: await anna.key(), program } })).field, 'program.name');
      const newcomer = { invitation: 'x', sign_in_name: 'newcomer', display_name: `花子${hidden}`, password: people.password, totp_code: '123456' };
      assert.equal((await anybody.refused('invalid_request', 'acceptInvitation', { body: newcomer })).field, 'display_name');
      assert.equal((await anna.refused('invalid_request', 'findResident', { body: { phone: resident.phone, reason: `届${hidden}け` } })).field, 'reason');
    }
    const kept = await people.addPlace(anna, '葛\u{e0100}城　屋', ['takes_money']);
    assert.equal((await anna.do('getPlace', { id: kept.id })).name, '葛\u{e0100}城　屋');
  });

  test('of a kind that is not accepted', async () => {
    await resident.refused('unsupported_media_type', 'openKey', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    const text = JSON.stringify({ code: 'x'.repeat(70_000) });
    await resident.refused('request_too_large', 'openPlaceCode', { body: text, agent: false });
    const answer = await send(city, { method: 'DELETE', path: '/api/wallet' });
    assert.deepEqual([answer.status, JSON.parse(answer.body).refusal, answer.headers.allow], [405, 'method_not_allowed', 'GET']);
    met('method_not_allowed');
    assert.equal((await send(city, { method: 'POST', path: '/api/nothing', body: '{}' })).status, 404);
  });
});

describe('later', () => {
  test('codes, invitations and pages that lay too long; a cancel of yesterday', async () => {
    const payment = await people.pay(resident, it.shop, 300);
    const phone = people.freshPhone();
    const { verification } = await anybody.do('sendSignUpCode', { body: { phone } });
    const code = await people.codeSentTo(city, phone);
    const { payload } = await resident.do('createWalletCode');
    await city.restart({ later_minutes: 11 });
    await anybody.refused('code_expired', 'verifySignUpCode', { body: { verification, code } });
    await it.clerk.refused('wallet_code_expired', 'openWalletCode', { body: { code: payload } });
    const { url } = await it.anna.do('invitePlaceStaff', { id: it.shop.id });
    await city.restart({ later_minutes: 24 * 60 + 10 });
    await it.cook.refused('cancel_too_late', 'cancelEntry', { id: payment.id, body: { key: await it.cook.key(), reason: 'other' } });
    await city.restart({ later_minutes: 7 * 24 * 60 });
    await anybody.refused('invitation_expired', 'openInvitation', { body: { invitation: url.split('#')[1] } });
  });

  test('value past its last day is gone, and the books say so [CHG-h]', async () => {
    const before_ = (await resident.do('getWallet')).balance;
    assert.ok(before_ > 0);
    await city.restart({ later_minutes: 174 * 24 * 60 });
    const late = await people.signUp(city, resident.phone); // sessions are long over
    assert.equal((await late.do('getWallet')).balance, 0);
    await city.end();
    await city.verify();
  });
});
