// Top-ups by credit card: the provider is another city's simulator, so that this city can be killed while the provider
// goes on, as in life.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Client, send } from '../support/api.mjs';
import { CardProvider, begin } from '../support/cards.mjs';
import { City, cardMessagesSecret } from '../support/city.mjs';
import * as people from '../support/people.mjs';
import { until } from '../support/program.mjs';

for (const postgres of [false, true]) {
  describe(`top-ups by card on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let cardCity, city, it, resident, other, provider;
    before(async () => {
      cardCity = await City.create();
      city = await City.create({ postgres, cards: cardCity });
      it = await people.furnish(city);
      [resident, other] = [await people.signUp(city), await people.signUp(city)];
      provider = new CardProvider(cardCity);
    });
    after(async () => {
      await city?.remove();
      await cardCity?.remove();
    });

    const balance = async (who = resident) => (await who.do('getWallet')).balance;
    const show = (id, who = resident) => who.do('getCardTopUp', { id });
    const reaches = (id, state, seconds = 15) => until(`${id} to be ${state}`, async () => (await show(id)).state === state && show(id), { seconds, every_ms: 100 });

    test('are held, paid on the provider’s page, and in the wallet once [CHG-e]', async () => {
      const body = { key: await resident.key(), program: it.program, amount: 3000 };
      const held = await resident.do('createCardTopUp', { body });
      assert.deepEqual([held.state, held.amount], ['open', 3000]);
      assert.deepEqual(await resident.do('createCardTopUp', { body }), held);
      await resident.refused('key_reused', 'createCardTopUp', { body: { ...body, amount: 4000 } });
      assert.equal(await balance(), 0);
      assert.match((await provider.anybody.do('showCardPage', { id: held.url.split('/').pop() })), /ふだんのチャージ/);
      await provider.press(held, 'fail');
      assert.equal((await show(held.id)).state, 'open');
      const { headers } = await provider.press(held, 'pay');
      assert.equal(headers.location, `${city.url}/card-top-up/${held.id}`);
      const done = await reaches(held.id, 'done');
      assert.equal(await balance(), 3000);
      assert.equal((await resident.do('getEntry', { id: done.entry })).amount, 3000);
      assert.deepEqual((await provider.books()).get(held.id).yen, 3000);
    });

    test('are given back by the card company alone: nobody cancels them here, and nothing moves [CHG-e]', async () => {
      const held = await begin(resident, it.program, 2000);
      await provider.press(held, 'pay');
      const { entry } = await reaches(held.id, 'done');
      const had = await balance();
      const cancel = async (who) => ({ id: entry, body: { key: await who.key(), reason: 'wrong_amount' } });
      const told = await it.anna.refused('top_up_by_card', 'cancelEntry', await cancel(it.anna));
      assert.match(told.detail, /増減.*カード決済会社/); // in this order: the provider does not tell us of refunds that were not ours
      assert.equal(await balance(), had);
      await it.clerk.refused('payment_not_yours', 'cancelEntry', await cancel(it.clerk));
      const { person } = await resident.do('getSession');
      const adjust = async (direction) => it.anna.do('createAdjustment', { body: { key: await it.anna.key(), resident: person.id, program: it.program, direction, amount: 2000, reason: 'correction' } });
      await adjust('take');
      assert.equal(await balance(), had - 2000, 'the next step that the refusal tells of');
      await adjust('add');
      await provider.chargeBack(held);
      await reaches(held.id, 'charged_back');
      assert.equal(await balance(), had - 2000, 'taken back once');
      await it.anna.refused('top_up_by_card', 'cancelEntry', await cancel(it.anna));
      assert.equal(await balance(), had - 2000);
    });

    test('say beforehand what would arrive and until when, by the rule that holds it [CHG-b, CHG-h]', async () => {
      const ask = (body) => resident.do('previewCardTopUp', { body: { program: it.program, amount: 3000, ...body } });
      const before_ = await balance();
      const { arrives, refusal } = await ask();
      assert.equal(refusal, undefined);
      assert.deepEqual(arrives.map(({ program, amount, expires_on }) => [program.id, amount, expires_on]), [[it.program, 3000, city.day(180)]]);
      for (const [amount, word] of [[999, 'below_minimum'], [1001, 'not_in_step'], [51_000, 'above_maximum']]) {
        const answer = await ask({ amount });
        assert.deepEqual([answer.refusal, answer.arrives], [word, []]);
      }
      await resident.refused('program_unknown', 'previewCardTopUp', { body: { program: 'NONE', amount: 1000 } });
      await it.clerk.refused('not_allowed', 'previewCardTopUp', { body: { program: it.program, amount: 1000 } });
      assert.equal(await balance(), before_);
      assert.equal((await resident.do('listTopUpChoices')).by_card, true);
    });

    test('that are left, lapse or fail give the hold back [CHG-e]', async () => {
      const before_ = await balance();
      const [left, lapsed] = [await begin(resident, it.program, 1000), await begin(resident, it.program, 2000)];
      assert.equal((await resident.do('leaveCardTopUp', { id: left.id })).state, 'ended');
      assert.equal((await resident.do('leaveCardTopUp', { id: left.id })).state, 'ended');
      assert.equal((await provider.press(left, 'pay')).status, 400);
      await provider.press(lapsed, 'lapse');
      await reaches(lapsed.id, 'ended');
      const paid = await begin(resident, it.program, 4000);
      await provider.press(paid, 'pay');
      assert.equal((await resident.do('leaveCardTopUp', { id: paid.id })).state, 'done');
      assert.equal(await balance(), before_ + 4000);
    });

    test('captured after the value’s last day are given back, never kept [CHG-e, CHG-h]', async () => {
      const late = await City.create({ postgres, cards: cardCity });
      try {
        const today = { ...people.ordinary, name: '今日かぎり', expiry: { kind: 'fixed', date: late.day() } };
        const { program } = await people.furnish(late, { program: today });
        const payer = await people.signUp(late);
        await late.setClock(Date.parse(`${late.day()}T23:55:00+09:00`), { stands: false });
        const held = await begin(payer, program, 3000);
        await late.setClock(Date.parse(`${late.day(1)}T00:01:00+09:00`), { stands: false });
        await provider.press(held, 'pay');
        await until('the money to go back', async () => (await provider.books()).get(held.id).refunded === 3000, { seconds: 30 });
        assert.equal((await payer.do('getWallet')).balance, 0);
        await until('the resident to read it', async () => (await payer.do('getCardTopUp', { id: held.id })).state === 'refunded');
      } finally {
        await late.remove();
      }
    });

    test('are refused by the ledger before anybody pays [CHG-b, CHG-c]', async () => {
      const ask = async (word, body) => resident.refused(word, 'createCardTopUp', { body: { key: await resident.key(), program: it.program, amount: 1000, ...body } });
      await ask('below_minimum', { amount: 999 });
      await ask('not_in_step', { amount: 1001 });
      await ask('above_maximum', { amount: 51_000 });
      await ask('amount_out_of_range', { amount: 0 });
      await ask('program_unknown', { program: 'NONE' });
      await ask('key_unknown', { key: 'x' });
      await resident.refused('not_found', 'getCardTopUp', { id: 'NONE' });
      await resident.refused('not_found', 'leaveCardTopUp', { id: 'NONE' });
      const { id } = await begin(resident, it.program, 1000);
      for (const operation of ['getCardTopUp', 'leaveCardTopUp']) await other.refused('not_found', operation, { id });
      await resident.do('leaveCardTopUp', { id });
    });

    test('come right when messages are late, doubled, re-ordered, lost or forged [CHG-e]', async () => {
      let expected = await balance();
      for (const messages of ['late', 'doubled', 'reordered', 'lost', 'forged']) {
        await provider.faults('none', messages);
        const held = await begin(resident, it.program, 1000);
        await provider.press(held, 'pay');
        await reaches(held.id, 'done');
        expected += 1000;
      }
      await provider.faults();
      assert.equal(await balance(), expected);
    });

    test('whose page cannot be had at once are held until it can [CHG-e]', async () => {
      const before_ = await balance();
      for (const api of ['down', 'wrong']) {
        await provider.faults(api);
        const held = await begin(resident, it.program, 1000);
        assert.deepEqual([held.state, held.url], ['preparing', undefined]);
        await provider.faults();
        const open = await reaches(held.id, 'open', 20);
        await provider.press(open, 'pay');
        await reaches(held.id, 'done');
      }
      assert.equal(await balance(), before_ + 2000);
      assert.equal([...(await provider.books()).values()].filter((each) => each.status === 'open').length, 0);
    });

    test('go on where a killed server was: before the page, after it, and while it was away [CHG-e]', async () => {
      const before_ = await balance();
      await provider.faults('down');
      const first = await begin(resident, it.program, 1000);
      await city.end('SIGKILL');
      await provider.faults();
      await city.start();
      const open = await reaches(first.id, 'open', 20);
      await city.end('SIGKILL');
      await provider.press(open, 'pay');
      await city.start();
      await reaches(first.id, 'done', 20);
      await city.restart();
      assert.equal((await show(first.id)).state, 'done');
      assert.equal(await balance(), before_ + 1000);
    });

    test('captured when the hold is gone already are refunded by themselves [CHG-d]', async () => {
      const before_ = await balance();
      const held = await begin(resident, it.program, 5000);
      await provider.press(held, 'lapse');
      await reaches(held.id, 'ended');
      await provider.press(held, 'slip');
      await reaches(held.id, 'refunded');
      const books = (await provider.books()).get(held.id);
      assert.deepEqual([books.status, books.yen, books.refunded], ['captured', 5000, 5000]);
      assert.equal(await balance(), before_);
    });

    test('charged back lose their value, also when the message comes first [CHG-e]', async () => {
      const before_ = await balance();
      const held = await begin(resident, it.program, 6000);
      await provider.press(held, 'pay');
      await reaches(held.id, 'done');
      await provider.chargeBack(held);
      await until('the charge-back', async () => (await balance()) === before_, { seconds: 15 });
      const { state, entry } = await show(held.id);
      assert.equal(state, 'charged_back');
      const { entries } = await resident.do('getWalletHistory');
      const cancel = entries.find((each) => each.kind === 'cancel' && each.cancels === entry);
      assert.equal(cancel.reason, 'charged_back');

      const quick = await begin(resident, it.program, 7000);
      await provider.faults('none', 'lost');
      await provider.press(quick, 'pay');
      await provider.faults();
      await provider.chargeBack(quick);
      await until('the end', async () => ['ended', 'charged_back'].includes((await show(quick.id)).state), { seconds: 15, every_ms: 100 });
      assert.equal(await balance(), before_); // neither value nor refund
      assert.equal((await provider.books()).get(quick.id).refunded, 0);
    });

    test('believe only what the provider signed, now [CHG-e]', async () => {
      const held = await begin(resident, it.program, 8000);
      const before_ = await balance();
      const session = { object: 'checkout.session', client_reference_id: held.id, status: 'complete', payment_status: 'paid', payment_intent: 'pi_forged', amount_total: 8000, currency: 'jpy' };
      const body = JSON.stringify({ id: 'evt_1', object: 'event', type: 'checkout.session.completed', data: { object: session } });
      const second = Math.floor(city.now() / 1000);
      const signed = (secret, at) => `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
      const anybody = new Client(city);
      for (const signature of [undefined, 'x', signed('another', second), signed(cardMessagesSecret, second - 400), signed(cardMessagesSecret, second + 400)]) {
        await anybody.refused('invalid_request', 'receiveCardMessage', { body, headers: { 'stripe-signature': signature } });
      }
      assert.equal((await show(held.id)).state, 'open');
      // Signed, but nothing that concerns this city.
      const ping = JSON.stringify({ object: 'event', type: 'ping', data: { object: {} } });
      const signature = `t=${second},v1=${createHmac('sha256', cardMessagesSecret).update(`${second}.${ping}`).digest('hex')}`;
      assert.equal((await anybody.call('receiveCardMessage', { body: ping, headers: { 'stripe-signature': signature } })).status, 204);
      assert.equal(await balance(), before_);
      await resident.do('leaveCardTopUp', { id: held.id });
    });

    test('and after all that the books agree with the provider’s [CHG-d]', async () => {
      const books = [...(await provider.books()).values()];
      const kept = books.filter((each) => each.status === 'captured' && !each.charged_back).reduce((sum, each) => sum + each.yen - each.refunded, 0);
      assert.equal(await balance(), kept);
      const { programs } = await it.anna.do('getDashboard');
      assert.deepEqual([programs[0].outstanding, programs[0].difference], [kept, 0]);
      await city.end();
      await city.verify();
    });
  });
}

describe('a city without a card provider', () => {
  test('offers none', async () => {
    const city = await City.create({ cards: null });
    try {
      const resident = await people.signUp(city);
      await resident.refused('not_found', 'createCardTopUp', { body: { key: 'x', program: 'X', amount: 1000 } });
      await resident.refused('not_found', 'previewCardTopUp', { body: { program: 'X', amount: 1000 } });
      assert.equal((await resident.do('listTopUpChoices')).by_card, false);
      assert.equal((await send(city, { method: 'POST', path: '/api/partners/card-payments', headers: { 'content-type': 'application/json' }, body: '{}' })).status, 404);
    } finally {
      await city.remove();
    }
  });
});
