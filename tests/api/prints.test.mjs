// Batches of cards and what goes to the printer: made beside the requests, fetched, read back, made again.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';
import { png } from '../support/png.mjs';
import { fetched, readBack, readExactly, ready, rows } from '../support/prints.mjs';
import { until } from '../support/program.mjs';

const gift = { ...people.ordinary, name: '子育ての贈り物', stamp: '子', origin: 'granted', top_up: undefined, expiry: { kind: 'days_after', days: 30 } };

for (const postgres of [false, true]) {
  describe(`prints on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, gifts, batch;
    before(async () => {
      city = await City.create({ postgres });
      it = await people.furnish(city);
      gifts = (await people.approve(it.bunta, await people.propose(it.anna, gift))).program;
    });
    after(() => city?.remove());

    const whole = (id) => until('the batch', async () => {
      const { batches } = await it.anna.do('listCardBatches');
      const found = batches.find((each) => each.id === id);
      return found.made === found.count && found;
    }, { seconds: 30 });

    test('a large batch is made beside the requests, goes on after a kill, and has every card once [GEN-a]', async () => {
      const body = { key: await it.anna.key(), kind: 'rechargeable', count: 3500 };
      const { batch: made, cards } = await it.anna.do('createCardBatch', { body });
      assert.deepEqual(cards, []);
      await city.restart({ signal: 'SIGKILL' });
      batch = await whole(made.id);
      assert.deepEqual([batch.count, batch.kind, batch.printable], [3500, 'rechargeable', true]);
      assert.equal((await it.anna.do('createCardBatch', { body })).batch.id, batch.id);
      await it.anna.refused('key_reused', 'createCardBatch', { body: { ...body, count: 3499 } });
      await it.anna.refused('key_reused', 'createCardBatch', { body: { ...body, first_value: { program: gifts, amount: 500 } } });
      const nothing = { key: await it.anna.key(), kind: 'single_use', count: 1, first_value: { program: 'NONE', amount: 500 } };
      await it.anna.refused('program_unknown', 'createCardBatch', { body: nothing });
    });

    test('a print of it: front, backs, list; every code once, and found again by a decoder of its own', async () => {
      const asked = await it.anna.do('createCardPrint', { body: { batch: batch.id } });
      assert.deepEqual([asked.kind, asked.batch, asked.pieces], ['cards', batch.id, 3500]);
      const print = await ready(it.bunta, asked.id);
      assert.deepEqual(print.files.map((each) => [each.name, each.pages]), [['front.pdf', 1], ['list.csv', 3500], ['backs.pdf', 3500]]);
      assert.deepEqual([print.done, print.pages], [3501, 3501]);
      const list = rows((await fetched(it.anna, print.id, 'list.csv')).bytes);
      assert.equal(new Set(list.map((row) => row.code)).size, 3500);
      assert.equal(new Set(list.map((row) => row.number)).size, 3500);
      const { bytes, headers } = await fetched(it.anna, print.id, 'backs.pdf');
      assert.match(headers['content-disposition'], /attachment; filename="cards-backs\.pdf"/);
      const pages = [1, 2, 999, 1000, 1001, 3500];
      assert.deepEqual([...await readBack(bytes, pages)], pages.map((page) => [page, [list[page - 1].code]]));
      const front = await readBack((await fetched(it.anna, print.id, 'front.pdf')).bytes, [1]);
      assert.deepEqual(front.get(1), []);
      const { prints } = await it.bunta.do('listPrints');
      assert.deepEqual(prints.map((each) => [each.id, each.state]), [[print.id, 'ready']]);
      assert.equal((await it.anna.do('findCard', { body: { card: list[1717].code } })).id, list[1717].number);
      await it.anna.refused('not_found', 'getPrintFile', { id: print.id, query: { name: 'none.pdf' } });
      await it.anna.refused('not_found', 'getPrintFile', { id: 'NONE', query: { name: 'list.csv' } });
      await it.anna.refused('not_found', 'getPrint', { id: 'NONE' });
      await it.anna.refused('invalid_request', 'createCardPrint', { body: { batch: 'NONE' } });
    });

    test('files are gone with the process, and made again alike when somebody looks', async () => {
      const { prints } = await it.anna.do('listPrints');
      const before = rows((await fetched(it.anna, prints[0].id, 'list.csv')).bytes);
      await city.restart({ signal: 'SIGKILL' });
      assert.equal((await it.anna.do('listPrints')).prints[0].state, 'resting');
      await it.anna.refused('not_found', 'getPrintFile', { id: prints[0].id, query: { name: 'list.csv' } });
      await ready(it.anna, prints[0].id, { file: 'list.csv' });
      assert.deepEqual(rows((await fetched(it.anna, prints[0].id, 'list.csv')).bytes), before);
    });

    test('with the number and the code under the film a card is handed out without a scanner, and not by trying', async () => {
      const { cards } = await it.anna.do('createCardBatch', { body: { key: await it.anna.key(), kind: 'rechargeable', count: 2 } });
      const [one, two] = cards;
      assert.notEqual(one.activation, two.activation);
      const wrong = { code: one.id, activation: two.activation };
      await it.clerk.refused('activation_code_wrong', 'activateCard', { body: { key: await it.clerk.key(), ...wrong } });
      await it.clerk.refused('card_unknown', 'activateCard', { body: { key: await it.clerk.key(), code: one.id } });
      const right = { key: await it.clerk.key(), code: one.id, activation: `${one.activation.slice(0, 4)} ${one.activation.slice(4)}` };
      assert.deepEqual([(await it.clerk.do('activateCard', { body: right })).id, (await it.clerk.do('activateCard', { body: right })).status], [one.id, 'active']);
      await it.clerk.refused('card_not_active', 'activateCard', { body: { ...right, key: await it.clerk.key() } });
      for (let n = 0; n < 10; n += 1) {
        const guess = { key: await it.clerk.key(), code: two.id, activation: one.activation };
        await it.clerk.refused('activation_code_wrong', 'activateCard', { body: guess });
      }
      const late = { key: await it.clerk.key(), code: two.id, activation: two.activation };
      await it.clerk.refused('activation_locked', 'activateCard', { body: late });
      assert.equal((await it.clerk.do('activateCard', { body: { key: await it.clerk.key(), code: two.url } })).status, 'active');
    });

    test('what a batch begins with is put on each card once, when it is handed out, after a second person said yes [GEN-b] [PAY-f]', async () => {
      const body = { key: await it.anna.key(), kind: 'single_use', count: 2, first_value: { program: gifts, amount: 3000 } };
      const made = await it.anna.do('createCardBatch', { body });
      assert.deepEqual([made.batch.first_value.amount, made.batch.first_value.program.id], [3000, gifts]);
      assert.deepEqual([made.batch.own, made.batch.approved_by], [true, undefined]);
      const hand_out = { key: await it.anna.key(), code: made.cards[0].url };
      // Nobody alone puts money on many cards (PAY-f).
      const waiting = { key: await it.anna.key(), code: made.cards[0].url };
      await it.anna.refused('card_not_active', 'activateCard', { body: waiting });
      const { id } = made.batch;
      await it.anna.refused('same_person', 'approveCardBatch', { id, body: { count: 2, amount: 3000 } });
      await it.bunta.refused('proposal_differs', 'approveCardBatch', { id, body: { count: 2, amount: 300 } });
      await it.bunta.refused('proposal_differs', 'approveCardBatch', { id, body: { count: 3, amount: 3000 } });
      await it.bunta.refused('not_found', 'approveCardBatch', { id: batch.id, body: { count: 3500, amount: 1 } });
      for (let n = 0; n < 2; n += 1) {
        const approved = await it.bunta.do('approveCardBatch', { id, body: { count: 2, amount: 3000 } });
        assert.deepEqual([approved.own, approved.made_by.id === approved.approved_by.id], [false, false]);
      }
      assert.equal((await it.anna.do('activateCard', { body: hand_out })).balance, 3000);
      await city.restart({ signal: 'SIGKILL' });
      assert.equal((await it.anna.do('activateCard', { body: hand_out })).balance, 3000);
      await it.anna.do('stopProgram', { id: gifts, body: { key: await it.anna.key() } });
      const later = { key: await it.anna.key(), code: made.cards[1].url };
      await it.anna.refused('program_stopped', 'activateCard', { body: later });
      const found = await it.anna.do('findCard', { body: { card: made.cards[1].id } });
      assert.deepEqual([found.status, found.balance], ['active', 0]);
    });

    test('city hall reads a card’s history by its number, also of one that is stopped [MNU-b]', async () => {
      const { cards: [card] } = await it.anna.do('createCardBatch', { body: { key: await it.anna.key(), kind: 'rechargeable', count: 1 } });
      await it.anna.refused('card_not_active', 'getCardHistory', { body: { code: card.id } });
      await it.anna.do('activateCard', { body: { key: await it.anna.key(), code: card.url } });
      await it.clerk.do('topUpCard', { body: { key: await it.clerk.key(), code: card.url, program: it.program, amount: 2000 } });
      await it.anna.do('setCardStatus', { id: card.id, body: { key: await it.anna.key(), status: 'blocked' } });
      const { entries } = await it.anna.do('getCardHistory', { body: { code: card.id } });
      assert.deepEqual(entries.map((each) => [each.kind, each.amount]), [['top_up', 2000]]);
      await it.cook.refused('card_unknown', 'getCardHistory', { body: { code: card.id } });
      await it.cook.refused('card_blocked', 'getCardHistory', { body: { code: card.url } });
    });

    test('stickers and tents of places: the code of each, and after a reprint never the old one again', async () => {
      const stall = await people.addPlace(it.anna, '御菓子司 荒川堂本店 熊谷駅前ティアラ二十一地下一階売場', ['takes_money']);
      const paper = await it.anna.do('createPlacePrint', { body: { kind: 'counter' } });
      await ready(it.anna, paper.id);
      const read = async (id, name) => [...await readBack((await fetched(it.anna, id, name)).bytes, [1, 2])];
      assert.deepEqual(await read(paper.id, 'counter.pdf'), [[1, [it.shop.code_url]], [2, [stall.code_url]]]);
      const tent = await it.anna.do('createPlacePrint', { body: { kind: 'stand', places: [stall.id] } });
      await ready(it.anna, tent.id);
      const faces = async () => (await readBack((await fetched(it.anna, tent.id, 'stand.pdf')).bytes, [1])).get(1);
      assert.deepEqual(await faces(), [stall.code_url, stall.code_url]);
      const door = await it.anna.do('createPlacePrint', { body: { kind: 'door', places: [stall.id] } });
      await ready(it.anna, door.id);
      assert.deepEqual((await readBack((await fetched(it.anna, door.id, 'door.pdf')).bytes, [1])).get(1), []);

      const fresh = await it.bunta.do('retirePlaceCode', { id: stall.id, body: {} });
      await it.anna.refused('not_found', 'getPrintFile', { id: tent.id, query: { name: 'stand.pdf' } });
      await ready(it.anna, tent.id);
      assert.deepEqual(await faces(), [fresh.code_url, fresh.code_url]);
      await it.anna.refused('place_unknown', 'createPlacePrint', { body: { kind: 'door', places: ['NONE'] } });
      await it.anna.refused('place_not_capable', 'createPlacePrint', { body: { kind: 'counter', places: [it.counter.id] } });
    });

    test('places’ codes are printed in the form of JPQR where the city chose it, and open the same place in either [PAY-b]', async () => {
      const usual = await it.anna.do('getPrintForm');
      assert.deepEqual(usual, { codes: 'https', category: '5999' });
      const chosen = { codes: 'jpqr', city: 'KUMAGAYA', postal_code: '3600041', category: '5411' };
      const lacking = await it.anna.refused('invalid_request', 'setPrintForm', { body: { codes: 'jpqr', city: 'KUMAGAYA' } });
      assert.equal(lacking.field, 'postal_code');
      assert.deepEqual(await it.anna.do('setPrintForm', { body: chosen }), chosen);
      const paper = await it.anna.do('createPlacePrint', { body: { kind: 'counter', places: [it.shop.id] } });
      await ready(it.anna, paper.id);
      const code = await readExactly((await fetched(it.anna, paper.id, 'counter.pdf')).bytes, 1);
      assert.match(code, /^00020101021127.*5204541153033925802JP59\d\dSHOP .*6008KUMAGAYA61073600041.*うどん 麦6304[0-9A-F]{4}$/);
      const resident = await people.signUp(city);
      assert.equal((await resident.do('openPlaceCode', { body: { code } })).place.id, it.shop.id);
      assert.equal((await resident.do('openPlaceCode', { body: { code: it.shop.code_url } })).place.id, it.shop.id);
      const changed = code.replace(/.$/, (c) => (c === '0' ? '1' : '0'));
      await resident.refused('code_altered', 'openPlaceCode', { body: { code: changed } });
      await it.anna.do('setPrintForm', { body: { codes: 'https' } });
      await ready(it.anna, paper.id);
      assert.deepEqual((await readBack((await fetched(it.anna, paper.id, 'counter.pdf')).bytes, [1])).get(1), [it.shop.code_url]);
    });

    test('the city’s picture stands on the front, and only one fit to be printed is taken', async () => {
      const picture = async () => (await it.anna.call('getCardFront')).bytes;
      const usual = await picture();
      assert.equal(usual.subarray(1, 4).toString(), 'PNG');
      const body = { png: png(1100, [200, 40, 40]).toString('base64url'), has_title: true };
      assert.equal((await it.anna.call('setCardArtwork', { body })).status, 204);
      const own = await picture();
      assert.notDeepEqual(own, usual);
      for (const bad of [png(64, [1, 2, 3]).toString('base64url'), 'AAAA']) {
        const problem = await it.anna.refused('invalid_request', 'setCardArtwork', { body: { png: bad } });
        assert.equal(problem.field, 'png');
      }
      assert.deepEqual(await picture(), own);
      await it.anna.call('setCardArtwork', { body: {} });
      assert.deepEqual(await picture(), usual);
    });

    test('the books hold, with every look at a print file in the log', async () => {
      await city.verify();
    });
  });
}
