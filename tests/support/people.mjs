// The people of a city under test, each with a client, doing over the API what the apps let them do.
import { Client } from './api.mjs';
import { until } from './program.mjs';
import { Authenticator } from './totp.mjs';

export const password = 'kumagaya-hiking-2026';
export const ordinary = {
  name: 'ふだんのチャージ',
  stamp: '通',
  unit: 'money',
  origin: 'paid',
  top_up: { minimum: 1000, step: 1000, maximum: 50000 },
  expiry: { kind: 'days_after', days: 180 },
};

let phones = 0;
export const freshPhone = () => `0909${String(++phones * 13 + (process.pid % 1000) * 10000).padStart(7, '0')}`;
export const international = (phone) => `+81${phone.slice(1)}`;
const names = () => `member-${++phones}`;

/** Accepts an invitation link; returns a signed-in client with `authenticator`, `signInName`. */
export async function accept(city, link, { signInName = names(), displayName = '鈴木 花子' } = {}) {
  const client = new Client(city);
  const invitation = link.split('#')[1];
  const opened = await client.do('openInvitation', { body: { invitation } });
  client.authenticator = new Authenticator(opened.totp.secret);
  client.signInName = signInName;
  client.invitation = opened;
  const totp_code = await client.authenticator.digits(city.now);
  client.session = await client.do('acceptInvitation', {
    body: { invitation, sign_in_name: signInName, display_name: displayName, password, totp_code },
  });
  return client;
}

export async function signIn(city, { signInName, authenticator, secret, password: word = password }) {
  const client = new Client(city);
  client.authenticator = authenticator ?? new Authenticator(secret);
  client.signInName = signInName;
  const totp_code = await client.authenticator.digits(city.now);
  client.session = await client.do('startSession', { body: { sign_in_name: signInName, password: word, totp_code } });
  return client;
}

/** The newest code that the SMS simulator delivered to this number. */
export async function codeSentTo(city, phone, sent_after = '') {
  const anybody = new Client(city);
  return until(`a message to ${phone}`, async () => {
    const { messages } = await anybody.do('readSmsInbox', { query: { to: international(phone) } });
    return messages[0] && messages[0].at > sent_after && /\d{6}/.exec(messages[0].body)?.[0];
  });
}

/** sent_after: for a number that was sent codes before. */
export async function signUp(city, phone = freshPhone(), sent_after = '') {
  const client = new Client(city);
  client.phone = phone;
  const { verification } = await client.do('sendSignUpCode', { body: { phone } });
  client.created = (await client.do('verifySignUpCode', { body: { verification, code: await codeSentTo(city, phone, sent_after) } })).created;
  return client;
}

export async function propose(operator, program = ordinary) {
  return operator.do('createProposal', { body: { key: await operator.key(), program } });
}
/** The digest of what a proposal would do: whoever approves must have seen it. */
export const dryRun = async (operator, id) => (await operator.do('dryRunProposal', { id })).digest;
export async function approve(operator, { id, digest }) {
  const dry_run = await dryRun(operator, id);
  return operator.do('approveProposal', { id, body: { key: await operator.key(), digest, dry_run } });
}

export async function addPlace(operator, name, capabilities, further = {}) {
  const place = { name, reading: 'みせ', type: '飲食', area: '中央', capabilities, organization_name: `${name}合同会社`, ...further };
  return operator.do('createPlace', { body: { key: await operator.key(), ...place } });
}
/** One operator proposes somebody, another approves: the link. */
export async function inviteOperator(proposer, approver, name = '千葉 千里') {
  const { id } = await proposer.do('inviteOperator', { body: { name } });
  return (await approver.do('approveInvitation', { id })).url;
}

export async function invited(city, operator, place, who) {
  return accept(city, (await operator.do('invitePlaceStaff', { id: place.id })).url, who);
}

/** The counter takes cash: scans the resident's one-time code and tops up. */
export async function topUp(clerk, resident, amount, programName) {
  const { payload } = await resident.do('createWalletCode');
  const page = await clerk.do('openWalletCode', { body: { code: payload } });
  const offer = programName ? page.programs.find((each) => each.program.name === programName) : page.programs[0];
  return clerk.do('createTopUp', { body: { key: page.key, wallet: page.wallet, program: offer.program.id, amount } });
}

/** The body of a payment, with the key that came with the amount page. */
export async function amountPage(resident, place, amount) {
  const page = await resident.do('openPlaceCode', { body: { code: place.code_url } });
  return { key: page.key, place: page.place.id, amount };
}
export async function pay(resident, place, amount) {
  return resident.do('createPayment', { body: await amountPage(resident, place, amount) });
}

/** A city with everything that most tests need: two operators, a program, a shop, a counter and their staff. */
export async function furnish(city, { program = ordinary } = {}) {
  const [anna, bunta] = await Promise.all(city.invitations.map((link) => accept(city, link)));
  const approved = await approve(bunta, await propose(anna, program));
  const shop = await addPlace(anna, 'うどん 麦', ['takes_money']);
  const counter = await addPlace(bunta, '市役所の窓口', ['tops_up']);
  const [cook, clerk] = [await invited(city, anna, shop), await invited(city, bunta, counter)];
  return { anna, bunta, program: approved.program, shop, counter, cook, clerk };
}
