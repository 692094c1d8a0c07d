// History adds up: after a random walk of commands, the rows that a resident, a card's holder, a place and an operator see
// come to what the ledger says they have. The walk is the same each time; SEED walks another one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';

let seed = Number(process.env.SEED ?? 20261123);
const random = (n) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};
const pick = (list) => list[random(list.length)];
const reason = 'goods_returned';

let city, it, bought, premium, points, gift, residents, shops, organizer, handout, cards;
const payments = [];
const topUps = [];
const done = {};

before(async () => {
  city = await City.create();
  it = await people.furnish(city);
  premium = await giving.publish(it, { ...giving.gift, name: 'プレミアム分' });
  const tiers = [{ from: 1000, per_10000: 2000 }];
  bought = await giving.publish(it, { ...people.ordinary, name: 'プレミアム付き', stamp: '付', bonus: { into: premium, tiers } });
  gift = await giving.publish(it, giving.gift);
  points = await giving.publish(it, giving.points);
  shops = [{ place: it.shop, clerk: it.cook }];
  for (const [name, when_spent, program] of [['引く店', 'lowers_refund', giving.gift], ['市が持つ店', 'city_bears', giving.gift], ['点の店', 'city_bears', giving.points]]) {
    const place = await people.addPlace(it.anna, name, ['takes_money', 'takes_points']);
    shops.push({ place, clerk: await people.invited(city, it.anna, place) });
    const reward = { tiers: [{ from: 500, per_10000: 1000 }], ...(program.unit === 'money' && { when_spent }), where: { places: [place.id] } };
    await giving.publish(it, { ...program, name: `${name}のお礼`, reward });
  }
  organizer = await giving.addOrganizer(it, '公園の会', points, 100_000);
  handout = await giving.openHandout(it.anna, { program: points, organization: organizer.organization.id, amount: 30 });
  residents = await Promise.all([1, 2, 3, 4].map(() => people.signUp(city)));
  cards = [];
  for (let n = 0; n < 3; n++) cards.push(await giving.handedOutCard(it.anna));
});
after(() => city?.remove());

/** A command that the rules may refuse; anything outside the contract fails. */
async function say(client, operation, options) {
  const { status, json } = await client.call(operation, options);
  done[`${operation} ${status < 400 ? 'done' : json.refusal}`] = (done[`${operation} ${status < 400 ? 'done' : json.refusal}`] ?? 0) + 1;
  return status < 400 ? json : undefined;
}

async function topUp() {
  const { payload } = await pick(residents).do('createWalletCode');
  const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
  const entry = await say(it.clerk, 'createTopUp', { body: { key: page.key, wallet: page.wallet, program: pick([bought, it.program]), amount: (1 + random(6)) * 1000 } });
  if (entry) topUps.push(entry);
}
async function topUpCard() {
  const entry = await say(it.clerk, 'topUpCard', { body: { key: await it.clerk.key(), code: pick(cards).url, program: pick([bought, it.program]), amount: (1 + random(3)) * 1000 } });
  if (entry) topUps.push(entry);
}
async function pay() {
  const [who, shop] = [pick(residents), pick(shops)];
  const inPoints = random(5) === 0 && shop.place !== it.shop;
  const body = { ...(await people.amountPage(who, shop.place, inPoints ? 1 + random(60) : 1 + random(3000))), ...(inPoints && { points }) };
  const entry = await say(who, 'createPayment', { body });
  if (entry) payments.push({ entry, shop, left: entry.amount });
}
async function payByCard() {
  const shop = pick(shops);
  const entry = await say(shop.clerk, 'payByCard', { body: { key: await shop.clerk.key(), code: pick(cards).url, amount: 1 + random(1500) } });
  if (entry) payments.push({ entry, shop, left: entry.amount });
}
async function cancelPayment() {
  const payment = pick(payments.filter((each) => each.left > 0));
  if (!payment) return;
  const who = pick([payment.shop.clerk, it.anna]);
  const amount = random(2) ? 1 + random(payment.left) : undefined;
  const entry = await say(who, 'cancelEntry', { id: payment.entry.id, body: { key: await who.key(), reason, amount } });
  if (!entry) return;
  payment.left -= entry.amount;
  payments.cancels = (payments.cancels ?? 0) + 1;
}
async function cancelTopUp() {
  const entry = pick(topUps);
  const who = pick([it.clerk, it.anna]);
  if (entry) await say(who, 'cancelEntry', { id: entry.id, body: { key: await who.key(), reason: 'wrong_amount' } });
}
const grant = async () => say(it.anna, 'createGrant', { body: { key: await it.anna.key(), resident: await giving.residentId(pick(residents)), program: pick([gift, points]), amount: 1 + random(500) } });
const adjust = async () => say(it.anna, 'createAdjustment', { body: { key: await it.anna.key(), resident: await giving.residentId(pick(residents)), program: pick([gift, points]), direction: pick(['add', 'take']), amount: 1 + random(200), reason: 'correction' } });
async function transfer() {
  const giver = pick(residents);
  const { payload } = await pick(residents.filter((each) => each !== giver)).do('createWalletCode');
  const page = await giver.do('openTransfer', { body: { code: payload } });
  await say(giver, 'createTransfer', { body: { key: page.key, to: page.to, program: points, amount: 1 + random(80) } });
}
async function claim() {
  const who = pick(residents);
  await say(who, 'createClaim', { body: await giving.claimPage(who, handout) });
}
async function moveCard() {
  if (cards.length > 1) await say(residents[0], 'moveCard', { body: { key: await residents[0].key(), code: cards.pop().url } });
}

const sumBy = (lots, of) => {
  const sums = {};
  for (const lot of lots) sums[lot.program.id] = (sums[lot.program.id] ?? 0) + of(lot);
  return Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0).toSorted());
};
const signed = (lot) => (lot.direction === 'in' ? lot.amount : -lot.amount);
async function pages(ask) {
  const all = [];
  for (let page = await ask({ limit: 7 }); ; page = await ask({ limit: 7, before: page.next_before })) {
    all.push(...page.entries);
    if (!page.next_before) return all;
  }
}
const sum = (list, of) => list.reduce((all, each) => all + of(each), 0);

describe('history adds up', () => {
  test('after 160 commands, row by row and lot by lot, to what each wallet holds [PRM-f]', async () => {
    for (const first of [topUp, topUp, topUp, topUpCard, topUpCard, grant]) await first();
    const steps = [topUp, topUpCard, pay, pay, pay, pay, payByCard, payByCard, cancelPayment, cancelPayment, cancelPayment, cancelTopUp, grant, adjust, transfer, claim];
    for (let n = 0; n < 150; n++) await (n === 100 ? moveCard : pick(steps))();
    const kinds = ['createTopUp', 'topUpCard', 'createPayment', 'payByCard', 'cancelEntry', 'createGrant', 'createTransfer', 'createClaim', 'moveCard'];
    for (const kind of kinds) assert.ok(done[`${kind} done`], `${kind}: ${JSON.stringify(done)}`);

    for (const who of residents) {
      const wallet = await who.do('getWallet');
      const entries = await pages((query) => who.do('getWalletHistory', { query }));
      assert.deepEqual(sumBy(entries.flatMap((each) => each.lots), signed), sumBy(wallet.lots, (lot) => lot.amount));
      await checkRows(entries);
    }
    for (const card of cards) {
      const { lots } = (await it.cook.do('openCardCode', { body: { code: card.url } })).card;
      const entries = await pages(({ limit, before: last }) => it.cook.do('getCardHistory', { body: { code: card.url, limit, ...(last && { before: Number(last) }) } }));
      assert.deepEqual(sumBy(entries.flatMap((each) => each.lots), signed), sumBy(lots, (lot) => lot.amount));
      await checkRows(entries);
    }
  });

  /** Each row for itself: what it says it came to is what its lots came to. */
  async function checkRows(entries) {
    for (const each of entries) {
      const into = sum(each.lots.filter((lot) => lot.direction === 'in'), (lot) => lot.amount);
      const out = sum(each.lots.filter((lot) => lot.direction === 'out'), (lot) => lot.amount);
      if (each.kind === 'payment') {
        assert.equal(each.amount, out, JSON.stringify(each));
        const known = payments.find(({ entry }) => entry.id === each.id);
        assert.equal(each.cancelled_amount ?? 0, each.amount - known.left);
        assert.equal(each.cancelled_by !== undefined, known.left === 0);
      }
      if (each.kind !== 'cancel') continue;
      const payment = payments.some(({ entry }) => entry.id === each.cancels);
      assert.equal(each.direction, payment ? 'in' : 'out', JSON.stringify(each));
      if (payment) assert.equal(each.amount, into, JSON.stringify(each));
      else {
        assert.equal(into, 0);
        assert.equal(each.amount, sum(each.lots.filter((lot) => lot.program.id !== premium), (lot) => lot.amount), JSON.stringify(each));
      }
    }
  }

  test('at each place, to what the city owes it; and its counter’s cash to the top-ups that stand [PNT-n] [ADM-g]', async () => {
    const owed = {};
    for (const { place, clerk } of shops) {
      const sales = await clerk.do('getSales');
      const isPoints = (each) => each.lots.length > 0 && each.lots.every((lot) => lot.program.unit === 'point');
      const standing = sum(payments.filter((each) => each.shop.place === place && !isPoints(each.entry)), (each) => each.left);
      assert.equal(sales.amount, standing, place.name);
      assert.equal(sum(sales.by_program.filter((each) => each.program.unit === 'money'), (each) => each.amount), standing);
      for (const { program, amount } of sales.by_program) owed[program.id] = (owed[program.id] ?? 0) + amount;
      for (const each of sales.entries.filter(({ kind }) => kind === 'payment')) {
        assert.equal(sum(each.lots, (lot) => lot.amount), each.amount, 'what it was paid with, without the reward');
        const known = payments.find(({ entry }) => entry.id === each.id);
        assert.equal(each.amount - (each.cancelled_amount ?? 0), known.left);
      }
      const rows = (kind) => sum(sales.entries.filter((each) => each.kind === kind), (each) => each.amount);
      assert.equal(rows('payment') - rows('cancel'), sum(payments.filter((each) => each.shop.place === place), (each) => each.left));
    }
    const { programs } = await it.anna.do('getDashboard');
    for (const { program, receivable, difference } of programs) {
      assert.equal(receivable, owed[program.id] ?? 0, program.name);
      assert.equal(difference, 0);
    }
    const { entries } = await it.clerk.do('getSales');
    assert.equal(entries.filter((each) => each.kind === 'top_up').length, topUps.length);
    assert.equal(entries.filter((each) => each.cancelled_by).length, done['cancelEntry done'] - payments.cancels);
  });

  test('and a cancelled top-up takes its premium with it, in the row as in the wallet [PRM-d]', async () => {
    const who = await people.signUp(city);
    const entry = await people.topUp(it.clerk, who, 5000, 'プレミアム付き');
    await it.clerk.do('cancelEntry', { id: entry.id, body: { key: await it.clerk.key(), reason: 'wrong_amount' } });
    const { balance, recent } = await who.do('getWallet');
    const shown = recent.map((each) => [each.kind, each.direction, each.amount, each.lots.map((lot) => [lot.program.id, lot.direction, lot.amount])]);
    assert.deepEqual([balance, shown], [0, [
      ['cancel', 'out', 5000, [[bought, 'out', 5000], [premium, 'out', 1000]]],
      ['top_up', 'in', 5000, [[bought, 'in', 5000], [premium, 'in', 1000]]],
    ]]);
    assert.equal(recent[1].cancelled_by, recent[0].id);
  });

  test('and the books agree', async () => {
    await city.end();
    await city.verify();
  });
});
