// Organizations hand out from their budgets: printed code, code word, staff's scan, time stayed.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { addPlace, invited, signUp } from '../support/people.mjs';

let city, it, points, park, host, rival, rivals, resident, other;
before(async () => {
  city = await City.create();
  ({ it, points, park, host } = await giving.organizers(city));
  rival = await giving.addOrganizer(it, '川の会', points, 100);
  rivals = await invited(city, it.anna, rival);
  [resident, other] = [await signUp(city), await signUp(city)];
});
after(() => city?.remove());

const open = (body) => giving.openHandout(host, { program: points, ...body });
const left = async (who = host) => (await who.do('listBudgets')).budgets.find((each) => each.program.id === points)?.left;

describe('budgets', () => {
  test('are given and taken back by the city, and seen by their own organization only [PNT-d]', async () => {
    assert.deepEqual([await left(host), await left(rivals)], [1000, 100]);
    const all = (await it.anna.do('listBudgets')).budgets;
    assert.deepEqual(all.map((each) => [each.organization.id, each.left]), [[park.organization.id, 1000], [rival.organization.id, 100]]);
    const body = { key: await it.anna.key(), organization: rival.organization.id, program: points, direction: 'add', amount: 50 };
    assert.equal((await it.anna.do('giveBudget', { body })).left, 150);
    assert.equal((await it.anna.do('giveBudget', { body })).left, 150, 'the same key gives once');
    assert.equal((await giving.giveBudget(it.anna, rival.organization, points, 120, 'take')).left, 30);
    const short = await it.anna.refused('budget_short', 'giveBudget', { body: { ...body, key: await it.anna.key(), direction: 'take', amount: 31 } });
    assert.deepEqual(short.explanation.limits[0].remaining, 30);
    for (const [field, word] of [['organization', 'organization_unknown'], ['program', 'program_unknown']]) {
      assert.equal((await it.anna.refused(word, 'giveBudget', { body: { ...body, key: await it.anna.key(), [field]: 'X' } })).field, field);
    }
    assert.deepEqual((await it.cook.do('listBudgets')).budgets, [], 'a shop has none');
  });
});

describe('a printed code', () => {
  test('gives by being read, as often as one may and until all is given [PRM-h] [PRM-i] [PNT-b]', async () => {
    const handout = await open({ amount: 30, person_times: 1, times: 2 });
    assert.deepEqual([handout.state, handout.claims, handout.given, handout.organization.name], ['open', 0, 0, '公園の会合同会社']);
    assert.match(handout.code_url, /\/h\/[0-9A-Z]{20}$/);
    const page = await resident.do('openHandoutCode', { body: { code: handout.code_url } });
    assert.deepEqual([page.handout.name, page.handout.amount, page.handout.program.unit, page.inside], ['公園の清掃', 30, 'point', false]);
    const body = { key: page.key, code: handout.code_url };
    const entry = await resident.do('createClaim', { body });
    assert.deepEqual([entry.kind, entry.amount, entry.direction, entry.way, entry.handout.id], ['claim', 30, 'in', 'printed_code', handout.id]);
    assert.deepEqual(await resident.do('createClaim', { body }), entry);
    assert.equal(await giving.held(resident, points), 30);
    const again = await giving.claimPage(resident, handout);
    assert.deepEqual((await resident.refused('handout_person_done', 'createClaim', { body: again })).explanation.limits.at(-1), {
      limit: 'handout_person', program: entry.lots[0].program, remaining: 0,
    });
    await giving.claim(other, handout);
    const third = await signUp(city);
    await third.refused('handout_used_up', 'createClaim', { body: await giving.claimPage(third, handout) });
    const seen = await host.do('getHandout', { id: handout.id });
    assert.deepEqual([seen.claims, seen.given, await left()], [2, 60, 940]);
    assert.deepEqual((await it.anna.do('getHandout', { id: handout.id })), seen);
  });

  test('read by forty people at once gives to no more than it should [PRM-i] [PRM-c]', async () => {
    const handout = await open({ amount: 1, person_times: 2, times: 5 });
    const people = [resident, other, await signUp(city)];
    const pages = await Promise.all(Array.from({ length: 36 }, (_, n) => giving.claimPage(people[n % 3], handout)));
    const answers = await Promise.all(pages.map((body, n) => people[n % 3].call('createClaim', { body, agent: false })));
    assert.equal(answers.filter((each) => each.status === 201).length, 5);
    assert.deepEqual((await host.do('getHandout', { id: handout.id })).given, 5);
  });

  test('that is replaced, altered, foreign or another kind is refused; a page that was open may finish [PRM-h]', async () => {
    const handout = await open();
    const page = await giving.claimPage(resident, handout);
    const left_open = await giving.claimPage(other, handout);
    const fresh = await host.do('retireHandoutCode', { id: handout.id });
    assert.notEqual(fresh.code_url, handout.code_url);
    const scan = (code) => [{ body: { code } }];
    await resident.refused('code_retired', 'openHandoutCode', ...scan(handout.code_url));
    await resident.refused('code_altered', 'openHandoutCode', ...scan(`${fresh.code_url.slice(0, -1)}${fresh.code_url.endsWith('0') ? '1' : '0'}`));
    await resident.refused('code_not_ours', 'openHandoutCode', ...scan('https://example.com/h/00000000000000000000'));
    await resident.refused('code_not_ours', 'openHandoutCode', ...scan(it.shop.code_url));
    await resident.refused('code_altered', 'openHandoutCode', ...scan(it.shop.code_url.replace('/s/', '/h/')));
    await resident.refused('code_retired', 'createClaim', { body: { key: await resident.key(), code: handout.code_url } });
    assert.equal((await resident.do('createClaim', { body: page })).amount, 10);
    await city.restart();
    await resident.refused('code_retired', 'openHandoutCode', ...scan(handout.code_url));
    assert.equal((await giving.claim(other, fresh)).amount, 10);
    const too_late = await signUp(city);
    const key = await too_late.key(); // taken after the code was retired
    await too_late.refused('code_retired', 'createClaim', { body: { key, code: handout.code_url } });
    await giving.later(city, it, 16);
    await other.refused('key_expired', 'createClaim', { body: left_open }); // a quarter of an hour, and no longer
  });

  test('gives within its hours only, and not once it is closed [PNT-h] [PRM-i]', async () => {
    const later = await open({ from: giving.moment(city, 60) });
    await resident.refused('handout_not_now', 'createClaim', { body: await giving.claimPage(resident, later) });
    const over = { key: await host.key(), name: 'x', program: points, ways: ['printed_code'], amount: 1, to: giving.moment(city, -1) };
    const { field, reason } = await host.refused('terms_contradictory', 'openHandout', { body: over });
    assert.deepEqual([field, reason], ['to', 'past']);
    assert.equal((await host.refused('terms_contradictory', 'openHandout', { body: { key: await host.key(), name: 'x', program: points, ways: ['printed_code'], amount: 1, from: later.from, to: later.from } })).field, 'to');
    const handout = await open();
    const page = await giving.claimPage(resident, handout);
    const close = { key: await host.key() };
    assert.equal((await host.do('closeHandout', { id: handout.id, body: close })).state, 'closed');
    assert.equal((await host.do('closeHandout', { id: handout.id, body: close })).state, 'closed');
    await host.refused('handout_closed', 'closeHandout', { id: handout.id, body: { key: await host.key() } });
    await resident.refused('handout_closed', 'createClaim', { body: page });
    assert.ok((await host.do('listHandouts')).handouts.find((each) => each.id === handout.id && each.state === 'closed'));
  });

  test('whose program is not in its period, or stopped, gives nothing [PNT-h]', async () => {
    const future = await giving.publish(it, { ...giving.points, name: '来月から', issue_from: city.day(30) });
    await giving.giveBudget(it.anna, park.organization, future, 100);
    const handout = await open({ program: future });
    await resident.refused('program_not_in_period', 'createClaim', { body: await giving.claimPage(resident, handout) });
    await it.anna.do('stopProgram', { id: future, body: { key: await it.anna.key() } });
    await resident.refused('program_stopped', 'createClaim', { body: await giving.claimPage(resident, handout) });
  });

  test('never gives more than its organization has [PNT-d]', async () => {
    const dear = await giving.openHandout(rivals, { program: points, amount: 31 });
    const refused = await resident.refused('budget_short', 'createClaim', { body: await giving.claimPage(resident, dear) });
    assert.equal(refused.explanation.limits.at(-1).remaining, 30);
    const fits = await giving.openHandout(rivals, { program: points, amount: 30 });
    await giving.claim(resident, fits);
    assert.equal(await left(rivals), 0);
    await resident.refused('budget_short', 'createClaim', { body: await giving.claimPage(resident, fits) });
  });
});

describe('a code word', () => {
  test('is asked for on the page of the event; width, case and spaces do not count [PNT-c]', async () => {
    const handout = await open({ ways: ['code_word'], word: 'Sakura 2026', person_times: 3 });
    await resident.refused('handout_not_here', 'createClaim', { body: await giving.claimPage(resident, handout) });
    await resident.refused('code_word_wrong', 'createClaim', { body: await giving.claimPage(resident, handout, { word: 'sakura2025' }) });
    const entry = await giving.claim(resident, handout, { word: 'ＳＡＫＵＲＡ２０２６' });
    assert.deepEqual([entry.way, entry.amount], ['code_word', 10]);
    const named = { key: await resident.key(), handout: handout.id, word: ' sakura 2026' };
    assert.equal((await resident.do('createClaim', { body: named })).amount, 10);
    for (const [field, body] of [['code', {}], ['word', { handout: handout.id }], ['code', { handout: handout.id, code: 'x', word: 'x' }]]) {
      assert.equal((await resident.refused('invalid_request', 'createClaim', { body: { key: await resident.key(), ...body } })).field, field);
    }
    assert.equal((await resident.refused('handout_unknown', 'createClaim', { body: { ...named, key: await resident.key(), handout: 'X' } })).field, 'handout');
    assert.equal((await host.refused('terms_contradictory', 'openHandout', { body: { key: await host.key(), name: 'x', program: points, ways: ['code_word'], amount: 1 } })).field, 'word');
  });
});

describe('staff', () => {
  test('scan the resident’s code and give, at their own place [PNT-c] [PNT-b]', async () => {
    const handout = await open({ ways: ['staff_scan'], place: park.id, amount: 5 });
    await resident.refused('handout_not_here', 'createClaim', { body: await giving.claimPage(resident, handout) });
    const page = await giving.scanned(host, handout, resident);
    assert.deepEqual([page.inside, page.minutes, page.label], [false, 0, `··${resident.phone.slice(-2)}`]);
    const before_ = await giving.held(resident, points);
    const body = { key: page.key, wallet: page.wallet, action: 'give' };
    const entry = await host.do('giveByScan', { id: handout.id, body });
    assert.deepEqual([entry.kind, entry.amount, entry.direction, entry.way], ['claim', 5, 'out', 'staff_scan']);
    assert.deepEqual(await host.do('giveByScan', { id: handout.id, body }), entry);
    assert.equal(await giving.held(resident, points), before_ + 5);
    await rivals.refused('not_found', 'giveByScan', { id: handout.id, body: { ...body, key: await rivals.key() } });
    await host.refused('wallet_code_expired', 'giveByScan', { id: handout.id, body: { ...body, key: await host.key(), wallet: 'x' } });
    await host.refused('wallet_code_expired', 'openHandoutScan', { id: handout.id, body: { code: '000000000000' } });
  });

  test('scan a card like an app’s code and give to it, as often as one person may [PNT-c] [PNT-b] [PNT-l] [GEN-a]', async () => {
    const handout = await open({ ways: ['staff_scan'], amount: 5, person_times: 2 });
    for (const kind of ['rechargeable', 'single_use']) {
      const card = await giving.handedOutCard(it.anna, kind);
      const page = await giving.scannedCard(host, handout, card);
      assert.deepEqual([page.card, page.label, page.inside, page.minutes], [card.id, '', false, 0]);
      const body = { key: page.key, wallet: page.wallet, action: 'give' };
      const entry = await host.do('giveByScan', { id: handout.id, body });
      assert.deepEqual([entry.kind, entry.amount, entry.way], ['claim', 5, 'staff_scan']);
      assert.deepEqual(await host.do('giveByScan', { id: handout.id, body }), entry);
      await giving.byCard(host, handout, card, 'give'); // the card's code stays good
      const third = await giving.scannedCard(host, handout, card);
      const refused = await host.refused('handout_person_done', 'giveByScan', { id: handout.id, body: { key: third.key, wallet: third.wallet, action: 'give' } });
      assert.equal(refused.explanation.limits.at(-1).limit, 'handout_person');
      assert.equal(await giving.onCard(it.anna, card, points), 10);
      await rivals.refused('not_found', 'openHandoutScan', { id: handout.id, body: { code: card.url } });
    }
    assert.equal((await host.do('getHandout', { id: handout.id })).given, 20);
    const later = await open({ ways: ['staff_scan'], from: giving.moment(city, 60) });
    const early = await giving.scannedCard(host, later, await giving.handedOutCard(it.anna));
    await host.refused('handout_not_now', 'giveByScan', { id: later.id, body: { key: early.key, wallet: early.wallet, action: 'give' } });
  });

  test('hear of a card that opens nothing why, in the words for cards [PNT-l] [GEN-b]', async () => {
    const handout = await open({ ways: ['staff_scan'] });
    const scan = async (word, code) => assert.equal((await host.refused(word, 'openHandoutScan', { id: handout.id, body: { code } })).field, 'code');
    const card = await giving.handedOutCard(it.anna);
    await scan('card_unknown', card.url.replace(/.$/, (c) => (c === '7' ? '8' : '7')));
    await scan('card_unknown', 'https://example.com/c/x');
    await scan('card_unknown', card.id); // the number is for people
    await scan('wallet_code_expired', 'x');
    const { cards } = await it.anna.do('createCardBatch', { body: { key: await it.anna.key(), kind: 'rechargeable', count: 1 } });
    await scan('card_not_active', cards[0].url);
    const page = await giving.scannedCard(host, handout, card);
    const set = async (status) => it.anna.do('setCardStatus', { id: card.id, body: { key: await it.anna.key(), status } });
    await set('blocked');
    await scan('card_blocked', card.url);
    await host.refused('card_blocked', 'giveByScan', { id: handout.id, body: { key: page.key, wallet: page.wallet, action: 'give' } });
    await set('active');
    await it.anna.do('reissueCard', { id: card.id, body: { key: await it.anna.key(), code: cards[0].url } });
    await scan('card_replaced', card.url);
    await giving.byCard(host, handout, cards[0], 'give');
    await resident.do('moveCard', { body: { key: await resident.key(), code: cards[0].url } });
    await scan('wallet_moved', cards[0].url);
  });

  test('of one organization neither see nor touch another’s handouts', async () => {
    const handout = await open();
    for (const stranger of [rivals, it.cook]) {
      await stranger.refused('not_found', 'getHandout', { id: handout.id });
      await stranger.refused('not_found', 'listStays', { id: handout.id });
      for (const operation of ['closeHandout', 'retireHandoutCode']) {
        await stranger.refused('not_found', operation, { id: handout.id, body: operation === 'closeHandout' ? { key: await stranger.key() } : {} });
      }
      await stranger.refused('not_found', 'openHandoutScan', { id: handout.id, body: { code: 'x' } });
      await stranger.refused('not_found', 'correctStay', { id: handout.id, body: { key: await stranger.key(), wallet: 'x', minutes: 1 } });
      assert.ok(!(await stranger.do('listHandouts')).handouts.some((each) => each.id === handout.id));
    }
    const body = { name: 'x', program: points, ways: ['printed_code'], amount: 1 };
    await rivals.refused('place_unknown', 'openHandout', { body: { key: await rivals.key(), ...body, place: park.id } });
    assert.equal((await rivals.refused('not_allowed', 'openHandout', { body: { key: await rivals.key(), ...body, organization: park.organization.id } })).field, 'organization');
    await it.cook.refused('place_not_capable', 'openHandout', { body: { key: await it.cook.key(), ...body } });
    for (const [field, word] of [['program', 'program_unknown'], ['place', 'place_unknown'], ['organization', 'organization_unknown']]) {
      assert.equal((await it.anna.refused(word, 'openHandout', { body: { key: await it.anna.key(), ...body, [field]: 'X' } })).field, field);
    }
    const shop = await addPlace(it.anna, '売るだけの店', ['takes_money']);
    await it.anna.refused('place_not_capable', 'openHandout', { body: { key: await it.anna.key(), ...body, organization: shop.organization.id } });
  });
});

describe('keys', () => {
  test('that were used for something else are refused by every way of giving', async () => {
    const handout = await open();
    const scans = await open({ ways: ['staff_scan'] });
    const stays = await open({ ways: ['check_in'], stay: { minutes: 1, units: 1 } });
    const page = await giving.scanned(host, scans, resident);
    const used = await giving.claimPage(resident, handout);
    await resident.do('createClaim', { body: used });
    for (const [operation, code] of [['createClaim', (await open()).code_url], ['checkIn', stays.code_url], ['checkOut', stays.code_url]]) {
      await resident.refused('key_reused', operation, { body: { key: used.key, code } });
    }
    const key = await host.key();
    await host.do('openHandout', { body: { key, name: 'x', program: points, ways: ['printed_code'], amount: 1 } });
    await host.refused('key_reused', 'giveByScan', { id: scans.id, body: { key, wallet: page.wallet, action: 'give' } });
    await host.refused('key_reused', 'correctStay', { id: stays.id, body: { key, wallet: page.wallet, minutes: 1 } });
    await host.refused('key_reused', 'closeHandout', { id: scans.id, body: { key } });
    const city_key = await it.anna.key();
    const budget = { key: city_key, organization: park.organization.id, program: points, direction: 'add', amount: 1 };
    await it.anna.do('giveBudget', { body: budget });
    await it.anna.refused('key_reused', 'giveBudget', { body: { ...budget, amount: 2 } });
    await giving.giveBudget(it.anna, park.organization, points, 1, 'take');
  });
});

describe('the city itself', () => {
  test('hands out without a budget, or for an organization from its own [PNT-b] [PNT-d]', async () => {
    const own = await giving.openHandout(it.anna, { program: points, amount: 4 });
    assert.equal(own.organization, undefined);
    assert.equal((await giving.claim(resident, own)).amount, 4);
    const before_ = await left();
    const theirs = await giving.openHandout(it.anna, { program: points, amount: 6, organization: park.organization.id });
    await giving.claim(resident, theirs);
    assert.equal(await left(), before_ - 6);
    assert.equal((await host.do('getHandout', { id: theirs.id })).given, 6);
    await host.refused('not_found', 'getHandout', { id: own.id });
  });

  test('a handout opened twice with one key is one', async () => {
    const body = { key: await host.key(), name: '一度', program: points, ways: ['printed_code'], amount: 1 };
    const handout = await host.do('openHandout', { body });
    assert.deepEqual(await host.do('openHandout', { body }), handout);
    await host.refused('key_reused', 'openHandout', { body: { ...body, name: '二度' } });
    await host.refused('key_reused', 'openHandout', { body: { ...body, amount: 2 } });
  });
});

describe('time stayed', () => {
  test('counts by full units, at most so many, over all stays [PNT-c]', async () => {
    const handout = await open({ ways: ['check_in'], amount: 10, stay: { minutes: 30, units: 3 } });
    await resident.refused('not_inside', 'checkOut', { body: await giving.claimPage(resident, handout) });
    await resident.refused('handout_not_here', 'createClaim', { body: await giving.claimPage(resident, handout) });
    const body = await giving.claimPage(resident, handout);
    const entered = await resident.do('checkIn', { body });
    assert.deepEqual([entered.kind, entered.amount, entered.handout.id], ['check_in', 0, handout.id]);
    assert.deepEqual(await resident.do('checkIn', { body }), entered);
    await resident.refused('already_inside', 'checkIn', { body: await giving.claimPage(resident, handout) });
    const page = await giving.scanned(host, handout, other);
    await host.do('giveByScan', { id: handout.id, body: { key: page.key, wallet: page.wallet, action: 'check_in' } });
    const { stays } = await host.do('listStays', { id: handout.id });
    assert.deepEqual(stays.map((each) => [each.inside, each.minutes]), [[true, 0], [true, 0]]);

    await giving.later(city, it, 65, 'SIGKILL');
    const before_ = await giving.held(resident, points);
    const out = await resident.do('checkOut', { body: await giving.claimPage(resident, handout) });
    assert.deepEqual([out.kind, out.amount, out.direction], ['check_out', 20, 'in']);
    assert.equal(await giving.held(resident, points), before_ + 20);
    assert.equal((await resident.do('openHandoutCode', { body: { code: handout.code_url } })).minutes, 65);

    const theirs = await giving.scanned(host, handout, other);
    assert.deepEqual([theirs.inside, theirs.since], [true, (await host.do('listStays', { id: handout.id })).stays[0].since]);
    const gone = await host.do('giveByScan', { id: handout.id, body: { key: theirs.key, wallet: theirs.wallet, action: 'check_out' } });
    assert.deepEqual([gone.kind, gone.amount], ['check_out', 20]);
    assert.equal((await host.do('getHandout', { id: handout.id })).given, 40);
  });

  test('ends when the handout is closed: what comes after is not paid for [PNT-c]', async () => {
    const handout = await open({ ways: ['check_in'], amount: 10, stay: { minutes: 60, units: 24 } });
    const person = await signUp(city);
    await person.do('checkIn', { body: await giving.claimPage(person, handout) });
    await giving.later(city, it, 5);
    await host.do('closeHandout', { id: handout.id, body: { key: await host.key() } });
    await giving.later(city, it, 300);
    const out = await person.do('checkOut', { body: await giving.claimPage(person, handout) });
    assert.deepEqual([out.amount, await giving.held(person, points)], [0, 0]);
    const asked = { key: await host.key(), name: 'x', program: points, ways: ['check_in'], amount: 1 };
    assert.equal((await host.refused('terms_contradictory', 'openHandout', { body: asked })).field, 'stay');
  });

  test('is put right by the organizer, up and down, also for who forgot to check out [PNT-c]', async () => {
    const handout = await open({ ways: ['check_in'], amount: 10, stay: { minutes: 30, units: 3 } });
    const person = await signUp(city);
    await person.do('checkIn', { body: await giving.claimPage(person, handout) });
    const [stay] = (await host.do('listStays', { id: handout.id })).stays;
    const correct = async (minutes) => host.do('correctStay', { id: handout.id, body: { key: await host.key(), wallet: stay.wallet, minutes } });
    assert.deepEqual([(await correct(90)).amount, await giving.held(person, points)], [30, 30]);
    const down = await correct(59);
    assert.deepEqual([down.kind, down.amount, await giving.held(person, points)], ['correct_stay', 20, 10]);
    assert.equal((await correct(10_000)).amount, 20);
    const [now] = (await host.do('listStays', { id: handout.id })).stays;
    assert.deepEqual([now.inside, now.minutes], [false, 10_000]);
    await rivals.refused('not_found', 'correctStay', { id: handout.id, body: { key: await rivals.key(), wallet: stay.wallet, minutes: 1 } });
    await host.refused('wallet_code_expired', 'correctStay', { id: handout.id, body: { key: await host.key(), wallet: 'x', minutes: 1 } });
    const entries = (await person.do('getWalletHistory')).entries.map((each) => each.kind);
    assert.deepEqual(entries, ['correct_stay', 'correct_stay', 'correct_stay', 'check_in']);
  });

  test('counts for a card too: in, out, put right; within the handout’s hours [PNT-c] [PNT-h] [PNT-l] [GEN-a]', async () => {
    const handout = await open({ ways: ['check_in'], amount: 10, stay: { minutes: 30, units: 3 }, to: giving.moment(city, 50) });
    const card = await giving.handedOutCard(it.anna);
    await giving.byCard(host, handout, card, 'check_in');
    await giving.later(city, it, 40, 'SIGKILL');
    const page = await giving.scannedCard(host, handout, card);
    assert.deepEqual([page.card, page.inside, page.minutes], [card.id, true, 0]);
    const out = await host.do('giveByScan', { id: handout.id, body: { key: page.key, wallet: page.wallet, action: 'check_out' } });
    assert.deepEqual([out.kind, out.amount, await giving.onCard(it.anna, card, points)], ['check_out', 10, 10]);
    const [stay] = (await host.do('listStays', { id: handout.id })).stays;
    const correct = async (minutes) => host.do('correctStay', { id: handout.id, body: { key: await host.key(), wallet: stay.wallet, minutes } });
    assert.deepEqual([(await correct(90)).amount, await giving.onCard(it.anna, card, points)], [20, 30]);
    assert.deepEqual([(await correct(0)).amount, await giving.onCard(it.anna, card, points)], [30, 0]);
    await giving.later(city, it, 20);
    const late = await giving.scannedCard(host, handout, card);
    await host.refused('handout_not_now', 'giveByScan', { id: handout.id, body: { key: late.key, wallet: late.wallet, action: 'check_in' } });
  });

  test('and after all that the books agree', async () => {
    await city.end();
    await city.verify();
  });
});
