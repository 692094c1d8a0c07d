// The card provider's stand-in by itself: its interface as our client speaks it, its page and its switches. (What a city
// does with it: card-top-ups.test.mjs.)
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { City, cardSecret } from '../support/city.mjs';
import { operations } from '../support/contract.mjs';

let city, anybody;
before(async () => {
  city = await City.create();
  anybody = new Client(city);
});
after(() => city?.remove());

const authorization = `Bearer ${cardSecret}`;
const form = (reference, further = {}) =>
  String(
    new URLSearchParams({
      mode: 'payment',
      client_reference_id: reference,
      'line_items[0][quantity]': 1,
      'line_items[0][price_data][currency]': 'jpy',
      'line_items[0][price_data][unit_amount]': 3000,
      'line_items[0][price_data][product_data][name]': 'チャージ <b>',
      expires_at: Math.floor(city.now() / 1000) + 3600,
      success_url: 'http://127.0.0.1:1/paid',
      cancel_url: 'http://127.0.0.1:1/left',
      ...further,
    }),
  );
const ask = (how, operation, options = {}) => anybody[how](operation, { headers: { authorization, ...options.headers }, ...options });
const page = (reference) => ask('do', 'simulateCardCheckout', { body: form(reference) });
const press = (id, action) => anybody.call('pressCardPage', { id, body: `action=${action}` });

describe('the card simulator', () => {
  test('refuses whoever does not know the secret', async () => {
    const stranger = { headers: { authorization: 'Bearer x' } };
    for (const operation of ['simulateCardCheckout', 'simulateCardList', 'simulateCardSession', 'simulateCardExpiry', 'simulateCardSearch', 'simulateCardRefund']) {
      await anybody.refused('sign_in_refused', operation, { id: 'X', ...stranger, body: operation.match(/List|Session|Search/) ? undefined : 'a=b' });
    }
  });

  test('refuses a head that is too large, as every page of the server does', async () => {
    const large = { headers: { 'x-long': 'x'.repeat(20_000) }, agent: false };
    const all = [...operations.values()].filter((each) => each.simulator && /Card/.test(each.id));
    assert.ok(all.length >= 11);
    for (const { id, method } of all) {
      await anybody.refused('request_too_large', id, { id: 'X', ...large, body: method === 'GET' ? undefined : '' });
    }
  });

  test('shows a page on which people pay, fail, leave or let the time run out [CHG-e]', async () => {
    const { id, url } = await page('one');
    assert.equal(url, `${city.url}/sim/card/pay/${id}`);
    const { headers } = await anybody.call('showCardPage', { id });
    assert.match(headers['content-security-policy'], /form-action 'self'/);
    assert.match(await anybody.do('showCardPage', { id }), /チャージ &lt;b&gt; <strong>3000円/);
    assert.match((await press(id, 'fail')).json, /使えませんでした/);
    assert.equal((await press(id, 'leave')).headers.location, 'http://127.0.0.1:1/left');
    assert.equal((await ask('do', 'simulateCardSession', { id })).payment_status, 'unpaid');
    assert.equal((await press(id, 'pay')).headers.location, 'http://127.0.0.1:1/paid');
    assert.equal((await ask('do', 'simulateCardSession', { id })).payment_status, 'paid');
    assert.equal((await press(id, 'pay')).status, 400);
    const lapsed = await page('two');
    assert.equal((await press(lapsed.id, 'lapse')).status, 303);
    assert.equal((await ask('do', 'simulateCardSession', { id: lapsed.id })).status, 'expired');
    await anybody.refused('not_found', 'showCardPage', { id: 'nobody' });
  });

  test('does once what is asked twice under one key, and refuses other content under it', async () => {
    const headers = { authorization, 'idempotency-key': 'k1' };
    const body = form('three');
    const first = await anybody.do('simulateCardCheckout', { headers, body });
    assert.deepEqual(await anybody.do('simulateCardCheckout', { headers, body }), first);
    const other = await anybody.call('simulateCardCheckout', { headers, body: form('three', { mode: 'setup' }) });
    assert.deepEqual([other.status, other.json.error.type], [400, 'idempotency_error']);
  });

  test('closes pages, finds payments by our reference, and gives back once', async () => {
    const { id } = await page('four');
    assert.equal((await ask('do', 'simulateCardExpiry', { id, body: '' })).status, 'expired');
    assert.equal((await ask('call', 'simulateCardExpiry', { id, body: '' })).status, 400);
    const paid = await page('five');
    const query = { query: "metadata['reference']:'five'" };
    assert.deepEqual((await ask('do', 'simulateCardSearch', { query })).data, []);
    await press(paid.id, 'pay');
    const [{ id: payment_intent }] = (await ask('do', 'simulateCardSearch', { query })).data;
    assert.equal((await ask('call', 'simulateCardSearch', { query: { query: 'x' } })).status, 400);
    assert.equal((await ask('do', 'simulateCardList', { query: { payment_intent } })).data[0].client_reference_id, 'five');
    const refund = () => ask('call', 'simulateCardRefund', { body: String(new URLSearchParams({ payment_intent })) });
    assert.equal((await refund()).json.amount, 3000);
    assert.equal((await refund()).json.error.code, 'charge_already_refunded');
    const books = (await anybody.do('readCardPayments')).payments.find((each) => each.reference === 'five');
    assert.deepEqual([books.status, books.refunded, books.charged_back], ['captured', 3000, false]);
  });

  test('takes charge-backs and switches, and refuses what it does not know', async () => {
    const { id } = await page('six');
    await anybody.refused('not_found', 'chargeCardBack', { body: { reference: 'six' } });
    await press(id, 'pay');
    assert.deepEqual(await anybody.do('chargeCardBack', { body: { reference: 'six' } }), { reference: 'six' });
    for (const body of [{}, { api: 'none' }, { api: 'x', messages: 'none' }, { api: 'none', messages: 'none', more: 1 }]) {
      await anybody.refused('invalid_request', 'setCardFaults', { body });
    }
    assert.deepEqual(await anybody.do('setCardFaults', { body: { api: 'down', messages: 'lost' } }), { api: 'down', messages: 'lost' });
    assert.equal((await ask('call', 'simulateCardSession', { id })).status, 503);
    await anybody.do('setCardFaults', { body: { api: 'none', messages: 'none' } });
    // readCardPayments has no parameter and asks for no secret: only its method can be wrong.
    await anybody.refused('invalid_request', 'readCardPayments', { body: 'x' });
  });
});
