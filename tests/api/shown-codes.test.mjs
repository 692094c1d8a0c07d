// Paying with a code on the resident's phone that the till scans: used once, for one payment, by one till.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import { grant, points as pointsTerms, publish } from '../support/giving.mjs';
import { addPlace, furnish, invited, signUp, topUp } from '../support/people.mjs';

let city, it, resident, points, rival, both;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  points = await publish(it, pointsTerms);
  resident = await signUp(city);
  await topUp(it.clerk, resident, 50_000);
  await grant(it.anna, resident, points, 300);
  const shop = await addPlace(it.anna, '喫茶 きたかぜ', ['takes_money', 'takes_points']);
  rival = await invited(city, it.bunta, shop);
  both = rival;
});
after(() => city?.remove());

const balance = async (who = resident) => (await who.do('getWallet')).balance;
const show = (who = resident, body = {}) => who.do('createWalletCode', { body });
const scan = async (till, code, key) => ({ key, ...(await till.do('openWalletCodeToPay', { body: { key, code } })) });
const charge = (till, { key, wallet }, amount) => till.do('payByWalletCode', { body: { key, wallet, amount } });
const nothing = (till, key, code) => till.refused('wallet_code_expired', 'openWalletCodeToPay', { body: { key, code } });

describe('a code shown to the till', () => {
  test('pays by QR and by its digits, and stands in both histories [PNT-k] [PAY-h]', async () => {
    const before_ = await balance();
    const by_qr = await scan(it.cook, (await show()).payload, await it.cook.key());
    const paid = await charge(it.cook, by_qr, 860);
    assert.equal(paid.kind, 'payment');
    const { number } = await show();
    const typed = number.replace(/(\d{4})(?=\d)/g, '$1-');
    await charge(it.cook, await scan(it.cook, typed, await it.cook.key()), 140);
    assert.equal(await balance(), before_ - 1000);
    const { entries } = await resident.do('getWalletHistory');
    assert.deepEqual(entries.slice(0, 2).map((each) => each.amount), [140, 860]);
    assert.equal(entries[1].digits, paid.digits);
    const sales = await it.cook.do('getSales');
    assert.ok(sales.entries.some((each) => each.id === paid.id));
  });

  test('is told to neither side what is in the wallet [PNT-k]', async () => {
    const key = await it.cook.key();
    const opened = await it.cook.do('openWalletCodeToPay', { body: { key, code: (await show()).payload } });
    assert.deepEqual(Object.keys(opened).sort(), ['key_expires_at', 'wallet']);
  });

  test('a lost answer: the same key has the same answer, at every step [PAY-h]', async () => {
    const before_ = await balance();
    const { payload } = await show();
    const key = await it.cook.key();
    const first = await scan(it.cook, payload, key);
    const again = await scan(it.cook, payload, key);
    const paid = await charge(it.cook, first, 500);
    assert.deepEqual(await charge(it.cook, again, 500), paid);
    await show(); // the phone shows the next code: the old row is gone
    assert.deepEqual(await charge(it.cook, first, 500), paid);
    await it.cook.refused('key_reused', 'payByWalletCode', { body: { key, wallet: first.wallet, amount: 501 } });
    const { outcome, entry } = await it.cook.do('closeKey', { body: { key } });
    assert.equal(outcome, 'done');
    assert.equal(entry.id, paid.id);
    assert.equal(await balance(), before_ - 500);
  });

  test('what was never sent is not done, and stays so [PAY-h]', async () => {
    const opened = await scan(it.cook, (await show()).payload, await it.cook.key());
    assert.equal((await it.cook.do('closeKey', { body: { key: opened.key } })).outcome, 'not_done');
    await it.cook.refused('not_done', 'payByWalletCode', { body: { key: opened.key, wallet: opened.wallet, amount: 100 } });
  });

  test('scanned twice it charges once: another key opens nothing [PNT-k]', async () => {
    const { payload, number } = await show();
    const opened = await scan(it.cook, payload, await it.cook.key());
    const other = await it.cook.key();
    await nothing(it.cook, other, payload);
    await nothing(it.cook, other, number);
    await it.cook.refused('wallet_code_expired', 'payByWalletCode', { body: { key: other, wallet: opened.wallet, amount: 100 } });
    await rival.refused('wallet_code_expired', 'payByWalletCode', { body: { key: await rival.key(), wallet: opened.wallet, amount: 100 } });
    await charge(it.cook, opened, 100);
  });

  test('of two shops at once exactly one wins, twenty times [PNT-k]', async () => {
    for (let round = 0; round < 20; ++round) {
      const { payload } = await show();
      const tills = [it.cook, rival];
      const keys = await Promise.all(tills.map((till) => till.key()));
      const answers = await Promise.all(tills.map((till, i) => till.call('openWalletCodeToPay', { body: { key: keys[i], code: payload }, agent: false })));
      assert.deepEqual(answers.map((each) => each.status).sort(), [200, 422]);
      const lost = answers.find((each) => each.status === 422);
      assert.equal(lost.json.refusal, 'wallet_code_expired');
    }
  });

  test('is over after sixty seconds, and a new one voids the old [PNT-k]', async () => {
    const old = await show();
    const fresh = await show();
    await nothing(it.cook, await it.cook.key(), old.payload);
    await city.setClock(Date.parse(fresh.expires_at) + 1);
    await nothing(it.cook, await it.cook.key(), fresh.payload);
    await city.setClock(city.now(), { stands: false });
  });

  test('pays with points where it says so, and only there [PNT-l] [PAY-e]', async () => {
    const before_ = await balance();
    const opened = await scan(both, (await show(resident, { points })).payload, await both.key());
    assert.equal(opened.points.id, points);
    const paid = await charge(both, opened, 120);
    assert.deepEqual(paid.lots.map((lot) => [lot.program.unit, lot.amount]), [['point', 120]]);
    assert.equal(await balance(), before_, 'points are never yen');
    const key = await it.cook.key();
    const { payload } = await show(resident, { points });
    await it.cook.refused('place_not_capable', 'openWalletCodeToPay', { body: { key, code: payload } });
    await resident.refused('program_unknown', 'createWalletCode', { body: { points: it.program } });
    await resident.refused('program_unknown', 'createWalletCode', { body: { points: 'nosuchprogram' } });
  });

  test('refuses what the wallet does not hold, and tells by how much', async () => {
    const opened = await scan(it.cook, (await show()).payload, await it.cook.key());
    const amount = (await balance()) + 420;
    const refused = await it.cook.refused('insufficient_balance', 'payByWalletCode', { body: { key: opened.key, wallet: opened.wallet, amount } });
    assert.equal(refused.explanation.missing, 420);
  });

  test('is nothing for a counter that only tops up, and stays good there', async () => {
    const { payload } = await show();
    await it.clerk.refused('place_not_capable', 'openWalletCodeToPay', { body: { key: await it.clerk.key(), code: payload } });
    await it.clerk.do('openWalletCode', { body: { code: payload } });
    await it.cook.refused('key_unknown', 'openWalletCodeToPay', { body: { key: await it.clerk.key(), code: payload } });
    await it.cook.refused('key_unknown', 'payByWalletCode', { body: { key: await it.clerk.key(), wallet: 'x', amount: 1 } });
  });
});

describe('guessing', () => {
  test('thousands of used, copied, altered and made-up codes open nothing [PNT-k]', async () => {
    const thief_place = await addPlace(it.anna, '空き店舗', ['takes_money']);
    const thief = await invited(city, it.anna, thief_place);
    const used = await show();
    await scan(it.cook, used.payload, await it.cook.key());
    const good = await show(await signUp(city));
    const key = await thief.key();
    const last = good.payload.length - 1;
    const altered = (i) => {
      const at = last - 1 - (i % 24);
      const other = good.payload[at] === 'A' ? 'B' : 'A';
      return good.payload.slice(0, at) + other + good.payload.slice(at + 1);
    };
    const tries = Array.from({ length: 3000 }, (_, i) => [used.payload, used.number, altered(i), String((i * 7919 + 100_003) * 99_991).padStart(12, '0').slice(0, 12)][i % 4]);
    const words = new Map();
    for (let i = 0; i < tries.length; i += 60) {
      const answers = await Promise.all(tries.slice(i, i + 60).map((code) => thief.call('openWalletCodeToPay', { body: { key, code } })));
      for (const { json } of answers) words.set(json.refusal, (words.get(json.refusal) ?? 0) + 1);
    }
    assert.deepEqual([...words.keys()].sort(), ['too_many_requests', 'wallet_code_expired']);
    assert.equal(words.get('wallet_code_expired'), 30, 'a place has so many wrong ones in ten minutes');
    // Whoever guessed waits, with a good code too; other places do not.
    await thief.refused('too_many_requests', 'openWalletCodeToPay', { body: { key, code: good.payload } });
    await it.cook.do('openWalletCodeToPay', { body: { key: await it.cook.key(), code: good.payload } });
  });
});
