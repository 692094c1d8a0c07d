// The scenarios of tests/scenarios over HTTP: the same sentences that the rules, the naive ledger and both stores are told.
// A story in which days pass, or whose clock stands to the millisecond, has a city of its own, whose clock is the story's;
// so has one of rewards.
// Names that nobody has are left out: HTTP answers them with words of its own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';
import { root } from '../support/program.mjs';
import { Telling, day, moment, nobody } from '../support/telling.mjs';

const stories = (folder) => JSON.parse(execFileSync(join(root, 'build/dev/bin/meguri-scenarios'), ['--json', '-', join(root, folder)], { encoding: 'utf8' }));
const told = [...stories('tests/scenarios'), ...stories('tests/scenarios/rules')];
const calendar = ['day', 'clock', 'after', 'expire', 'limited_first']; // the last: the whole city's

// By name, so that a new story is told over HTTP too, or its reason stands here.
const engine_only = {
  cards_in_part: 'what stays on a card is granted to the card itself, and a grant over HTTP is to a resident',
  card_stays: 'a card checks in where staff of an organization scan it; tests/api/card-stays tells it',
  impossible_terms: 'the contract’s own ranges refuse most of them first, and JSON has no numbers beyond 2^53; tests/api/terms tells the rest',
  holds: 'the card company and the tax office answer later, in tests/api/card-top-ups and tests/api/public-dues',
};

const began = ({ steps: [first] }) => (first.verb === 'day' ? first.fields.date : '2026-11-22');
/** Whether it needs the calendar of its own; a `day` at the very beginning only says where it begins. */
const needsCalendar = ({ steps }) => steps.some((each, i) => (i > 0 && calendar.includes(each.verb)) || each.fields.until);
/** What is paid in one story would earn the rewards of another. */
const rewards = ({ steps }) => steps.some(({ fields }) => fields.reward || fields.reward_tiers);

let shared;
before(async () => {
  const city = await City.create();
  shared = { city, operators: await Promise.all(city.invitations.map((link) => people.accept(city, link))) };
});
after(() => shared?.city.remove());

async function tell(scenario, { city, operators }) {
  const telling = new Telling(city, operators, day(began(scenario)));
  for (const step of scenario.steps.slice(scenario.steps[0].verb === 'day' ? 1 : 0)) {
    if (nobody(telling, step)) continue;
    try {
      await telling[step.verb](step, step.fields);
    } catch (error) {
      throw new Error(`${scenario.name}.scenario:${step.line}: ${step.text}: ${error.message}`);
    }
  }
}

async function tellInACityOfItsOwn(scenario) {
  const city = await City.create();
  try {
    await city.setClock(moment(began(scenario)), { stands: false });
    const operators = await Promise.all(city.invitations.map((link) => people.accept(city, link)));
    await city.setClock(moment(began(scenario), '09:00:10'));
    await tell(scenario, { city, operators });
    await city.end();
    await city.verify();
  } finally {
    await city.remove();
  }
}

describe('scenarios over HTTP', () => {
  for (const scenario of told) {
    if (scenario.name in engine_only) continue;
    test(`${scenario.name}: ${scenario.title}`, () => (needsCalendar(scenario) || rewards(scenario) ? tellInACityOfItsOwn(scenario) : tell(scenario, shared)));
  }

  test('and after all that the books agree', async () => {
    await shared.city.end();
    await shared.city.verify();
  });
});
