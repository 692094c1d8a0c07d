// What is given: points programs, budgets, handouts, jobs, doing over the API what the apps let people do.
import { addPlace, approve, furnish, invited, propose, signIn } from './people.mjs';
import { until } from './program.mjs';

export const points = {
  name: 'めぐりポイント',
  stamp: '点',
  unit: 'point',
  origin: 'granted',
  to_residents: true,
  expiry: { kind: 'days_after', days: 90 },
};
export const gift = { name: 'くらし応援', stamp: '贈', unit: 'money', origin: 'granted', expiry: { kind: 'days_after', days: 60 } };

/** Publishes a program by two people: its id. */
export async function publish({ anna, bunta }, program) {
  return (await approve(bunta, await propose(anna, program))).program;
}

/** The same program again, by two people: stopped, it goes on. */
export async function publishAgain({ anna, bunta }, replaces, program) {
  return approve(bunta, await anna.do('createProposal', { body: { key: await anna.key(), program, replaces } }));
}

export async function residentId(client) {
  return (await client.do('getSession')).person.id;
}

export async function grant(operator, resident, program, amount) {
  return operator.do('createGrant', { body: { key: await operator.key(), resident: await residentId(resident), program, amount } });
}
export async function giveBudget(operator, organization, program, amount, direction = 'add') {
  return operator.do('giveBudget', { body: { key: await operator.key(), organization: organization.id, program, direction, amount } });
}

/** An organizer: its place, which gives, and the budget it has. */
export async function addOrganizer(it, name, program, budget) {
  const place = await addPlace(it.anna, name, ['gives']);
  if (budget) await giveBudget(it.anna, place.organization, program, budget);
  return place;
}

/** The organizers' city: a points program, and 公園の会, which has 1,000 of them to give and somebody signed in. */
export async function organizers(city) {
  const it = await furnish(city);
  const program = await publish(it, points);
  const park = await addOrganizer(it, '公園の会', program, 1000);
  return { it, points: program, park, host: await invited(city, it.anna, park) };
}

export async function openHandout(client, body) {
  return client.do('openHandout', { body: { key: await client.key(), name: '公園の清掃', ways: ['printed_code'], amount: 10, ...body } });
}
/** The body of a claim, with the key that came with the page behind the printed code. */
export async function claimPage(resident, handout, further = {}) {
  const { key } = await resident.do('openHandoutCode', { body: { code: handout.code_url } });
  return { key, code: handout.code_url, ...further };
}
export async function claim(resident, handout, further) {
  return resident.do('createClaim', { body: await claimPage(resident, handout, further) });
}
/** Staff scan the resident's one-time code: the page that opens. */
export async function scanned(clerk, handout, resident) {
  const { payload } = await resident.do('createWalletCode');
  return clerk.do('openHandoutScan', { id: handout.id, body: { code: payload } });
}

/** Staff scan a card: the page that opens; and give, check in or check out at once. */
export const scannedCard = (clerk, handout, card) => clerk.do('openHandoutScan', { id: handout.id, body: { code: card.url } });
export async function byCard(clerk, handout, card, action) {
  const { key, wallet } = await scannedCard(clerk, handout, card);
  return clerk.do('giveByScan', { id: handout.id, body: { key, wallet, action } });
}

/** A new card of the city, handed out. */
export async function handedOutCard(operator, kind = 'rechargeable') {
  const { cards } = await operator.do('createCardBatch', { body: { key: await operator.key(), kind, count: 1 } });
  await operator.do('activateCard', { body: { key: await operator.key(), code: cards[0].url } });
  return cards[0];
}
export const onCard = async (operator, card, program) => sumOf(await operator.do('findCard', { body: { card: card.id } }), program);

const sumOf = ({ lots }, program) => lots.filter((lot) => lot.program.id === program).reduce((sum, lot) => sum + lot.amount, 0);
export const held = async (resident, program) => sumOf(await resident.do('getWallet'), program);

/** The moment `minutes` from the city's now, as the contract writes it. */
export function moment(city, minutes = 0) {
  return new Date(city.now() + (9 * 60 + minutes) * 60_000).toISOString().replace('Z', '+09:00');
}

export async function draft(operator, city, program, further = {}) {
  const body = { key: await operator.key(), name: '六月の給付', program, run_at: moment(city, -1), late: 'catch_up', audience: { kind: 'rows' }, ...further };
  return operator.do('createJob', { body });
}
export const proposeJob = async (operator, job) => operator.do('proposeJob', { id: job.id, body: { key: await operator.key() } });
export const approveJob = async (operator, job) => operator.do('approveJob', { id: job.id, body: { key: await operator.key(), digest: job.digest } });
export async function ended(operator, job, state = 'done') {
  return until(`the job to be ${state}`, async () => {
    const now = await operator.do('getJob', { id: job.id });
    return now.state === state && now;
  });
}

/** The server ends and starts again so many minutes later; operators, who may not be idle for long, sign in again. */
export async function later(city, it, minutes, signal = 'SIGTERM') {
  await city.restart({ signal, later_minutes: minutes });
  for (const operator of [it.anna, it.bunta]) operator.cookie = (await signIn(city, operator)).cookie;
}
