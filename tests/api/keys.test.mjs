// Exactly once: what a key promises, over HTTP, with answers that get lost and a server that is killed.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import { amountPage, dryRun, furnish, ordinary, pay, propose, signUp, topUp } from '../support/people.mjs';
import { sleep } from '../support/program.mjs';

let city, it, resident;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  resident = await signUp(city);
  await topUp(it.clerk, resident, 50_000);
});
after(() => city?.remove());

const balance = async (who = resident) => (await who.do('getWallet')).balance;

/** Sends a payment and hangs up as soon as it is on its way: its answer is lost. */
function sendAndHangUp(client, body, after_ms) {
  return new Promise((resolve) => {
    const text = JSON.stringify(body);
    const headers = { host: `localhost:${city.port}`, cookie: client.cookie, 'x-meguri': '1', 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const sent = request({ host: '127.0.0.1', port: city.port, method: 'POST', path: '/api/payments', headers, agent: false });
    sent.on('error', () => undefined);
    sent.on('close', resolve);
    sent.end(text, () => setTimeout(() => sent.destroy(), after_ms));
  });
}

describe('the same key', () => {
  test('has the same answer, refusals included, also after a kill [PAY-h]', async () => {
    const body = await amountPage(resident, it.shop, 700);
    const first = await resident.do('createPayment', { body });
    const before_ = await balance();
    assert.deepEqual(await resident.do('createPayment', { body }), first);
    await city.restart({ signal: 'SIGKILL' });
    assert.deepEqual(await resident.do('createPayment', { body }), first);
    assert.equal(await balance(), before_);

    const dear = await amountPage(resident, it.shop, 900_000);
    const refused = await resident.refused('insufficient_balance', 'createPayment', { body: dear });
    assert.equal(refused.explanation.missing, 900_000 - before_);
    await topUp(it.clerk, resident, 1000);
    assert.deepEqual(await resident.refused('insufficient_balance', 'createPayment', { body: dear }), refused);
    assert.equal(await balance(), before_ + 1000);
  });

  test('sent twenty times side by side is one entry [PAY-h]', async () => {
    const body = await amountPage(resident, it.shop, 321);
    const before_ = await balance();
    const answers = await Promise.all(Array.from({ length: 20 }, () => resident.do('createPayment', { body, agent: false })));
    assert.equal(new Set(answers.map((each) => each.id)).size, 1);
    assert.equal(await balance(), before_ - 321);
    assert.equal((await resident.do('getWalletHistory')).entries.filter((each) => each.amount === 321).length, 1);
  });

  test('with other content is refused and changes nothing [PAY-h]', async () => {
    const body = await amountPage(resident, it.shop, 200);
    const entry = await resident.do('createPayment', { body });
    const before_ = await balance();
    await resident.refused('key_reused', 'createPayment', { body: { ...body, amount: 201 } });
    assert.deepEqual(await resident.do('createPayment', { body }), entry);
    assert.equal(await balance(), before_);
  });

  test('used once is good for nothing else, in every operation that takes one [PAY-h]', async () => {
    const { anna, cook, clerk } = it;
    const key = await anna.key();
    const { id } = await propose(anna);
    await anna.do('withdrawProposal', { id, body: { key } });
    const open = await propose(anna);
    const person = await anna.do('findResident', { body: { phone: resident.phone, reason: '届け' } });
    const place = { name: '店', reading: 'みせ', type: '飲食', area: '中央', capabilities: ['takes_money'], organization_name: '店' };
    const tries = [
      ['createPlace', '', place],
      ['createProposal', '', { program: ordinary }],
      ['approveProposal', open.id, { digest: open.digest, dry_run: await dryRun(anna, open.id) }],
      ['withdrawProposal', open.id, {}],
      ['stopProgram', it.program, {}],
      ['setPlaceStatus', it.shop.id, { status: 'closed' }],
      ['setResidentStatus', person.id, { status: 'blocked', reason: '届け' }],
    ];
    for (const [operation, at, body] of tries) await anna.refused('key_reused', operation, { id: at, body: { key, ...body } });

    const { payload } = await resident.do('createWalletCode');
    const page = await clerk.do('openWalletCode', { body: { code: payload } });
    const top_up = { key: page.key, wallet: page.wallet, program: it.program, amount: 1000 };
    await clerk.do('createTopUp', { body: top_up });
    await clerk.refused('key_reused', 'createTopUp', { body: { ...top_up, amount: 2000 } });
    const [first, second] = [await pay(resident, it.shop, 210), await pay(resident, it.shop, 220)];
    const cancel = { key: await cook.key(), reason: 'other' };
    await cook.do('cancelEntry', { id: first.id, body: cancel });
    await cook.refused('key_reused', 'cancelEntry', { id: second.id, body: cancel });
  });

  test('of somebody else, altered or made up is unknown', async () => {
    const other = await signUp(city);
    const body = await amountPage(resident, it.shop, 100);
    await other.refused('key_unknown', 'createPayment', { body });
    await other.refused('key_unknown', 'closeKey', { body: { key: body.key } });
    const altered = body.key.slice(0, -1) + (body.key.endsWith('A') ? 'B' : 'A');
    for (const key of [altered, 'x', 'AAAA.BBBB', `${body.key}${body.key}`.slice(0, 200)]) {
      await resident.refused('key_unknown', 'createPayment', { body: { ...body, key } });
    }
    assert.ok(await resident.do('createPayment', { body }));
  });

  test('once closed unused never pays any more; closing twice says the same [PAY-h]', async () => {
    const body = await amountPage(resident, it.shop, 150);
    const before_ = await balance();
    assert.deepEqual(await resident.do('closeKey', { body: { key: body.key } }), { outcome: 'not_done', refusal: 'not_done' });
    await resident.refused('not_done', 'createPayment', { body });
    await city.restart({ signal: 'SIGKILL' });
    await resident.refused('not_done', 'createPayment', { body });
    assert.equal((await resident.do('closeKey', { body: { key: body.key } })).outcome, 'not_done');
    assert.equal(await balance(), before_);
  });

  test('whose answer was lost is asked about: done with its entry, or never [PAY-h]', async () => {
    for (const after_ms of [0, 1, 3, 8, 30]) {
      const body = await amountPage(resident, it.shop, 110 + after_ms);
      const before_ = await balance();
      await sendAndHangUp(resident, body, after_ms);
      await sleep(20);
      const { outcome, entry } = await resident.do('closeKey', { body: { key: body.key } });
      const paid = before_ - (await balance());
      assert.equal(paid, outcome === 'done' ? body.amount : 0);
      if (outcome === 'done') assert.deepEqual(await resident.do('createPayment', { body }), entry);
      else await resident.refused('not_done', 'createPayment', { body });
    }
  });

  test('retried while the server is killed in between pays once [PAY-h]', async () => {
    for (let round = 0; round < 3; round++) {
      const body = await amountPage(resident, it.shop, 400 + round);
      const before_ = await balance();
      await Promise.all([sendAndHangUp(resident, body, 500), sleep(round * 2).then(() => city.end('SIGKILL'))]);
      await city.start();
      const entry = await resident.do('createPayment', { body });
      assert.equal(entry.amount, body.amount);
      assert.equal(before_ - (await balance()), body.amount);
      const { entries } = await it.cook.do('getSales');
      assert.equal(entries.filter((each) => each.id === entry.id).length, 1);
    }
  });

  test('of a top-up and of a cancel holds as well', async () => {
    const { payload } = await resident.do('createWalletCode');
    const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
    const body = { key: page.key, wallet: page.wallet, program: page.programs[0].program.id, amount: 2000 };
    const before_ = await balance();
    const answers = await Promise.all([1, 2, 3, 4].map(() => it.clerk.do('createTopUp', { body, agent: false })));
    assert.equal(new Set(answers.map((each) => each.id)).size, 1);
    assert.equal(await balance(), before_ + 2000);
    assert.equal((await it.clerk.do('closeKey', { body: { key: page.key } })).entry.id, answers[0].id);

    const payment = await pay(resident, it.shop, 990);
    const cancel = { key: await it.cook.key(), reason: 'goods_returned' };
    const cancels = await Promise.all([1, 2, 3, 4].map(() => it.cook.do('cancelEntry', { id: payment.id, body: cancel, agent: false })));
    assert.equal(new Set(cancels.map((each) => each.id)).size, 1);
    assert.equal(await balance(), before_ + 2000);
  });

  test('given too long ago is expired, and says so for good [PAY-h]', async () => {
    const body = await amountPage(resident, it.shop, 120);
    const used = await amountPage(resident, it.shop, 130);
    const entry = await resident.do('createPayment', { body: used });
    await city.restart({ later_minutes: 16 });
    const before_ = await balance();
    await resident.refused('key_expired', 'createPayment', { body });
    assert.equal((await resident.do('closeKey', { body: { key: body.key } })).outcome, 'not_done');
    assert.deepEqual(await resident.do('createPayment', { body: used }), entry); // the answer of then, however late
    assert.equal(await balance(), before_);
  });

  test('and after all that the books agree', async () => {
    await city.end();
    await city.verify();
  });
});
