// Cards over the API: made, handed out, used at shops and counters without a phone, lost, replaced, moved to the app.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';

const gift = { ...people.ordinary, name: '子育ての贈り物', stamp: '子', origin: 'granted', top_up: undefined, expiry: { kind: 'days_after', days: 30 } };

/** Makes a batch and gives what is printed. */
async function made(operator, kind, count = 1) {
  return (await operator.do('createCardBatch', { body: { key: await operator.key(), kind, count } })).cards;
}
/** One more card, handed out by this client. */
async function handedOut(operator, client, kind = 'rechargeable') {
  const [card] = await made(operator, kind);
  await client.do('activateCard', { body: { key: await client.key(), code: card.url } });
  return card;
}
async function topUpCard(clerk, card, program, amount) {
  return clerk.do('topUpCard', { body: { key: await clerk.key(), code: card.url, program, amount } });
}
async function pay(cook, card, amount) {
  return cook.do('payByCard', { body: { key: await cook.key(), code: card.url, amount } });
}
const lots = (card) => card.lots.map((each) => [each.program.name, each.amount]);

for (const postgres of [false, true]) {
  describe(`cards on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, gifts, card;
    const balance = async (of) => (await it.cook.do('openCardCode', { body: { code: of.url } })).card.balance;
    before(async () => {
      city = await City.create({ postgres });
      it = await people.furnish(city);
      gifts = (await people.approve(it.bunta, await people.propose(it.anna, gift))).program;
    });
    after(() => city?.remove());

    test('a batch is made once for one key, with codes that nobody can guess [GEN-a]', async () => {
      const body = { key: await it.anna.key(), kind: 'rechargeable', count: 300 };
      const batch = await it.anna.do('createCardBatch', { body });
      assert.equal(new Set(batch.cards.map((each) => each.url)).size, 300);
      assert.equal(new Set(batch.cards.map((each) => each.id)).size, 300);
      await city.restart({ signal: 'SIGKILL' });
      assert.deepEqual(await it.anna.do('createCardBatch', { body }), batch);
      await it.anna.refused('key_reused', 'createCardBatch', { body: { ...body, count: 299 } });
      const { batches } = await it.bunta.do('listCardBatches');
      assert.deepEqual(batches.map((each) => [each.id, each.kind, each.count]), [[batch.batch.id, 'rechargeable', 300]]);
      card = batch.cards[7];
      const found = await it.bunta.do('findCard', { body: { card: card.id } });
      assert.deepEqual([found.id, found.status, found.balance, found.lots], [card.id, 'registered', 0, []]);
      assert.deepEqual(await it.bunta.do('findCard', { body: { card: card.url } }), found);
    });

    test('it opens nothing until it is handed out; then an empty wallet of its own [GEN-a]', async () => {
      const { anna, cook, clerk } = it;
      assert.equal((await cook.do('openCardCode', { body: { code: card.url } })).card.status, 'registered');
      await cook.refused('card_not_active', 'payByCard', { body: { key: await cook.key(), code: card.url, amount: 1 } });
      await clerk.refused('card_not_active', 'topUpCard', { body: { key: await clerk.key(), code: card.url, program: it.program, amount: 1000 } });
      await cook.refused('card_not_active', 'getCardHistory', { body: { code: card.url } });
      await anna.refused('card_not_active', 'grantToCard', { id: card.id, body: { key: await anna.key(), program: gifts, amount: 1 } });
      await anna.refused('card_not_active', 'setCardStatus', { id: card.id, body: { key: await anna.key(), status: 'blocked' } });
      const body = { key: await clerk.key(), code: card.url };
      const active = await clerk.do('activateCard', { body });
      assert.deepEqual([active.status, active.balance], ['active', 0]);
      await city.restart({ signal: 'SIGKILL' });
      assert.deepEqual(await clerk.do('activateCard', { body }), active);
      await clerk.refused('card_not_active', 'activateCard', { body: { key: await clerk.key(), code: card.url } });
    });

    test('a counter tops it up, a shop takes a payment, anybody at a shop sees what is left [GEN-a, GEN-b]', async () => {
      const page = await it.clerk.do('openCardCode', { body: { code: card.url } });
      assert.deepEqual(page.programs.map((each) => each.program.id), [it.program]);
      const put = { key: page.key, code: card.url, program: it.program, amount: 5000 };
      const top = await it.clerk.do('topUpCard', { body: put });
      const body = { key: await it.cook.key(), code: card.url, amount: 1200 };
      const paid = await it.cook.do('payByCard', { body });
      await city.restart({ signal: 'SIGKILL' });
      assert.deepEqual(await it.clerk.do('topUpCard', { body: put }), top);
      assert.deepEqual(await it.cook.do('payByCard', { body }), paid);
      assert.equal((await it.cook.do('closeKey', { body: { key: body.key } })).entry.id, paid.id);
      assert.equal(await balance(card), 3800);
      const { entries } = await it.cook.do('getCardHistory', { body: { code: card.url } });
      assert.deepEqual(entries.map((each) => [each.kind, each.amount]), [['payment', 1200], ['top_up', 5000]]);
      const one = await it.cook.do('getCardHistory', { body: { code: card.url, limit: 1 } });
      const two = await it.cook.do('getCardHistory', { body: { code: card.url, limit: 1, before: Number(one.next_before) } });
      assert.deepEqual([one.entries[0].id, two.entries[0].id], entries.map((each) => each.id));
      const sales = await it.cook.do('getSales');
      assert.deepEqual([sales.count, sales.amount], [1, 1200]);
      const problem = await it.cook.refused('insufficient_balance', 'payByCard', { body: { ...body, key: await it.cook.key(), amount: 3801 } });
      assert.equal(problem.explanation.missing, 1);
      await it.cook.do('cancelEntry', { id: paid.id, body: { key: await it.cook.key(), reason: 'wrong_amount' } });
      assert.equal(await balance(card), 5000);
    });

    test('unknown, foreign and altered codes have one answer, whoever asks [GEN-a]', async () => {
      const text = card.url.split('/').pop();
      const codes = [text.replace(/.$/, (c) => (c === '7' ? '8' : '7')), text.slice(1), `${city.url}/c/${'0'.repeat(40)}`, 'https://example.com/x', 'x', it.shop.code_url];
      const answers = [];
      for (const code of codes) {
        answers.push(await it.cook.refused('card_unknown', 'openCardCode', { body: { code } }));
        await it.cook.refused('card_unknown', 'payByCard', { body: { key: await it.cook.key(), code, amount: 1 } });
      }
      for (const each of answers) assert.deepEqual(each, answers[0]);
      const resident = await people.signUp(city);
      const [code] = codes;
      await it.cook.refused('card_unknown', 'getCardHistory', { body: { code } });
      await it.clerk.refused('card_unknown', 'topUpCard', { body: { key: await it.clerk.key(), code, program: it.program, amount: 1000 } });
      await it.clerk.refused('program_unknown', 'topUpCard', { body: { key: await it.clerk.key(), code: card.url, program: 'NONE', amount: 1000 } });
      await it.clerk.refused('card_unknown', 'activateCard', { body: { key: await it.clerk.key(), code } });
      await it.cook.refused('card_unknown', 'blockCard', { body: { key: await it.cook.key(), card: '0000000000000000' } });
      await it.anna.refused('card_unknown', 'findCard', { body: { card: '0000000000000000' } });
      await it.anna.refused('not_found', 'setCardStatus', { id: '0000000000000000', body: { key: await it.anna.key(), status: 'blocked' } });
      await it.anna.refused('card_unknown', 'reissueCard', { id: card.id, body: { key: await it.anna.key(), code } });
      await resident.refused('card_unknown', 'linkCard', { body: { code } });
      await resident.refused('card_unknown', 'moveCard', { body: { key: await resident.key(), code } });
      // The printed number is for people: it pays nothing and shows a shop nothing.
      await it.cook.refused('card_unknown', 'openCardCode', { body: { code: card.id } });
      await it.cook.refused('card_unknown', 'payByCard', { body: { key: await it.cook.key(), code: card.id, amount: 1 } });
    });

    test('a single-use card is loaded by the city, spent to the last yen, and cannot be topped up [GEN-b]', async () => {
      const single = await handedOut(it.anna, it.anna, 'single_use');
      const body = { key: await it.anna.key(), program: gifts, amount: 3000 };
      const granted = await it.anna.do('grantToCard', { id: single.id, body });
      assert.deepEqual(await it.anna.do('grantToCard', { id: single.id, body }), granted);
      const page = await it.clerk.do('openCardCode', { body: { code: single.url } });
      assert.deepEqual([page.card.kind, page.card.balance, page.programs], ['single_use', 3000, []]);
      await it.clerk.refused('card_single_use', 'topUpCard', { body: { key: page.key, code: single.url, program: it.program, amount: 1000 } });
      await it.anna.refused('program_unknown', 'grantToCard', { id: single.id, body: { ...body, key: await it.anna.key(), program: 'NONE' } });
      await pay(it.cook, single, 2999);
      await pay(it.cook, single, 1);
      assert.equal(await balance(single), 0);
      await it.cook.refused('insufficient_balance', 'payByCard', { body: { key: await it.cook.key(), code: single.url, amount: 1 } });
    });

    test('points on a card, of either kind, are spent where points are taken, and are never yen [PNT-l] [GEN-a]', async () => {
      const points = (await people.approve(it.bunta, await people.propose(it.anna, giving.points))).program;
      const stall = await people.addPlace(it.anna, '交換所', ['takes_money', 'takes_points']);
      const keeper = await people.invited(city, it.anna, stall);
      for (const kind of ['rechargeable', 'single_use']) {
        const one = await handedOut(it.anna, it.clerk, kind);
        await it.anna.do('grantToCard', { id: one.id, body: { key: await it.anna.key(), program: points, amount: 90 } });
        const page = await keeper.do('openCardCode', { body: { code: one.url } });
        assert.deepEqual([page.card.balance, page.card.lots.map((each) => [each.program.id, each.program.unit, each.amount])], [0, [[points, 'point', 90]]]);
        const body = { key: page.key, code: one.url, amount: 60, points };
        const paid = await keeper.do('payByCard', { body });
        assert.deepEqual([paid.kind, paid.amount, paid.lots[0].program.id, paid.lots[0].program.unit], ['payment', 60, points, 'point']);
        await city.restart({ signal: 'SIGKILL' });
        assert.deepEqual(await keeper.do('payByCard', { body }), paid);
        await keeper.refused('key_reused', 'payByCard', { body: { ...body, points: undefined } });
        const other = async (further) => ({ body: { key: await keeper.key(), code: one.url, amount: 1, points, ...further } });
        assert.equal((await keeper.refused('insufficient_balance', 'payByCard', await other({ amount: 31 }))).explanation.missing, 1);
        const yen = await keeper.refused('insufficient_balance', 'payByCard', await other({ points: undefined }));
        assert.equal(yen.explanation.unused.find((each) => each.program.id === points).reason, 'not_money');
        await keeper.refused('program_unknown', 'payByCard', await other({ points: it.program })); // money
        assert.equal((await keeper.refused('program_unknown', 'payByCard', await other({ points: 'X' }))).field, 'points');
        await it.cook.refused('place_not_capable', 'payByCard', { body: { key: await it.cook.key(), code: one.url, amount: 1, points } });
        await keeper.do('cancelEntry', { id: paid.id, body: { key: await keeper.key(), reason: 'goods_returned', amount: 20 } });
        const { card: now } = await keeper.do('openCardCode', { body: { code: one.url } });
        assert.deepEqual([now.balance, now.lots.map((each) => each.amount)], [0, [50]]);
      }
    });

    test('a lost card is stopped by its number at a shop, opened again by the city alone [GEN-b]', async () => {
      const body = { key: await it.cook.key(), card: card.id };
      assert.deepEqual(await it.cook.do('blockCard', { body }), { status: 'blocked' });
      await city.restart();
      await it.cook.refused('card_blocked', 'openCardCode', { body: { code: card.url } });
      await it.cook.refused('card_blocked', 'payByCard', { body: { key: await it.cook.key(), code: card.url, amount: 1 } });
      await it.clerk.refused('card_blocked', 'topUpCard', { body: { key: await it.clerk.key(), code: card.url, program: it.program, amount: 1000 } });
      const opened = await it.anna.do('setCardStatus', { id: card.id, body: { key: await it.anna.key(), status: 'active' } });
      assert.deepEqual([opened.status, opened.balance], ['active', 5000]);
      await pay(it.cook, card, 500);
    });

    test('a re-issued card opens the same wallet; the old one says that it was replaced [GEN-b]', async () => {
      const [fresh] = await made(it.anna, 'rechargeable');
      const [other_kind] = await made(it.anna, 'single_use');
      await it.anna.refused('card_not_active', 'reissueCard', { id: card.id, body: { key: await it.anna.key(), code: other_kind.url } });
      const body = { key: await it.anna.key(), code: fresh.url };
      const shown = await it.anna.do('reissueCard', { id: card.id, body });
      assert.deepEqual([shown.id, shown.status, shown.balance], [fresh.id, 'active', 4500]);
      await city.restart({ signal: 'SIGKILL' });
      assert.deepEqual(await it.anna.do('reissueCard', { id: card.id, body }), shown);
      for (const operation of ['openCardCode', 'getCardHistory']) await it.cook.refused('card_replaced', operation, { body: { code: card.url } });
      await it.cook.refused('card_replaced', 'payByCard', { body: { key: await it.cook.key(), code: card.url, amount: 1 } });
      const old = await it.bunta.do('findCard', { body: { card: card.id } });
      assert.deepEqual([old.status, old.balance, old.lots], ['replaced', 0, []]);
      const { entries } = await it.cook.do('getCardHistory', { body: { code: fresh.url } });
      assert.equal(entries.length, 4, 'the history stays with the wallet');
      card = fresh;
    });

    test('linked to an app it can be seen and blocked from there, by nobody else [GEN-b]', async () => {
      const [owner, stranger] = [await people.signUp(city), await people.signUp(city)];
      const linked = await owner.do('linkCard', { body: { code: card.url } });
      assert.deepEqual(await owner.do('linkCard', { body: { code: card.url } }), linked);
      assert.deepEqual((await owner.do('listOwnCards')).cards, [linked]);
      await stranger.refused('card_linked', 'linkCard', { body: { code: card.url } });
      assert.deepEqual((await stranger.do('listOwnCards')).cards, []);
      await stranger.refused('not_found', 'blockOwnCard', { id: card.id, body: { key: await stranger.key() } });
      await owner.refused('key_unknown', 'blockOwnCard', { id: card.id, body: { key: 'x' } });
      const body = { key: await owner.key() };
      assert.equal((await owner.do('blockOwnCard', { id: card.id, body })).status, 'blocked');
      assert.equal((await owner.do('blockOwnCard', { id: card.id, body })).status, 'blocked');
      await it.cook.refused('card_blocked', 'openCardCode', { body: { code: card.url } });
      await it.anna.do('setCardStatus', { id: card.id, body: { key: await it.anna.key(), status: 'active' } });
      // Re-issued, nobody is linked to the new one: whoever holds it links it anew, and the old link opens nothing.
      const [fresh] = await made(it.anna, 'rechargeable');
      await it.anna.do('reissueCard', { id: card.id, body: { key: await it.anna.key(), code: fresh.url } });
      assert.deepEqual((await owner.do('listOwnCards')).cards, []);
      await owner.refused('not_found', 'blockOwnCard', { id: fresh.id, body: { key: await owner.key() } });
      await owner.refused('card_not_active', 'blockOwnCard', { id: card.id, body: { key: await owner.key() } });
      await owner.refused('card_replaced', 'linkCard', { body: { code: card.url } });
      await stranger.do('linkCard', { body: { code: fresh.url } });
      await owner.refused('card_linked', 'linkCard', { body: { code: fresh.url } });
      assert.deepEqual((await stranger.do('listOwnCards')).cards.map((each) => each.id), [fresh.id]);
      // Taken out by its own app only; then whoever holds it links it.
      await owner.do('unlinkOwnCard', { id: fresh.id, body: {} });
      assert.equal((await stranger.do('listOwnCards')).cards.length, 1);
      for (const id of [fresh.id, fresh.id, 'none']) await stranger.do('unlinkOwnCard', { id, body: {} });
      assert.deepEqual((await stranger.do('listOwnCards')).cards, []);
      assert.equal((await owner.do('linkCard', { body: { code: fresh.url } })).status, 'active');
      card = fresh;
    });

    test('everything on a card moves to the app, lot by lot; the card ends [CHG-g]', async () => {
      const resident = await people.signUp(city);
      await it.anna.do('grantToCard', { id: card.id, body: { key: await it.anna.key(), program: gifts, amount: 700 } });
      const before_it = (await it.clerk.do('openCardCode', { body: { code: card.url } })).card;
      const body = { key: await resident.key(), code: card.url };
      const entry = await resident.do('moveCard', { body });
      await city.restart({ signal: 'SIGKILL' });
      assert.deepEqual(await resident.do('moveCard', { body }), entry);
      assert.deepEqual([entry.kind, entry.direction, entry.lots.length], ['move_card', 'in', 2]);
      const wallet = await resident.do('getWallet');
      assert.equal(wallet.balance, 5200);
      assert.deepEqual(wallet.lots, before_it.lots);
      assert.deepEqual(lots(wallet), [['子育ての贈り物', 700], ['ふだんのチャージ', 4500]]);
      await it.cook.refused('wallet_moved', 'openCardCode', { body: { code: card.url } });
      await it.clerk.refused('card_not_active', 'activateCard', { body: { key: await it.clerk.key(), code: card.url } });
      await it.cook.refused('wallet_moved', 'payByCard', { body: { key: await it.cook.key(), code: card.url, amount: 1 } });
      await resident.refused('wallet_moved', 'moveCard', { body: { key: await resident.key(), code: card.url } });
      await people.pay(resident, it.shop, 5200);
    });

    test('also a card with nothing on it; and not into a blocked app [CHG-g]', async () => {
      const empty = await handedOut(it.anna, it.clerk);
      const resident = await people.signUp(city);
      const found = await it.anna.do('findResident', { body: { phone: resident.phone, reason: '紛失' } });
      const set = async (status) => it.anna.do('setResidentStatus', { id: found.id, body: { key: await it.anna.key(), status, reason: '紛失' } });
      await set('blocked');
      await resident.refused('wallet_blocked', 'moveCard', { body: { key: await resident.key(), code: empty.url } });
      await set('active');
      const entry = await resident.do('moveCard', { body: { key: await resident.key(), code: empty.url } });
      assert.deepEqual([entry.kind, entry.lots], ['move_card', []]);
      assert.equal((await it.anna.do('findCard', { body: { card: empty.id } })).status, 'moved');
      await city.end();
      await city.verify();
      await city.start();
    });

    test('a key that was used is good for nothing else; a made-up one for nothing [PAY-h]', async () => {
      const { anna, cook, clerk } = it;
      const mine = await handedOut(anna, clerk);
      const [fresh] = await made(anna, 'rechargeable');
      const key = await anna.key();
      const set = { key, status: 'blocked' };
      await anna.do('setCardStatus', { id: mine.id, body: set });
      await anna.do('setCardStatus', { id: mine.id, body: { key: await anna.key(), status: 'active' } });
      const tries = [
        ['createCardBatch', '', { kind: 'single_use', count: 1 }],
        ['activateCard', '', { code: fresh.url }],
        ['setCardStatus', mine.id, { status: 'active' }],
        ['reissueCard', mine.id, { code: fresh.url }],
        ['grantToCard', mine.id, { program: gifts, amount: 1 }],
      ];
      for (const [operation, id, body] of tries) {
        await anna.refused('key_reused', operation, { id, body: { key, ...body } });
        await anna.refused('key_unknown', operation, { id, body: { key: 'x', ...body } });
      }
      for (const [operation, body] of [['reissueCard', { code: fresh.url }], ['grantToCard', { program: gifts, amount: 1 }]]) {
        await anna.refused('not_found', operation, { id: '0000000000000000', body: { key: await anna.key(), ...body } });
      }
      const top_up = { key: await clerk.key(), code: mine.url, program: it.program, amount: 1000 };
      await clerk.do('topUpCard', { body: top_up });
      await clerk.refused('key_reused', 'topUpCard', { body: { ...top_up, amount: 2000 } });
      const payment = { key: await cook.key(), code: mine.url, amount: 1 };
      await cook.do('payByCard', { body: payment });
      await cook.refused('key_reused', 'payByCard', { body: { ...payment, amount: 2 } });
      await cook.refused('key_reused', 'blockCard', { body: { key: payment.key, card: mine.id } });
      const resident = await people.signUp(city);
      await resident.do('linkCard', { body: { code: mine.url } });
      const move = { key: await resident.key(), code: (await handedOut(anna, clerk)).url };
      await resident.do('moveCard', { body: move });
      await resident.refused('key_reused', 'moveCard', { body: { ...move, code: mine.url } });
      await resident.refused('key_reused', 'blockOwnCard', { id: mine.id, body: { key: move.key } });
      assert.equal(await balance(mine), 999);
    });

    test('a shop that takes no money takes none by card; a counter that receives tops up nothing for a shop [GEN-a]', async () => {
      const another = await handedOut(it.anna, it.clerk);
      await topUpCard(it.clerk, another, it.program, 1000);
      await it.clerk.refused('place_not_capable', 'payByCard', { body: { key: await it.clerk.key(), code: another.url, amount: 1 } });
      await it.cook.refused('place_not_capable', 'topUpCard', { body: { key: await it.cook.key(), code: another.url, program: it.program, amount: 1000 } });
      await it.cook.refused('key_unknown', 'payByCard', { body: { key: await it.clerk.key(), code: another.url, amount: 1 } });
      assert.equal(await balance(another), 1000);
    });
  });
}
