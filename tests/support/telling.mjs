// Stories of tests/scenarios told over HTTP: each sentence is what a person does in an app.
import assert from 'node:assert/strict';
import { inJapan } from './city.mjs';
import * as people from './people.mjs';
import { until } from './program.mjs';
import { termsOf } from './told-terms.mjs';

const unit_ms = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };
export const day = (text) => Date.parse(`${text}T00:00:00Z`) / unit_ms.day;
/** Nine in the morning in Japan, as a story's days begin, or the time given (23:59:59.999). */
export const moment = (date, time = '09:00:00') => Date.parse(`${date}T${time}+09:00`);

/** One story told to a city: the people and places of it by the names that it gives them. */
export class Telling {
  programs = {};
  proposals = {};
  operators = {};
  places = {};
  staff = {};
  residents = {};
  entries = {};
  cards = {};
  types = {};
  areas = {};
  pages = new Map();
  last = undefined; // the last command: {who, operation, options}

  /** from: the day on which the story begins; anna and bunta are the city's operators. */
  constructor(city, [anna, bunta], from) {
    Object.assign(this, { city, anna, bunta, from, began: city.day(), days: new Set([city.day()]) });
  }

  /** A day of the story as the city's; the same when the city's clock is the story's. */
  expires = (date) => new Date((day(date) - this.from + day(this.began)) * 86_400_000).toISOString().slice(0, 10);

  async key(who, sameKey) {
    if (sameKey) return who.lastKey;
    const key = this.pages.get(who) ?? (await who.key());
    this.pages.delete(who);
    who.lastKey = key;
    return key;
  }

  async say(step, who, operation, options) {
    this.last = { who, operation, options };
    const { status, json } = await who.call(operation, options);
    const word = status < 400 ? undefined : json.refusal;
    assert.equal(word, step.refused?.word, JSON.stringify(json));
    if (step.refused?.field) assert.match(json.field, new RegExp(`${step.refused.field}$`));
    if (step.refused?.missing !== undefined) assert.equal(json.explanation.missing, step.refused.missing);
    if (step.refused?.left !== undefined) assert.equal(json.explanation.limits.at(-1).remaining, step.refused.left);
    if (step.used && status < 400) {
      const lots = step.used.map((each) => [this.programs[each.program], each.amount, ...(each.until ? [this.expires(each.until)] : [])]);
      assert.deepEqual(json.lots.map((each, i) => [each.program.id, each.amount, each.expires_on].slice(0, lots[i]?.length)), lots);
    }
    return status < 400 ? json : undefined;
  }

  /** The operators by the names of the story: the two that there are, then those whom they invite. */
  async operator(name) {
    const free = [this.anna, this.bunta].find((each) => !Object.values(this.operators).includes(each));
    return (this.operators[name] ??= free ?? (await people.accept(this.city, await people.inviteOperator(this.anna, this.bunta))));
  }

  async program(step, f) {
    const proposal = await this.#propose(step, this.anna, f);
    if (proposal) this.programs[f.name] = (await people.approve(this.bunta, proposal)).program;
  }

  async approve(step, f) {
    const who = await this.operator(f.by);
    const { id, digest } = this.proposals[f.name] ?? { id: 'NONE', digest: '0'.repeat(64) };
    const { digest: dry_run = '0'.repeat(64) } = (await who.call('dryRunProposal', { id })).json;
    const done = await this.say(step, who, 'approveProposal', { id, body: { key: await this.key(who), digest: f.unseen ? 'f'.repeat(64) : digest, dry_run } });
    if (done) this.programs[f.name] = done.program;
  }

  async withdraw(step, f) {
    const who = await this.operator(f.by);
    await this.say(step, who, 'withdrawProposal', { id: this.proposals[f.name].id, body: { key: await this.key(who) } });
  }

  async propose(step, f) {
    this.proposals[f.name] = await this.#propose(step, await this.operator(f.by), f);
  }

  async #propose(step, who, f) {
    for (const type of [f.type, f.reward_at_type]) if (type) await this.#typeNumber(type);
    if (f.reward_at_area) await this.#areaNumber(f.reward_at_area);
    const program = termsOf(f, { ...this, date: this.expires });
    const replaces = this.programs[f.name];
    const body = { key: await who.key(), program, ...(replaces && { replaces }) };
    return this.say(step, who, 'createProposal', { body });
  }

  /** A kind of business, or a part of the city, of the story as a number of the city's list. */
  async #listed(list, known, number) {
    const name = `${list} ${number}`;
    const lists = known[number] ? {} : await this.anna.do('addCityListItem', { body: { list, name } });
    return (known[number] ??= lists[list].find((each) => each.name === name).number);
  }
  #typeNumber = (type) => this.#listed('place_types', this.types, type);
  #areaNumber = (area) => this.#listed('areas', this.areas, area);

  type = async (step, f) => {
    const [type, area] = [await this.#typeNumber(f.type), f.area && (await this.#areaNumber(f.area))];
    const body = { key: await this.key(this.anna), type, ...(area && { area }) };
    await this.say(step, this.anna, 'setPlaceTraits', { id: this.places[f.name].id, body });
  };
  limited_first = async (step) => this.say(step, this.anna, 'setPolicy', { body: { key: await this.key(this.anna), limited_first: true } });

  async place(step, f) {
    const can = ['takes_money', 'tops_up'].filter((each) => f[each]);
    this.places[f.name] = await people.addPlace(this.anna, f.name, can);
    this.staff[f.name] = await people.invited(this.city, this.anna, this.places[f.name]);
  }

  async resident(step, f) {
    this.residents[f.name] = await people.signUp(this.city);
  }

  async charge(step, f) {
    const [who, clerk] = [this.residents[f.who], this.staff[f.at]];
    if (this.cards[f.who]) return this.#chargeCard(step, f, clerk);
    const { status, json } = await this.walletOf(who, clerk);
    if (status >= 400) return assert.equal(json.refusal, step.refused?.word); // said as soon as the code is read
    const program = this.programs[f.of ?? Object.keys(this.programs)[0]];
    const wallet = f.same_key ? this.last.options.body.wallet : json.wallet;
    await this.say(step, clerk, 'createTopUp', { body: { key: await this.key(clerk, f.same_key), wallet, program, amount: f.amount } });
  }

  async #chargeCard(step, f, clerk) {
    const program = this.programs[f.of ?? Object.keys(this.programs)[0]];
    const body = { key: await this.key(clerk), code: this.cards[f.who].url, program, amount: f.amount };
    await this.say(step, clerk, 'topUpCard', { body });
  }

  /** A card handed out by a place's staff: from then on it pays and is charged under its name. */
  async card(step, f) {
    const kind = f.single_use ? 'single_use' : 'rechargeable';
    const { cards } = await this.anna.do('createCardBatch', { body: { key: await this.key(this.anna), kind, count: 1 } });
    await this.anna.do('activateCard', { body: { key: await this.key(this.anna), code: cards[0].url } });
    this.cards[f.name] = cards[0];
  }

  async move(step, f) {
    const who = this.residents[f.to];
    await this.say(step, who, 'moveCard', { body: { key: await this.key(who), code: this.cards[f.name].url } });
  }

  async #given(f) {
    const { person } = await this.residents[f.who].do('getSession');
    return { key: await this.key(this.anna), resident: person.id, program: this.programs[f.of], amount: f.amount };
  }
  grant = async (step, f) => {
    const card = this.cards[f.who];
    if (!card) return this.say(step, this.anna, 'createGrant', { body: await this.#given(f) });
    const body = { key: await this.key(this.anna), program: this.programs[f.of], amount: f.amount };
    return this.say(step, this.anna, 'grantToCard', { id: card.id, body });
  };
  subtract = async (step, f) => this.say(step, this.anna, 'createAdjustment', { body: { ...(await this.#given(f)), direction: 'take', reason: 'correction' } });

  /** The receiver shows a code, the giver scans it and gives. */
  async send(step, f) {
    const [giver, receiver] = [this.residents[f.who], this.residents[f.to]];
    const { payload } = await receiver.do('createWalletCode');
    const opened = await giver.call('openTransfer', { body: { code: payload } });
    if (opened.status >= 400) return assert.equal(opened.json.refusal, step.refused?.word);
    const body = { key: await this.key(giver), to: opened.json.to, program: this.programs[f.of], amount: f.amount };
    await this.say(step, giver, 'createTransfer', { body });
  }

  async walletOf(who, clerk) {
    const made = await who.call('createWalletCode');
    return made.status >= 400 ? made : clerk.call('openWalletCode', { body: { code: made.json.payload } });
  }

  async pay(step, f) {
    const card = this.cards[f.who];
    const who = card ? this.staff[f.place] : this.residents[f.who];
    const key = await this.key(who, f.same_key);
    const body = card ? { key, code: card.url, amount: f.amount } : { key, place: this.places[f.place].id, amount: f.amount };
    const entry = await this.say(step, who, card ? 'payByCard' : 'createPayment', { body });
    if (entry) this.entries.last = this.entries[f.as ?? 'last'] = entry;
  }

  async cancel(step, f) {
    const clerk = this.staff[f.at];
    const body = { key: await this.key(clerk), reason: f.because ?? 'wrong_amount', ...(f.amount && { amount: f.amount }) };
    await this.say(step, clerk, 'cancelEntry', { id: this.entries[f.what].id, body });
  }

  /** Of a card: as any place's staff see them. */
  async #lotsOf(name) {
    if (!this.cards[name]) return (await this.residents[name].do('getWallet')).lots;
    const [clerk] = Object.values(this.staff);
    return (await clerk.do('openCardCode', { body: { code: this.cards[name].url } })).card.lots;
  }

  async balance(step, f) {
    const lots = await this.#lotsOf(f.who);
    const own = lots.filter((each) => each.program.id === this.programs[f.program] && (!f.until || each.expires_on === this.expires(f.until)));
    assert.equal(own.reduce((sum, each) => sum + each.amount, 0), f.amount);
  }

  async receivable(step, f) {
    let sum = 0;
    for (const date of this.days) {
      const { by_program } = await this.staff[f.place].do('getSales', { query: { date } });
      sum += by_program.find((each) => each.program.id === this.programs[f.program])?.amount ?? 0;
    }
    assert.equal(sum, f.amount);
  }

  issued = async (step, f) => assert.equal((await this.anna.do('getProgram', { id: this.programs[f.program] })).issued, f.amount);
  outstanding = async (step, f) => assert.equal((await this.anna.do('getProgram', { id: this.programs[f.program] })).outstanding, f.amount);

  async #wallet(step, name, status) {
    const { id } = await this.anna.do('findResident', { body: { phone: this.residents[name].phone, reason: '届け' } });
    await this.say(step, this.anna, 'setResidentStatus', { id, body: { key: await this.key(this.anna), status, reason: '届け' } });
  }
  block = (step, f) => this.#wallet(step, f.name, 'blocked');
  unblock = (step, f) => this.#wallet(step, f.name, 'active');

  async #placeStatus(step, name, status) {
    await this.say(step, this.anna, 'setPlaceStatus', { id: this.places[name].id, body: { key: await this.key(this.anna), status } });
  }
  close = (step, f) => this.#placeStatus(step, f.name, 'closed');
  open = (step, f) => this.#placeStatus(step, f.name, 'open');
  stop = async (step, f) => this.say(step, this.anna, 'stopProgram', { id: this.programs[f.name], body: { key: await this.key(this.anna) } });

  restart = () => this.city.restart({ signal: 'SIGKILL' });
  retry = (step) => this.say(step, this.last.who, this.last.operation, this.last.options);
  page = async (step, f) => {
    const who = this.residents[f.who] ?? this.staff[f.who];
    this.pages.set(who, await who.key());
    who.lastKey = this.pages.get(who);
  };
  ask = async (step, f) => {
    const who = this.residents[f.who] ?? this.staff[f.who];
    const { outcome, refusal } = await who.do('closeKey', { body: { key: who.lastKey } });
    assert.deepEqual([outcome, refusal], step.refused ? ['not_done', step.refused.word] : ['done', undefined]);
  };

  day = (step, f) => this.#moveTo(moment(f.date));
  clock = (step, f) => this.#moveTo(moment(this.city.day(), f.time));
  after = (step, f) => this.#moveTo(this.city.now() + f.number * unit_ms[f.unit.replace(/s$/, '')]);

  /** People whose session has ended meanwhile sign in again. */
  async #moveTo(at) {
    const [before, passed] = [this.city.now(), at - this.city.now()];
    await this.city.setClock(at);
    this.days.add(this.city.day());
    if (passed > 14 * unit_ms.minute) {
      for (const who of [this.anna, this.bunta, ...Object.values(this.operators)]) await this.#signInAgain(who);
    }
    if (passed < 29 * unit_ms.day) return;
    for (const who of Object.values(this.staff)) await this.#signInAgain(who);
    for (const who of Object.values(this.residents)) who.cookie = (await people.signUp(this.city, who.phone, inJapan(before))).cookie;
  }

  async #signInAgain(who) {
    if ((await who.do('getSession')).role === 'none') who.cookie = (await people.signIn(this.city, who)).cookie;
  }

  expired = async (step, f) => {
    const { programs } = await this.anna.do('getDashboard');
    assert.equal(programs.find((each) => each.program.id === this.programs[f.program])?.expired, f.amount);
  };

  /** The server lets value expire by itself; a story that asks twice hears that nothing is left. */
  expire = (step, f) =>
    until(`${f.who} to lose what has expired`, async () => {
      const { lots } = await this.residents[f.who].do('getWallet');
      return lots.every((each) => !each.expires_on || each.expires_on >= this.city.day());
    });
}

/** A name that nobody has, which the engine is asked about all the same. */
export const nobody = (telling, { fields: f, verb }) =>
  (['pay', 'charge'].includes(verb) && ((!telling.residents[f.who] && !telling.cards[f.who]) || !telling.places[f.place ?? f.at] || (f.of && !telling.programs[f.of]))) ||
  (verb === 'place' && !f.takes_money && !f.tops_up) || // the console adds none that can do nothing
  (verb === 'cancel' && (!telling.staff[f.at] || !telling.entries[f.what])) ||
  (['block', 'unblock'].includes(verb) && !telling.residents[f.name]) ||
  (['close', 'open'].includes(verb) && !telling.places[f.name]) ||
  (verb === 'stop' && !telling.programs[f.name]);

