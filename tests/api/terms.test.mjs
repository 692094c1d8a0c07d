// Programs with every part that terms may have: shown as they were proposed, refused by field and reason, previewed by
// worked examples, tried on a copy of the city, published in versions.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';

let city, it, resident, premium;
const { ordinary } = people;
const granted = { name: 'プレミアム', stamp: '贈', unit: 'money', origin: 'granted', expiry: { kind: 'days_after', days: 90 } };

before(async () => {
  city = await City.create();
  it = await people.furnish(city);
  resident = await people.signUp(city);
  premium = (await started({ ...granted, budget: 1500 })).program;
});
after(() => city?.remove());

const started = async (program, replaces) => people.approve(it.bunta, await propose(program, replaces));
const propose = async (program, replaces) =>
  it.anna.do('createProposal', { body: { key: await it.anna.key(), program, ...(replaces && { replaces }) } });
const contradiction = async (further, base = ordinary) => {
  const program = { ...base, ...further };
  const { field, reason } = await it.anna.refused('terms_contradictory', 'createProposal', { body: { key: await it.anna.key(), program } });
  const previewed = await it.anna.refused('terms_contradictory', 'previewProgram', { body: { program } });
  assert.deepEqual([previewed.field, previewed.reason], [field, reason]);
  return `${field} ${reason}`;
};
const lists = (list, name) => it.anna.do('addCityListItem', { body: { list, name } });

describe('terms', () => {
  test('all of them go in and come out the same, and after a restart [PRM-b, PRM-c, CHG-h]', async () => {
    await lists('place_types', '商店');
    await lists('areas', '中央');
    await it.anna.do('setPlaceTraits', { id: it.shop.id, body: { key: await it.anna.key(), type: 1, area: 1 } });
    const money = {
      ...ordinary, name: 'すべての条件', budget: 1_000_000, issue_from: city.day(), issue_to: city.day(300),
      top_up: { ...ordinary.top_up, person_maximum: 100_000 },
      bands: [{ from: 5000, expiry: { kind: 'months_after', months: 3 } }, { from: 20_000, expiry: { kind: 'fixed', date: city.day(400) } }],
      where: { types: [1], areas: [1], places: [it.shop.id] },
      when: { from: city.day(), to: city.day(500), weekdays: ['monday', 'sunday'], from_minute: 540, to_minute: 1080 },
      dues: [0, 3], stays_on_card: true, to_residents: true, eligible: { all: [0], any: [2, 3] },
      limits: [{ what: 'spent', measure: 'times', cap: 3, period: 'day', who: 'person' }, { what: 'topped_up', measure: 'amount', cap: 50_000, period: 'month', who: 'everybody' }, { what: 'sent', measure: 'amount', cap: 300_000, period: 'month', who: 'person' }],
      bonus: { into: premium, tiers: [{ from: 5000, per_10000: 2000 }, { from: 10_000, per_10000: 2000, fixed: 100 }], at_limit: 'cut_premium' },
      cost: 'organization', issuer: 'third_party',
    };
    const points = {
      name: 'ポイント', stamp: '点', unit: 'point', origin: 'granted', expiry: { kind: 'months_after', months: 12 },
      reward: { tiers: [{ from: 100, per_10000: 100 }], payment_maximum: 500, for_bought_only: true, when_spent: 'city_bears', where: { without_places: [it.shop.id] } },
      rate: { yen: 1, points: 2, rounding: 'half_up' },
    };
    const ids = [];
    for (const terms of [money, points]) {
      const proposal = await propose(terms);
      assert.deepEqual(proposal.terms, terms);
      const { program } = await people.approve(it.bunta, proposal);
      assert.deepEqual((await it.anna.do('getProgram', { id: program })).terms, terms);
      ids.push([program, terms]);
    }
    await city.restart();
    for (const [id, terms] of ids) assert.deepEqual((await it.anna.do('getProgram', { id })).terms, terms);
    const seen = await it.anna.do('getProgram', { id: ids[0][0] });
    assert.deepEqual([seen.version, seen.restrictedness, seen.unit], [1, 5, 'money']);
    assert.equal((await it.anna.do('getProgram', { id: ids[1][0] })).unit, 'point');
  });

  test('that contradict each other are refused by field and reason [PRM-b, PRM-c, CHG-b, CHG-c, CHG-h]', async () => {
    const expiry = { kind: 'never' };
    assert.equal(await contradiction({ bands: [{ from: 2000, expiry }, { from: 2000, expiry }] }), 'bands.1.from overlaps');
    assert.equal(await contradiction({ budget: 500 }), 'budget nothing_fits');
    assert.equal(await contradiction({ top_up: { ...ordinary.top_up, person_maximum: 500 } }), 'top_up.person_maximum nothing_fits');
    assert.equal(await contradiction({ issue_from: city.day(9), issue_to: city.day(8) }), 'issue_to order');
    assert.equal(await contradiction({ issue_to: city.day(-1) }), 'issue_to past');
    assert.equal(await contradiction({ expiry: { kind: 'fixed', date: city.day(-1) } }), 'expiry.date dead_at_issue');
    assert.equal(await contradiction({ expiry: { kind: 'days_after', days: 10 }, when: { from: city.day(50) } }), 'when.from never_usable');
    assert.equal(await contradiction({ when: { to: city.day(-1) } }), 'when.to past');
    assert.equal(await contradiction({ issuer: 'third_party', to_residents: true }), 'limits missing');
    assert.equal(await contradiction({ issuer: 'six_month', expiry: { kind: 'months_after', months: 7 } }), 'expiry six_months');
    const rule = { what: 'spent', measure: 'amount', cap: 1, period: 'day', who: 'person' };
    assert.equal(await contradiction({ limits: [rule, rule] }), 'limits.1 overlaps');
    assert.equal(await contradiction({ limits: [{ ...rule, what: 'topped_up' }] }), 'limits.0.cap nothing_fits');
    const tiers = [{ from: 1000, per_10000: 1000 }];
    assert.equal(await contradiction({ bonus: { into: 'NOWHERE', tiers } }), 'bonus.into missing');
    assert.equal(await contradiction({ bonus: { into: it.program, tiers } }), 'bonus.into missing');
    assert.equal(await contradiction({ bonus: { into: premium, tiers: [...tiers, ...tiers] } }), 'bonus.tiers.1.from overlaps');
    assert.equal(await contradiction({ reward: { tiers } }), 'reward never_usable');
    assert.equal(await contradiction({ rate: { yen: 1, points: 1 } }), 'rate unit');
    assert.equal(await contradiction({ unit: 'point', dues: [1] }, granted), 'dues unit');
  });

  test('that could never be spent are refused when they are proposed [PRM-b, CHG-h]', async () => {
    const fixed = (days) => ({ kind: 'fixed', date: city.day(days) });
    const in_days = (n) => ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'][new Date(`${city.day(n)}T00:00:00Z`).getUTCDay()];
    assert.equal(await contradiction({ unit: 'point' }), 'top_up never_usable');
    assert.equal(await contradiction({ origin: 'granted' }), 'top_up never_usable');
    assert.equal(await contradiction({ expiry: fixed(3), when: { weekdays: [in_days(5)] } }), 'when.weekdays never_usable');
    assert.equal(await contradiction({ when: { from: city.day(), to: city.day(2), weekdays: [in_days(5)] } }), 'when.weekdays never_usable');
    assert.equal(await contradiction({ issue_to: city.day(60), when: { to: city.day(30) } }), 'issue_to never_usable');
    assert.equal(await contradiction({ issue_to: city.day(60), expiry: fixed(30) }), 'expiry.date dead_at_issue');
    await lists('place_types', '商店');
    assert.equal(await contradiction({ where: { types: [1], without_types: [1] } }), 'where.without_types never_usable');
    assert.equal(await contradiction({ where: { types: [1], places: [it.counter.id] } }), 'where.places never_usable');
    const { maximum } = ordinary.top_up;
    const expiry = { kind: 'never' };
    assert.equal(await contradiction({ bands: [{ from: maximum + 1, expiry }] }), 'bands.0.from never_usable');
    assert.equal(await contradiction({ bonus: { into: premium, tiers: [{ from: maximum + 1, per_10000: 1000 }] } }), 'bonus.tiers.0.from never_usable');
    const brief = (await started({ ...granted, name: '一日のプレミアム', issue_to: city.day() })).program;
    assert.equal(await contradiction({ issue_from: city.day(1), bonus: { into: brief, tiers: [{ from: 1000, per_10000: 1000 }] } }), 'bonus.into never_usable');
  });

  test('of which some part can never come about are refused, by whom it is previewed too [PRM-b, PRM-c, PRM-d, PRM-f, CHG-b, CHG-c]', async () => {
    const { top_up } = ordinary;
    const tiers = [{ from: 1000, per_10000: 2000 }]; // 200 at the least
    const per_person = (what, cap) => [{ what, measure: 'amount', cap, period: 'month', who: 'person' }];
    const small = (await started({ ...granted, name: '少なすぎる特典', budget: 199 })).program;
    const capped = (await started({ ...granted, name: '一人百円まで', limits: per_person('received', 100) })).program;
    assert.equal(await contradiction({ bonus: { into: small, tiers } }), 'bonus.into nothing_fits');
    assert.equal(await contradiction({ bonus: { into: capped, tiers, at_limit: 'cut_top_up' } }), 'bonus.into nothing_fits');
    await it.anna.do('previewProgram', { body: { program: { ...ordinary, bonus: { into: small, tiers, at_limit: 'cut_premium' } } } });

    const bands = [{ from: 5001, expiry: { kind: 'never' } }];
    assert.equal(await contradiction({ bands, top_up: { ...top_up, person_maximum: 5000 } }), 'bands.0.from never_usable');
    assert.equal(await contradiction({ bands, top_up: { ...top_up, maximum: 5999 } }), 'bands.0.from never_usable');
    assert.equal(await contradiction({ bonus: { into: premium, tiers: [{ from: 1001, fixed: 10 }, { from: 1999, fixed: 20 }] } }), 'bonus.tiers.0.from never_usable');
    assert.equal(await contradiction({ bonus: { into: premium, tiers: [...tiers, { from: 2000, fixed: 0 }] } }), 'bonus.tiers.1.per_10000 missing');
    assert.equal(await contradiction({ reward: { tiers: [{ from: 1000 }] } }, granted), 'reward.tiers.0.per_10000 missing');
    assert.equal(await contradiction({ reward: { tiers: [{ from: 1, per_10000: 1 }, ...tiers] } }, granted), 'reward.tiers.0.per_10000 never_usable');
    assert.equal(await contradiction({ reward: { tiers: [{ from: 1000, fixed: 100 }], payment_maximum: 99 } }, granted), 'reward.payment_maximum nothing_fits');

    const { top_up: _, ...unsold } = ordinary;
    assert.equal(await contradiction({}, unsold), 'top_up missing');
    assert.equal(await contradiction({ unit: 'point' }, unsold), 'origin unit');
    assert.equal(await contradiction({ limits: per_person('sent', 1000) }), 'limits.0.what never_usable');
    assert.equal(await contradiction({ limits: per_person('topped_up', 1000) }, granted), 'limits.0.what never_usable');
    assert.equal(await contradiction({ where: { places: [it.counter.id] } }), 'where.places never_usable');
    assert.equal(await contradiction({ reward: { tiers, where: { places: [it.counter.id] } } }, granted), 'reward.where never_usable');
    await it.anna.do('previewProgram', { body: { program: { ...ordinary, where: { places: [it.counter.id, it.shop.id] } } } });

    const handout = { name: '配布', program: capped, ways: ['printed_code'], amount: 101 };
    const { field, reason } = await it.anna.refused('terms_contradictory', 'openHandout', { body: { key: await it.anna.key(), ...handout } });
    assert.deepEqual([field, reason], ['amount', 'never_usable']);
  });

  test('that name what does not exist are refused as slips, with the field', async () => {
    const slip = async (further) => (await it.anna.refused('invalid_request', 'previewProgram', { body: { program: { ...ordinary, ...further } } })).field;
    assert.equal(await slip({ where: { types: [999] } }), 'program.where.types');
    assert.equal(await slip({ where: { places: ['NOWHERE'] } }), 'program.where.places');
    assert.equal(await slip({ where: { places: [] } }), 'program.where.places'); // nowhere, and not everywhere
    assert.equal(await slip({ where: { types: [] } }), 'program.where.types');
    assert.equal(await slip({ when: { weekdays: [] } }), 'program.when.weekdays');
    assert.equal(await slip({ eligible: { any: [] } }), 'program.eligible.any');
    assert.equal(await slip({ reward: { tiers: [] } }), 'program.reward.tiers');
    assert.equal(await slip({ eligible: { all: [60] } }), 'program.eligible.all');
    assert.equal(await slip({ when: { weekdays: ['payday'] } }), 'program.when.weekdays');
    assert.equal(await slip({ limits: [{ what: 'spent', measure: 'amount', cap: 0, period: 'day', who: 'person' }] }), 'program.limits.0.cap');
    assert.equal(await slip({ dues: [3, 3] }), 'program.dues');
    await it.anna.refused('program_unknown', 'previewProgram', { body: { program: ordinary, replaces: 'NOWHERE' } });
  });
});

describe('a preview', () => {
  const preview = async (program, replaces) => it.anna.do('previewProgram', { body: { program, ...(replaces && { replaces }) } });

  test('shows a top-up with its premium, a payment, and the limit, by the real rules [CHG-d, CHG-h, PRM-d]', async () => {
    const bonus = { into: premium, tiers: [{ from: 5000, per_10000: 2000 }] };
    const [topUp, payment, limit] = (await preview({ ...ordinary, bonus })).examples;
    assert.deepEqual([topUp.kind, topUp.amount, topUp.expires_on], ['top_up', 5000, city.day(180)]);
    assert.deepEqual(topUp.received.map(({ of, amount, expires_on }) => [of, amount, expires_on]), [['program', 5000, city.day(180)], ['other', 1000, city.day(90)]]);
    assert.equal(payment.kind, 'payment');
    assert.ok(payment.spent.length > 0 && payment.refusal === undefined);
    assert.deepEqual([limit.kind, limit.amount, limit.refusal], ['at_limit', 5000, 'limit_reached']);
    assert.deepEqual(limit.limits, [{ limit: 'program_budget', remaining: 500 }, { limit: 'person_maximum', remaining: 4000 }]);
    const cut = (await preview({ ...ordinary, bonus: { ...bonus, at_limit: 'cut_premium' } })).examples[2];
    assert.deepEqual(cut.received.map(({ amount }) => amount), [5000, 500]);
    const less = (await preview({ ...ordinary, bonus: { ...bonus, at_limit: 'cut_top_up' } })).examples[2];
    assert.ok(less.received[0].amount < 5000 && less.refusal === undefined);
  });

  test('shows a reward where there is one, and limits of each kind [PRM-c, PRM-f]', async () => {
    const reward = { tiers: [{ from: 1000, per_10000: 500 }] };
    const [given, payment] = (await preview({ ...granted, reward })).examples;
    assert.equal(given.kind, 'grant');
    assert.deepEqual(payment.received.map(({ of, amount }) => [of, amount]), [['program', 50]]);
    const last = async (further) => (await preview({ ...ordinary, ...further })).examples[2];
    assert.equal((await last({})).refusal, 'above_maximum');
    assert.equal((await last({ budget: 5000 })).refusal, 'program_cap_reached');
    assert.equal((await last({ top_up: { ...ordinary.top_up, person_maximum: 9000 } })).refusal, 'person_cap_reached');
    const rule = { what: 'topped_up', measure: 'times', cap: 2, period: 'day', who: 'person' };
    assert.ok((await last({ limits: [rule] })).refusal);
  });

  test('changes nothing and belongs to operators', async () => {
    const before_ = await it.anna.do('listPrograms');
    await preview(ordinary);
    assert.deepEqual(await it.anna.do('listPrograms'), before_);
    for (const who of [resident, it.clerk]) await who.refused('not_allowed', 'previewProgram', { body: { program: ordinary } });
  });
});

describe('versions', () => {
  test('follow each other by two people, and say what they changed [PRM-b]', async () => {
    const first = { ...ordinary, name: '版のある事業', where: { places: [it.shop.id] } };
    const { program } = await started(first);
    const other = await people.addPlace(it.anna, 'そば 粋', ['takes_money']);
    const narrower = { ...first, where: { places: [other.id] } };
    const { field, reason } = await it.anna.refused('terms_contradictory', 'createProposal', { body: { key: await it.anna.key(), program: narrower, replaces: program } });
    assert.deepEqual([field, reason], ['where', 'narrower']);
    const next = { ...ordinary, name: '版のある事業、改', budget: 50_000 };
    const proposal = await propose(next, program);
    assert.deepEqual([proposal.replaces, proposal.changed], [program, ['name', 'budget', 'where']]);
    const late = await propose({ ...next, budget: 60_000 }, program);
    const dry_run = await people.dryRun(it.bunta, late.id);
    const approved = await people.approve(it.bunta, proposal);
    assert.equal(approved.program, program);
    assert.equal((await it.anna.do('getProposal', { id: late.id })).state, 'void');
    assert.equal((await it.bunta.do('listProposals')).proposals.find((each) => each.id === late.id).state, 'void');
    await it.bunta.refused('proposal_void', 'approveProposal', { id: late.id, body: { key: await it.bunta.key(), digest: late.digest, dry_run } });
    await city.restart();
    const { versions } = await it.anna.do('listProgramVersions', { id: program });
    assert.deepEqual(versions.map((each) => [each.version, each.changed]), [[2, ['name', 'budget', 'where']], [1, []]]);
    assert.deepEqual(versions.map((each) => each.terms), [next, first]);
    const now = await it.anna.do('getProgram', { id: program });
    assert.deepEqual([now.name, now.version], [next.name, 2]);
    await it.anna.do('stopProgram', { id: program, body: { key: await it.anna.key() } });
    await started(next, program);
    assert.equal((await it.anna.do('getProgram', { id: program })).state, 'open');
    await it.anna.refused('not_found', 'listProgramVersions', { id: 'NOWHERE' });
  });
});

describe('a dry run', () => {
  const run = (id, who = it.anna) => who.do('dryRunProposal', { id });

  test('counts heads, sums and refusals on the city as it stands; one that was seen is approved [PRM-j, PAY-f]', async () => {
    const others = [await people.signUp(city), await people.signUp(city)];
    const { id: person } = await it.anna.do('findResident', { body: { phone: others[0].phone, reason: '窓口' } });
    await it.anna.do('setResidentMarks', { id: person, body: { key: await it.anna.key(), marks: [0], reason: '窓口' } });
    const { id: blocked } = await it.anna.do('findResident', { body: { phone: others[1].phone, reason: '窓口' } });
    await it.anna.do('setResidentStatus', { id: blocked, body: { key: await it.anna.key(), status: 'blocked', reason: '届け' } });
    const bonus = { into: premium, tiers: [{ from: 1000, per_10000: 2000 }] };
    const proposal = await propose({ ...ordinary, name: '試す事業', budget: 10_000, eligible: { all: [0] }, bonus });
    const before_ = await it.anna.do('listPrograms');
    const seen = await run(proposal.id);
    assert.deepEqual([seen.heads, seen.people, seen.total, seen.premium, seen.budget_left], [3, 1, 1000, 200, 9000]);
    assert.deepEqual(new Map(seen.refusals.map((each) => [each.refusal, each.heads])), new Map([['not_eligible', 1], ['wallet_blocked', 1]]));
    assert.deepEqual(await it.anna.do('listPrograms'), before_);
    assert.equal((await run(proposal.id)).digest, seen.digest);

    const newcomer = await people.signUp(city); // one more who is not eligible: another result
    const again = await run(proposal.id, it.bunta);
    assert.equal(again.heads, 4);
    assert.notEqual(again.digest, seen.digest);
    const approval = async (dry_run) => ({ id: proposal.id, body: { key: await it.bunta.key(), digest: proposal.digest, dry_run } });
    const differs = async (dry_run) => assert.equal((await it.bunta.refused('proposal_differs', 'approveProposal', await approval(dry_run))).field, 'dry_run');
    assert.equal((await it.bunta.refused('invalid_request', 'approveProposal', await approval(undefined))).field, 'dry_run');
    await differs('0'.repeat(64)); // a result that nobody has seen
    await differs((await run((await propose({ ...ordinary, name: '別の事業' })).id)).digest); // of another proposal
    const { body } = await approval(again.digest);
    const approved = await it.bunta.do('approveProposal', { id: proposal.id, body });
    assert.equal(approved.state, 'approved');
    const sentAgain = await it.bunta.do('approveProposal', { id: proposal.id, body });
    assert.deepEqual(sentAgain, { ...approved, examples: sentAgain.examples }, 'the same key again gives the same answer');
    await it.anna.refused('proposal_closed', 'dryRunProposal', { id: proposal.id });
    await it.anna.refused('proposal_unknown', 'dryRunProposal', { id: 'NOWHERE' });
    for (const who of [newcomer, it.clerk]) await who.refused('not_allowed', 'dryRunProposal', { id: proposal.id });
  });
});

describe('limits', () => {
  const pages = async (who, count) => {
    const all = [];
    for (let n = 0; n < count; n++) all.push(await it.clerk.do('openWalletCode', { body: { code: (await who.do('createWalletCode')).payload } }));
    return all;
  };
  const topUps = async (who, program, amounts) => {
    const opened = await pages(who, amounts.length);
    const ask = async ({ key, wallet }, n) => it.clerk.call('createTopUp', { body: { key, wallet, program, amount: amounts[n] } });
    return (await Promise.all(opened.map(ask))).map(({ status, json }) => (status === 201 ? json.amount : json.refusal));
  };
  const count = (answers, what) => answers.filter((each) => each === what).length;

  test('of times hold for each person, also when many come at once [PRM-c]', async () => {
    const rule = { what: 'topped_up', measure: 'times', cap: 3, period: 'day', who: 'person' };
    const { program } = await started({ ...ordinary, name: '一日三回', limits: [rule] });
    const one = await people.signUp(city);
    const answers = await topUps(one, program, Array(12).fill(1000));
    assert.deepEqual([count(answers, 1000), count(answers, 'limit_reached')], [3, 9]);
    assert.deepEqual(await topUps(await people.signUp(city), program, [1000]), [1000], 'somebody else’s are their own');
    await city.restart({ signal: 'SIGKILL' });
    assert.deepEqual(await topUps(one, program, [1000]), ['limit_reached']);
  });

  test('of amount hold for everybody together, to the yen [PRM-c, CHG-c]', async () => {
    const rule = { what: 'topped_up', measure: 'amount', cap: 10_000, period: 'ever', who: 'everybody' };
    const { program } = await started({ ...ordinary, name: '合わせて一万円', limits: [rule] });
    const buyers = [await people.signUp(city), await people.signUp(city)];
    const answers = (await Promise.all(buyers.map((who) => topUps(who, program, Array(6).fill(3000))))).flat();
    assert.deepEqual([count(answers, 3000), count(answers, 'limit_reached')], [3, 9]);
    assert.deepEqual(await topUps(buyers[0], program, [2000, 1000]).then((last) => count(last, 'limit_reached')), 1);
  });

  test('of payments leave the value where it is, with the reason [PRM-c, PRM-b]', async () => {
    const rule = { what: 'spent', measure: 'times', cap: 2, period: 'day', who: 'person' };
    await started({ ...ordinary, name: '一日二回まで払える', limits: [rule] });
    const one = await people.signUp(city);
    await people.topUp(it.clerk, one, 1000, '一日二回まで払える');
    for (let n = 0; n < 2; n++) await people.pay(one, it.shop, 100);
    const refused = await one.refused('insufficient_balance', 'createPayment', { body: await people.amountPage(one, it.shop, 100) });
    assert.deepEqual(refused.explanation.unused.map((each) => [each.amount, each.reason]), [[800, 'limit']]);
  });

  test('what is only granted is not for sale [CHG-c]', async () => {
    const [{ key, wallet }] = await pages(resident, 1);
    await it.clerk.refused('not_for_sale', 'createTopUp', { body: { key, wallet, program: premium, amount: 1000 } });
  });
});

describe('sales', () => {
  test('close by themselves when the premium is used up, and everybody is told [CHG-d, PRM-e]', async () => {
    const bonus = { into: (await started({ ...granted, name: '少ないプレミアム', budget: 500 })).program, tiers: [{ from: 1000, per_10000: 2000 }] };
    const { program } = await started({ ...ordinary, name: '閉じる販売', bonus });
    const choice = async () => (await resident.do('listTopUpChoices')).programs.find((each) => each.program.id === program);
    const open = await choice();
    assert.equal(open.closed, undefined);
    assert.deepEqual(open.bonus.tiers, [{ from: 1000, per_10000: 2000 }]);
    await people.topUp(it.clerk, resident, 2000, '閉じる販売'); // 100 remain: too little for the smallest amount
    const shut = await choice();
    assert.equal(shut.closed, 'premium_used_up');
    assert.match(shut.message, /販売は終わりました/);
    assert.equal((await it.anna.do('getProgram', { id: program })).closed, 'premium_used_up');
    const { payload } = await resident.do('createWalletCode');
    const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
    assert.equal(page.programs.find((each) => each.program.id === program).closed, 'premium_used_up');
    await it.clerk.refused('premium_used_up', 'createTopUp', { body: { key: page.key, wallet: page.wallet, program, amount: 1000 } });
    const all = (await resident.do('listTopUpChoices')).programs;
    const firstClosed = all.findIndex((each) => each.closed);
    assert.ok(all.slice(firstClosed).every((each) => each.closed));
  });

  test('say the last day for each amount, to counters and residents [CHG-h]', async () => {
    const bands = [{ from: 5000, expiry: { kind: 'days_after', days: 200 } }];
    const { program } = await started({ ...ordinary, name: '金額で変わる期限', bands });
    const { payload } = await resident.do('createWalletCode');
    const page = await it.clerk.do('openWalletCode', { body: { code: payload } });
    const choices = await resident.do('listTopUpChoices');
    for (const { programs } of [page, choices]) {
      const offer = programs.find((each) => each.program.id === program);
      assert.deepEqual([offer.expires_on, offer.bands], [city.day(180), [{ from: 5000, expires_on: city.day(200) }]]);
    }
    const got = await it.clerk.do('createTopUp', { body: { key: page.key, wallet: page.wallet, program, amount: 5000 } });
    assert.equal(got.lots[0].expires_on, city.day(200));
  });

  test('go on for others when one person has had their premium, who is told so [CHG-d, PRM-e, PRM-c]', async () => {
    const own = { what: 'received', measure: 'amount', cap: 500, period: 'ever', who: 'person' };
    const bonus = { into: (await started({ ...granted, name: '一人五百円分', limits: [own] })).program, tiers: [{ from: 1000, per_10000: 2000 }] };
    const { program } = await started({ ...ordinary, name: '一人ずつの特典', bonus });
    const choice = async () => (await resident.do('listTopUpChoices')).programs.find((each) => each.program.id === program);
    assert.equal((await choice()).person_left, 2000, 'more at once would not fit');
    const refused = async (amount) => {
      const { key, wallet } = await it.clerk.do('openWalletCode', { body: { code: (await resident.do('createWalletCode')).payload } });
      const { explanation } = await it.clerk.refused('limit_reached', 'createTopUp', { body: { key, wallet, program, amount } });
      return explanation.limits.map(({ limit, remaining }) => [limit, remaining]);
    };
    assert.deepEqual(await refused(3000), [['person_limit', 500], ['person_maximum', 2000]]);
    await people.topUp(it.clerk, resident, 2000, '一人ずつの特典');
    assert.deepEqual(await refused(1000), [['person_limit', 100], ['person_maximum', 0]]);
    assert.deepEqual([(await choice()).closed, (await choice()).person_left], [undefined, 0]);
  });

  test('show what a person may still buy, and that some may not [CHG-c]', async () => {
    await started({ ...ordinary, name: '一人五千円', top_up: { ...ordinary.top_up, person_maximum: 5000 } });
    await started({ ...ordinary, name: '印のある人', eligible: { all: [3] } });
    const named = async (name) => (await resident.do('listTopUpChoices')).programs.find((each) => each.program.name === name);
    assert.equal((await named('一人五千円')).person_left, 5000);
    await people.topUp(it.clerk, resident, 2000, '一人五千円');
    assert.equal((await named('一人五千円')).person_left, 3000);
    assert.equal((await named('印のある人')).closed, 'not_eligible');
    await it.clerk.refused('not_allowed', 'listTopUpChoices');
  });

  test('afterwards the books agree', async () => {
    await city.end();
    await city.verify();
  });
});
