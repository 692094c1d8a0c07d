// The PIN of a card: asked for as the city decided, chosen with the activation code, locked after five wrong ones.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import { furnish, signUp } from '../support/people.mjs';

let city, it, cards;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  cards = (await it.anna.do('createCardBatch', { body: { key: await it.anna.key(), kind: 'rechargeable', count: 20 } })).cards;
});
after(() => city?.remove());

/** The next card, handed out, with 20,000 yen on it. */
async function nextCard() {
  const card = cards.pop();
  await it.clerk.do('activateCard', { body: { key: await it.clerk.key(), code: card.url } });
  await it.clerk.do('topUpCard', { body: { key: await it.clerk.key(), code: card.url, program: it.program, amount: 20_000 } });
  return card;
}
const decide = (policy) => it.anna.do('setCardPolicy', { body: policy });
const choose = (who, body) => who.do('chooseCardPin', { body });
const body = async (card, amount, further = {}) => ({ key: await it.cook.key(), code: card.url, amount, ...further });
const pay = async (card, amount, further) => it.cook.do('payByCard', { body: await body(card, amount, further) });
const refused = async (word, card, amount, further) => it.cook.refused(word, 'payByCard', { body: await body(card, amount, further) });
const pinOf = async (card) => (await it.cook.do('openCardCode', { body: { code: card.url } })).pin;
const balance = async (card) => (await it.cook.do('openCardCode', { body: { code: card.url } })).card.balance;

describe('the PIN of a card', () => {
  test('is not asked for until the city decides so [GEN-b]', async () => {
    assert.deepEqual(await it.bunta.do('getCardPolicy'), { pin: 'off' });
    const card = await nextCard();
    assert.deepEqual(await pinOf(card), { asked: 'off', chosen: false, locked: false });
    await pay(card, 100);
    await it.anna.refused('invalid_request', 'setCardPolicy', { body: { pin: 'above' } });
    await it.anna.refused('invalid_request', 'setCardPolicy', { body: { pin: 'sometimes' } });
    await it.cook.refused('not_allowed', 'setCardPolicy', { body: { pin: 'always' } });
  });

  test('is asked for above an amount, and only there [GEN-b] [PAY-b]', async () => {
    assert.deepEqual(await decide({ pin: 'above', above: 3000 }), { pin: 'above', above: 3000 });
    const card = await nextCard();
    await pay(card, 3000);
    await refused('pin_not_set', card, 3001);
    await choose(it.clerk, { code: card.url, pin: '4826', activation: card.activation });
    assert.deepEqual(await pinOf(card), { asked: 'above', above: 3000, chosen: true, locked: false });
    await refused('pin_needed', card, 3001);
    await refused('pin_wrong', card, 3001, { pin: '4827' });
    await pay(card, 3001, { pin: '4826' });
    await pay(card, 3000);
    assert.equal(await balance(card), 20_000 - 9001);
  });

  test('is chosen on the phone with the activation code, by QR or by the printed number, and changed with the one before [GEN-b]', async () => {
    await decide({ pin: 'always' });
    const [phone, card, other] = [await signUp(city), await nextCard(), await nextCard()];
    await phone.refused('pin_not_set', 'chooseCardPin', { body: { code: card.url, pin: '1133' } });
    await phone.refused('activation_code_wrong', 'chooseCardPin', { body: { code: card.url, pin: '1133', activation: other.activation } });
    await phone.refused('card_unknown', 'chooseCardPin', { body: { code: card.id, pin: '1133' } });
    for (const pin of ['113', '11335', 'abcd']) await phone.refused('invalid_request', 'chooseCardPin', { body: { code: card.url, pin } });
    const chosen = await choose(phone, { code: card.id, pin: '1133', activation: card.activation });
    assert.deepEqual(chosen.pin, { asked: 'always', chosen: true, locked: false });
    await pay(card, 1, { pin: '1133' });
    // The activation code was good once: who finds it later changes nothing with it.
    await phone.refused('pin_needed', 'chooseCardPin', { body: { code: card.url, pin: '9999', activation: card.activation } });
    await phone.refused('pin_wrong', 'chooseCardPin', { body: { code: card.url, pin: '9999', current_pin: '1134' } });
    await choose(phone, { code: card.url, pin: '7788', current_pin: '1133' });
    await refused('pin_wrong', card, 1, { pin: '1133' });
    await pay(card, 1, { pin: '7788' });
    const fresh = cards.pop();
    await phone.refused('card_not_active', 'chooseCardPin', { body: { code: fresh.url, pin: '1133', activation: fresh.activation } });
  });

  test('takes ten tries of the scratched digits, many at once too, and lets who only knows the number lock nobody out [GEN-b]', async () => {
    await decide({ pin: 'always' });
    const [stranger, holder, card] = [await signUp(city), await signUp(city), await nextCard()];
    const guesses = await Promise.all(Array.from({ length: 40 }, (_, i) => stranger.call('chooseCardPin', { body: { code: card.id, pin: '1133', activation: i < 39 ? String(10000000 + i) : card.activation } })));
    const words = guesses.map((each) => each.json.refusal);
    assert.ok(words.filter((word) => word !== 'activation_locked').length <= 10, words.join());
    await stranger.refused('activation_locked', 'chooseCardPin', { body: { code: card.id, pin: '1133', activation: card.activation } });
    const chosen = await choose(holder, { code: card.url, pin: '2244', activation: card.activation });
    assert.equal(chosen.pin.chosen, true);
  });

  test('and cards are handed out only where the city lets top up, while it is open; the same key is answered again [GEN-b]', async () => {
    const [card, other] = [cards.pop(), cards.pop()];
    await it.cook.refused('place_not_capable', 'activateCard', { body: { key: await it.cook.key(), code: card.url } });
    const body = { key: await it.clerk.key(), code: card.id, activation: card.activation };
    await it.clerk.do('activateCard', { body });
    for (let n = 0; n < 11; n++) await it.clerk.call('activateCard', { body: { ...body, key: await it.clerk.key(), activation: '00000000' } });
    await it.clerk.do('activateCard', { body });
    const close = async (status) => it.anna.do('setPlaceStatus', { id: it.counter.id, body: { key: await it.anna.key(), status } });
    await close('closed');
    await it.clerk.refused('place_closed', 'activateCard', { body: { key: await it.clerk.key(), code: other.url } });
    await it.clerk.refused('place_closed', 'openCardCode', { body: { code: card.url } });
    await it.clerk.refused('place_closed', 'chooseCardPin', { body: { code: card.url, pin: '1133', activation: card.activation } });
    await it.clerk.refused('place_closed', 'getCardHistory', { body: { code: card.url } });
    await close('open');
  });

  test('is chosen for the first time by one of many at once [GEN-b]', async () => {
    const [phone, card] = [await signUp(city), await nextCard()];
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => phone.call('chooseCardPin', { body: { code: card.url, pin: `77${i}7`, activation: card.activation } })));
    const done = answers.filter((each) => each.status === 200);
    assert.equal(done.length, 1);
    assert.ok(answers.every((each) => each.status === 200 || each.json.refusal === 'pin_needed'));
  });

  test('is locked after five wrong ones, many at once too, until the counter sets it anew [GEN-b]', async () => {
    await decide({ pin: 'always' });
    const card = await nextCard();
    await choose(it.clerk, { code: card.url, pin: '2468', activation: card.activation });
    await refused('pin_wrong', card, 50, { pin: '1111' });
    await pay(card, 50, { pin: '2468' }); // right again: counted anew
    const guesses = await Promise.all(Array.from({ length: 12 }, async (_, i) => it.cook.call('payByCard', { body: await body(card, 50, { pin: String(3000 + i) }) })));
    assert.ok(guesses.every((each) => each.status === 422));
    assert.ok(guesses.filter((each) => each.json.refusal === 'pin_wrong').length <= 5);
    await refused('pin_locked', card, 50, { pin: '2468' });
    await it.clerk.refused('pin_locked', 'chooseCardPin', { body: { code: card.url, pin: '1357', current_pin: '2468' } });
    assert.equal((await pinOf(card)).locked, true);
    assert.equal(await balance(card), 19_950, 'the money stays');
    await city.restart({ signal: 'SIGKILL' });
    await refused('pin_locked', card, 50, { pin: '2468' });
    await choose(it.anna, { code: card.id, pin: '1357' });
    await pay(card, 50, { pin: '1357' });
  });

  test('a lost answer is answered again whatever became of the PIN since [PAY-h]', async () => {
    await decide({ pin: 'always' });
    const card = await nextCard();
    await choose(it.clerk, { code: card.url, pin: '5050', activation: card.activation });
    const sent = await body(card, 700, { pin: '5050' });
    const paid = await it.cook.do('payByCard', { body: sent });
    for (let i = 0; i < 5; ++i) await it.cook.call('payByCard', { body: await body(card, 1, { pin: '0000' }) });
    await refused('pin_locked', card, 1, { pin: '5050' });
    assert.deepEqual(await it.cook.do('payByCard', { body: sent }), paid);
    assert.equal(await balance(card), 19_300);
    await it.anna.do('chooseCardPin', { body: { code: card.url, pin: '5051' } });
  });

  test('guards what is on the card against being carried away, too [CHG-g]', async () => {
    await decide({ pin: 'above', above: 5000 });
    const [thief, card] = [await signUp(city), await nextCard()];
    await choose(it.clerk, { code: card.url, pin: '9182', activation: card.activation });
    await thief.refused('pin_needed', 'moveCard', { body: { key: await thief.key(), code: card.url } });
    await thief.do('moveCard', { body: { key: await thief.key(), code: card.url, pin: '9182' } });
    assert.equal((await thief.do('getWallet')).balance, 20_000);
    await decide({ pin: 'off' });
  });
});
