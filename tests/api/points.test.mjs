// Points are paid with where they are taken and are never yen; payments are taken back whole or in part.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { addPlace, amountPage, furnish, invited, pay, signUp, topUp } from '../support/people.mjs';

let city, it, points, stall, keeper, resident;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  points = await giving.publish(it, giving.points);
  stall = await addPlace(it.anna, 'ポイント交換所', ['takes_points']);
  keeper = await invited(city, it.anna, stall);
  resident = await signUp(city);
  await topUp(it.clerk, resident, 10_000);
  await giving.grant(it.anna, resident, points, 400);
});
after(() => city?.remove());

const balance = async () => (await resident.do('getWallet')).balance;
const cancel = async (client, payment, further = {}) => client.call('cancelEntry', { id: payment.id, body: { key: await client.key(), reason: 'goods_returned', ...further } });

describe('points', () => {
  test('pay where points are taken, and never as yen [PNT-a]', async () => {
    const page = await resident.do('openPlaceCode', { body: { code: stall.code_url } });
    assert.deepEqual([page.payable, page.takes_points], [false, true]);
    const shop = await resident.do('openPlaceCode', { body: { code: it.shop.code_url } });
    assert.deepEqual([shop.payable, shop.takes_points], [true, false]);
    const preview = await resident.do('previewPayment', { body: { place: stall.id, amount: 150, points } });
    assert.deepEqual(preview.explanation.used.map((each) => [each.program.id, each.program.unit, each.amount]), [[points, 'point', 150]]);
    const body = { key: page.key, place: stall.id, amount: 150, points };
    const entry = await resident.do('createPayment', { body });
    assert.deepEqual(await resident.do('createPayment', { body }), entry);
    assert.deepEqual([await giving.held(resident, points), await balance()], [250, 10_000]);

    const other = async (further) => ({ body: { key: await resident.key(), place: stall.id, amount: 1, points, ...further } });
    await resident.refused('place_not_capable', 'createPayment', await other({ points: undefined }));
    await resident.refused('place_not_capable', 'createPayment', await other({ place: it.shop.id }));
    await resident.refused('program_unknown', 'createPayment', await other({ points: it.program }));
    assert.equal((await resident.refused('program_unknown', 'createPayment', await other({ points: 'X' }))).field, 'points');
    assert.equal((await resident.refused('program_unknown', 'previewPayment', { body: { place: stall.id, amount: 1, points: 'X' } })).field, 'points');
    assert.equal((await resident.refused('insufficient_balance', 'createPayment', await other({ amount: 251 }))).explanation.missing, 1);
    const yen = await resident.do('previewPayment', { body: { place: it.shop.id, amount: 10_001 } });
    assert.deepEqual([yen.refusal, yen.explanation.unused.find((each) => each.program.id === points).reason], ['insufficient_balance', 'not_money']);
    const { entries } = await keeper.do('getSales');
    assert.deepEqual(entries.map((each) => [each.id, each.direction, each.lots[0].program.unit]), [[entry.id, 'in', 'point']]);
    assert.equal(entries[0].explanation.unused.length, 0);
  });

  test('come back with a cancel by the place that took them [PNT-a]', async () => {
    const page = await resident.do('openPlaceCode', { body: { code: stall.code_url } });
    const payment = await resident.do('createPayment', { body: { key: page.key, place: stall.id, amount: 100, points } });
    const before_ = await giving.held(resident, points);
    assert.equal((await cancel(keeper, payment, { amount: 30 })).json.amount, 30);
    assert.equal(await giving.held(resident, points), before_ + 30);
  });

  test('are told beside the day’s yen, never added to it, at a place that takes both and in the city’s figures [PNT-a]', async () => {
    const today = async () => (await it.anna.do('getDashboard')).today;
    const before_ = await today();
    const both = await addPlace(it.anna, '両方の店', ['takes_money', 'takes_points']);
    const cashier = await invited(city, it.anna, both);
    await pay(resident, both, 500);
    const page = await resident.do('openPlaceCode', { body: { code: both.code_url } });
    const payment = await resident.do('createPayment', { body: { key: page.key, place: both.id, amount: 60, points } });
    await cancel(cashier, payment, { amount: 10 });
    const sales = await cashier.do('getSales');
    assert.deepEqual([sales.count, sales.amount, sales.cancelled], [2, 500, 0]);
    assert.deepEqual(sales.by_program.map((each) => [each.program.unit, each.amount]).sort(), [['money', 500], ['point', 50]]);
    assert.deepEqual((await cashier.do('getOwnPlace')).today, { count: 2, amount: 500 });
    const now = await today();
    assert.deepEqual([now.payments - before_.payments, now.paid - before_.paid], [2, 500]);
  });
});

describe('a cancel', () => {
  test('takes back a part, again a part, and never more than there was', async () => {
    const payment = await pay(resident, it.shop, 1000);
    const before_ = await balance();
    const body = { key: await it.cook.key(), reason: 'wrong_amount', amount: 300 };
    const first = await it.cook.do('cancelEntry', { id: payment.id, body });
    assert.deepEqual([first.amount, first.cancels], [300, payment.id]);
    assert.deepEqual(await it.cook.do('cancelEntry', { id: payment.id, body }), first);
    const { status, json } = await cancel(it.cook, payment, { amount: 701 });
    assert.deepEqual([status, json.refusal], [422, 'cancel_too_much']);
    assert.equal((await cancel(it.cook, payment, { amount: 200 })).json.amount, 200);
    const seen = await resident.do('getEntry', { id: payment.id });
    assert.deepEqual([seen.amount, seen.cancelled_amount, seen.cancelled_by], [1000, 500, undefined], 'the rest of it stands');
    assert.equal((await it.cook.do('getSales')).entries.find((each) => each.id === payment.id).cancelled_amount, 500);
    const last = (await cancel(it.cook, payment)).json;
    assert.equal(last.amount, 500);
    assert.equal((await resident.do('getEntry', { id: payment.id })).cancelled_by, last.id);
    assert.equal((await cancel(it.cook, payment)).json.refusal, 'already_cancelled');
    assert.equal(await balance(), before_ + 1000);
    for (const amount of [0, -1, 10_000_000]) assert.equal((await cancel(it.cook, payment, { amount })).json.refusal, 'amount_out_of_range');
  });

  test('by the city reaches back further than the place’s own day', async () => {
    const payment = await pay(resident, it.shop, 400);
    await giving.later(city, it, 24 * 60);
    assert.equal((await cancel(it.cook, payment)).json.refusal, 'cancel_too_late');
    const before_ = await balance();
    const taken = (await cancel(it.anna, payment, { amount: 100 })).json;
    assert.deepEqual([taken.amount, taken.place.id], [100, it.shop.id]);
    const { count, amount } = await it.cook.do('getSales'); // a day that took nothing and gave back
    assert.deepEqual([count, amount], [0, -100]);
    const { today } = await it.anna.do('getDashboard');
    assert.deepEqual([today.payments, today.paid], [0, -100]);
    assert.equal(await balance(), before_ + 100);
    for (const id of ['X', '999999']) assert.equal((await cancel(it.anna, { id })).json.refusal, 'payment_unknown');
    assert.equal((await cancel(it.anna, { id: '1' })).json.refusal, 'payment_unknown');
  });

  test('after the value’s last day returns nothing to the wallet', async () => {
    const brief = await giving.publish(it, { ...giving.gift, name: '三日だけ', expiry: { kind: 'days_after', days: 2 } });
    const person = await signUp(city);
    await giving.grant(it.anna, person, brief, 700);
    const payment = await pay(person, it.shop, 600);
    await giving.later(city, it, 3 * 24 * 60);
    const gone = (await cancel(it.anna, payment)).json;
    assert.deepEqual([gone.amount, gone.lots], [600, []]);
    assert.equal((await person.do('getWallet')).balance, 0);
  });

  test('of a top-up takes back what is still there of it', async () => {
    const person = await signUp(city);
    const entry = await topUp(it.clerk, person, 5000);
    for (const amount of [1000, 4999]) {
      const { status, json } = await cancel(it.clerk, entry, { reason: 'wrong_person', amount });
      assert.deepEqual([status, json.refusal], [422, 'not_in_part']);
    }
    assert.equal((await cancel(it.clerk, entry, { amount: 5001 })).json.refusal, 'cancel_too_much');
    assert.equal((await person.do('getWallet')).balance, 5000, 'a part of it was asked for: nothing was taken');
    const back = (await cancel(it.clerk, entry, { reason: 'wrong_person', amount: 5000 })).json;
    assert.equal(back.amount, 5000);
    assert.deepEqual([back.kind, back.cancels], ['cancel', entry.id]);
    assert.equal((await person.do('getWallet')).balance, 0);
    assert.equal((await cancel(it.clerk, entry)).json.refusal, 'already_cancelled');
  });

  test('and after all that the books agree', async () => {
    await city.end();
    await city.verify();
  });
});
