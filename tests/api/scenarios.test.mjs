// The scenarios of tests/scenarios over HTTP: the same sentences that the rules, the naive ledger and both stores are told.
// Those in which days pass or the clock stands still are told to the engine only; so are names that nobody has, which HTTP
// answers with words of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';
import { root } from '../support/program.mjs';

const told = JSON.parse(execFileSync(join(root, 'build/dev/bin/meguri-scenarios'), ['--json', '-'], { encoding: 'utf8' }));
const verbs = new Set(['program', 'place', 'resident', 'charge', 'pay', 'cancel', 'balance', 'receivable', 'issued', 'outstanding', 'block', 'unblock', 'close', 'open', 'stop', 'restart', 'retry', 'page', 'ask', 'propose', 'approve', 'withdraw']);
const day = (text) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;

// By name, so that a new story is told over HTTP too, or its reason stands here.
const days_pass = 'days pass, and sessions with them', to_the_millisecond = 'the clock stands still', dates = 'dates of the calendar';
const engine_only = {
  calendar: dates, period: dates, expiry: days_pass, program_limit: days_pass, person_limit: days_pass, cancel: days_pass,
  keys_expired: to_the_millisecond, cancel_many_lots: dates, oldest_first: dates, order_of_spending: dates, impossible_terms: dates,
  new_version: 'a program has one version over HTTP so far', stop_program: 'so it cannot be resumed either', points_are_not_money: 'no points yet',
};

/** The sentences that HTTP can be told, or nothing: a `day` at the very beginning only moves the calendar. */
function runnable({ steps }) {
  const [first, ...rest] = steps;
  const own = first.verb === 'day' ? rest : steps;
  const terms = own.filter((each) => each.verb === 'program').map((each) => each.fields);
  const names = new Set(terms.map((each) => each.name));
  const calendar = terms.some((each) => each.until || each.from || each.to || each.points) || names.size < terms.length;
  return own.every((each) => verbs.has(each.verb)) && !calendar ? { steps: own, from: day(first.verb === 'day' ? first.fields.date : '2026-11-22') } : undefined;
}

let city, anna, bunta;
before(async () => {
  city = await City.create();
  [anna, bunta] = [await people.accept(city, city.invitations[0]), await people.accept(city, city.invitations[1])];
});
after(() => city?.remove());

class Telling {
  programs = {};
  proposals = {};
  operators = {};
  places = {};
  staff = {};
  residents = {};
  entries = {};
  pages = new Map();
  last = undefined; // the last command: {who, operation, options}

  constructor(from) {
    this.from = from;
  }

  expires = (date) => new Date((day(date) - this.from + day(city.day())) * 86_400_000).toISOString().slice(0, 10);

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
    const free = [anna, bunta].find((each) => !Object.values(this.operators).includes(each));
    return (this.operators[name] ??= free ?? (await people.accept(city, (await anna.do('inviteOperator')).url)));
  }

  async program(step, f) {
    const proposal = await this.propose(step, { ...f, by: undefined });
    if (proposal) this.programs[f.name] = (await people.approve(bunta, proposal)).program;
  }

  async approve(step, f) {
    const who = await this.operator(f.by);
    const { id, digest } = this.proposals[f.name] ?? { id: 'NONE', digest: '0'.repeat(64) };
    const done = await this.say(step, who, 'approveProposal', { id, body: { key: await this.key(who), digest: f.unseen ? 'f'.repeat(64) : digest } });
    if (done) this.programs[f.name] = done.program;
  }

  async withdraw(step, f) {
    const who = await this.operator(f.by);
    await this.say(step, who, 'withdrawProposal', { id: this.proposals[f.name].id, body: { key: await this.key(who) } });
  }

  async propose(step, f) {
    const who = f.by ? await this.operator(f.by) : anna;
    const terms = { name: f.name.slice(0, 60), stamp: f.name[0], unit: 'money', origin: f.granted ? 'granted' : 'paid' };
    const top_up = { minimum: f.min ?? 1, step: f.step ?? 1, maximum: f.max ?? 50_000, ...(f.person && { person_maximum: f.person }) };
    const expiry = f.days ? { kind: 'days_after', days: f.days } : { kind: 'never' };
    const body = { key: await who.key(), program: { ...terms, top_up, expiry, ...(f.budget && { budget: f.budget }) } };
    return (this.proposals[f.name] = await this.say(step, who, 'createProposal', { body }));
  }

  async place(step, f) {
    const can = ['takes_money', 'tops_up'].filter((each) => f[each]);
    this.places[f.name] = await people.addPlace(anna, f.name, can);
    this.staff[f.name] = await people.invited(city, anna, this.places[f.name]);
  }

  async resident(step, f) {
    this.residents[f.name] = await people.signUp(city);
  }

  async charge(step, f) {
    const [who, clerk] = [this.residents[f.who], this.staff[f.at]];
    const { status, json } = await this.walletOf(who, clerk);
    if (status >= 400) return assert.equal(json.refusal, step.refused?.word); // said as soon as the code is read
    const program = this.programs[f.of ?? Object.keys(this.programs)[0]];
    const wallet = f.same_key ? this.last.options.body.wallet : json.wallet;
    await this.say(step, clerk, 'createTopUp', { body: { key: await this.key(clerk, f.same_key), wallet, program, amount: f.amount } });
  }

  async walletOf(who, clerk) {
    const made = await who.call('createWalletCode');
    return made.status >= 400 ? made : clerk.call('openWalletCode', { body: { code: made.json.payload } });
  }

  async pay(step, f) {
    const who = this.residents[f.who];
    const body = { key: await this.key(who, f.same_key), place: this.places[f.place].id, amount: f.amount };
    const entry = await this.say(step, who, 'createPayment', { body });
    if (entry) this.entries.last = this.entries[f.as ?? 'last'] = entry;
  }

  async cancel(step, f) {
    const clerk = this.staff[f.at];
    const body = { key: await this.key(clerk), reason: f.because ?? 'wrong_amount' };
    await this.say(step, clerk, 'cancelEntry', { id: this.entries[f.what].id, body });
  }

  async balance(step, f) {
    const { lots } = await this.residents[f.who].do('getWallet');
    const own = lots.filter((each) => each.program.id === this.programs[f.program] && (!f.until || each.expires_on === this.expires(f.until)));
    assert.equal(own.reduce((sum, each) => sum + each.amount, 0), f.amount);
  }

  async receivable(step, f) {
    const { by_program } = await this.staff[f.place].do('getSales');
    assert.equal(by_program.find((each) => each.program.id === this.programs[f.program])?.amount ?? 0, f.amount);
  }

  issued = async (step, f) => assert.equal((await anna.do('getProgram', { id: this.programs[f.program] })).issued, f.amount);
  outstanding = async (step, f) => assert.equal((await anna.do('getProgram', { id: this.programs[f.program] })).outstanding, f.amount);

  async #wallet(step, name, status) {
    const { id } = await anna.do('findResident', { body: { phone: this.residents[name].phone, reason: '届け' } });
    await this.say(step, anna, 'setResidentStatus', { id, body: { key: await this.key(anna), status, reason: '届け' } });
  }
  block = (step, f) => this.#wallet(step, f.name, 'blocked');
  unblock = (step, f) => this.#wallet(step, f.name, 'active');

  async #placeStatus(step, name, status) {
    await this.say(step, anna, 'setPlaceStatus', { id: this.places[name].id, body: { key: await this.key(anna), status } });
  }
  close = (step, f) => this.#placeStatus(step, f.name, 'closed');
  open = (step, f) => this.#placeStatus(step, f.name, 'open');
  stop = async (step, f) => this.say(step, anna, 'stopProgram', { id: this.programs[f.name], body: { key: await this.key(anna) } });

  restart = () => city.restart({ signal: 'SIGKILL' });
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
}

/** A name that nobody has, which the engine is asked about all the same. */
const nobody = (telling, { fields: f, verb }) =>
  (['pay', 'charge'].includes(verb) && (!telling.residents[f.who] || !telling.places[f.place ?? f.at] || (f.of && !telling.programs[f.of]))) ||
  (verb === 'place' && !f.takes_money && !f.tops_up) || // the console adds none that can do nothing
  (verb === 'cancel' && (!telling.staff[f.at] || !telling.entries[f.what])) ||
  (['block', 'unblock'].includes(verb) && !telling.residents[f.name]) ||
  (['close', 'open'].includes(verb) && !telling.places[f.name]) ||
  (verb === 'stop' && !telling.programs[f.name]);

describe('scenarios over HTTP', () => {
  for (const scenario of told) {
    const found = runnable(scenario);
    if (!found) {
      if (!(scenario.name in engine_only)) test(`${scenario.name}: ${scenario.title}`, () => assert.fail('HTTP cannot tell it; say why in engine_only'));
      continue;
    }
    test(`${scenario.name}: ${scenario.title}`, async () => {
      const telling = new Telling(found.from);
      for (const step of found.steps) {
        if (nobody(telling, step)) continue;
        try {
          await telling[step.verb](step, step.fields);
        } catch (error) {
          throw new Error(`${scenario.name}.scenario:${step.line}: ${step.text}: ${error.message}`);
        }
      }
    });
  }

  test('and after all that the books agree', async () => {
    await city.end();
    await city.verify();
  });
});
