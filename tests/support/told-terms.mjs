// The terms of a program as a story tells them (tests/scenarios/terms_words.cpp), in the contract's form.
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function expiryOf(f, date) {
  if (f.days) return { kind: 'days_after', days: f.days };
  if (f.months) return { kind: 'months_after', months: f.months };
  return f.until ? { kind: 'fixed', date: date(f.until) } : { kind: 'never' };
}

function topUpOf(f) {
  if (f.not_sold) return undefined;
  return { minimum: f.min ?? 1, step: f.step ?? 1, maximum: f.max ?? 50_000, ...(f.person && { person_maximum: f.person }) };
}

const share = (percent) => [{ from: 1, per_10000: percent * 100 }];

/** "5000:30,10000:never" → [[5000, '30'], [10000, 'never']] */
const stepsOf = (list) => list.split(',').map((step) => step.split(':')).map(([from, what]) => [Number(from), what]);

function bandsOf(f, date) {
  const expiry = (word) => expiryOf(word === 'never' ? {} : word.includes('-') ? { until: word } : { days: Number(word) }, date);
  return f.bands && stepsOf(f.bands).map(([from, word]) => ({ from, expiry: expiry(word) }));
}

function bonusOf(f, programs) {
  const at_limit = f.cut_premium ? 'cut_premium' : f.cut_top_up ? 'cut_top_up' : 'refuse';
  return f.premium && { into: programs[f.out_of], tiers: share(f.premium), at_limit };
}

const limitsOf = (f) => [
  ...(f.a_day ? [{ what: 'spent', measure: 'amount', cap: f.a_day, period: 'day', who: 'person' }] : []),
  ...(f.person_gets ? [{ what: 'received', measure: 'amount', cap: f.person_gets, period: 'ever', who: 'person' }] : []),
  ...(f.times_a_month ? [{ what: 'received', measure: 'times', cap: f.times_a_month, period: 'month', who: 'person' }] : []),
];

function rewardOf(f, { places, types, areas }) {
  if (!f.reward && !f.reward_tiers) return undefined;
  const tiers = f.reward ? share(f.reward) : stepsOf(f.reward_tiers).map(([from, percent]) => ({ from, per_10000: Number(percent) * 100 }));
  const where = {
    ...(f.reward_at_type && { types: [types[f.reward_at_type]] }),
    ...(f.reward_at_area && { areas: [areas[f.reward_at_area]] }),
    ...(f.reward_at && { places: [places[f.reward_at].id] }),
  };
  return { tiers, ...(f.reward_maximum && { payment_maximum: f.reward_maximum }), ...(Object.keys(where).length > 0 && { where }) };
}

/**
 * date: a day of the story as the city's; programs: ids by their names in the story; places: by theirs; types, areas:
 * numbers of the city's lists.
 */
export function termsOf(f, { date, programs, places, types, areas }) {
  const terms = {
    name: f.name, stamp: f.name[0], unit: f.points ? 'point' : 'money', origin: f.granted ? 'granted' : 'paid', expiry: expiryOf(f, date),
    bands: bandsOf(f, date), top_up: topUpOf(f), budget: f.budget, issue_from: f.from && date(f.from), issue_to: f.to && date(f.to),
    where: f.type && { types: [types[f.type]] }, when: f.weekdays && { weekdays: weekdays.filter((_, i) => (f.weekdays >> i) & 1) },
    dues: f.dues && [f.dues], to_residents: f.to_residents, stays_on_card: f.stays_on_card, bonus: bonusOf(f, programs),
    reward: rewardOf(f, { places, types, areas }), limits: limitsOf(f), issuer: f.six_month && 'six_month',
  };
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined));
}
