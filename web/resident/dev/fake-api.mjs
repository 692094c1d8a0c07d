// A small stand-in for the server, for work on the resident app and its browser tests: speaks the contract, keeps one city in
// memory, and can be told to misbehave. Never shipped.
//
//   node web/resident/dev/fake-api.mjs [PORT] [DEMO_JSON]      serves dist/resident (or $FAKE_DIST) and /api on 127.0.0.1; PORT 0 = any
//
// Faults (POST /fake/faults, JSON; each stays until changed):
//   drop_payments  n   the next n payments are done and their answer is cut off
//   lose_payments  n   the next n payments are cut off before they are done
//   drop_close     n   the next n questions about a key are cut off
//   slow_ms        n   every answer waits
//   refuse         word or null   every payment is refused with this word
//   down           bool           every call is cut off
//   no_events      bool           no event stream
// Also: POST /fake/top-up {amount, days?}, /fake/wallet {status}, /fake/sign-in {}, /fake/seed {}, /fake/end-sessions {}, GET /fake/state.
import { createReadStream, existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = process.env.FAKE_DIST ?? fileURLToPath(new URL('../../dist/resident/', import.meta.url));
const refusals = JSON.parse(await readFile(new URL('../../../api/refusals.json', import.meta.url), 'utf8')).refusals;
const hour = 3600 * 1000;

const programs = {
  winter: { id: 'WINTER0001', name: '冬のプレミアム', stamp: '冬', unit: 'money' },
  common: { id: 'COMMON0001', name: 'まちのお金', stamp: '通', unit: 'money' },
};
const places = {
  MUGI0000000000000001: { id: 'PLACEMUGI1', name: 'ベーカリーむぎの輪', reading: 'むぎのわ', type: 'パン', area: '筑波一丁目' },
  HIZUKA00000000000001: { id: 'PLACEHIZU1', name: '肥塚青果', reading: 'ひづかせいか', type: '青果', area: '肥塚' },
  CLOSED00000000000001: { id: 'PLACECLOS1', name: '休業中の店', reading: 'きゅうぎょう', type: '雑貨', area: '銀座' },
};
const counter = { id: 'PLACEKAGO1', name: '籠原チャージ所', reading: 'かごはら', type: 'チャージ', area: '籠原' };
const numbers = { 40391827: 'MUGI0000000000000001', 12345678: 'HIZUKA00000000000001' };

function newCity() {
  return {
    seq: 100,
    sessions: new Map(),
    people: new Map(),
    codes: new Map(),
    keys: new Map(),
    walletCodes: new Map(),
    streams: new Set(),
    inbox: [],
    faults: { drop_payments: 0, lose_payments: 0, drop_close: 0, slow_ms: 0, refuse: null, down: false, no_events: false },
    sent: 0,
  };
}
let city = newCity();

const jst = (ms) => `${new Date(ms + 9 * hour).toISOString().slice(0, -1)}+09:00`;
const day = (ms) => jst(ms).slice(0, 10);
const token = (length = 10) => Array.from({ length }, () => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[randomInt(32)]).join('');
const hash = (text) => createHash('sha256').update(text).digest('hex');

class Refusal extends Error {
  constructor(word, more = {}) {
    super(word);
    this.row = refusals.find((each) => each.word === word);
    this.more = more;
  }
}

/** Cuts the connection without an answer. */
class Cut extends Error {}

function newWallet() {
  return { id: token(), status: 'active', lots: [], entries: [] };
}

function entryOf(wallet, kind, amount, direction, lots, more = {}) {
  const now = more.time ?? Date.now();
  delete more.time;
  const seq = ++city.seq;
  const entry = {
    id: String(seq),
    kind,
    at: jst(now),
    business_date: day(now),
    amount,
    direction,
    digits: String(randomInt(10000)).padStart(4, '0'),
    lots: lots.map(({ program, amount: part, expires_on }) => ({ program, amount: part, ...(expires_on ? { expires_on } : {}) })),
    hash: hash(`${seq}${kind}${amount}`),
    explanation: { used: [], unused: [], limits: [] },
    ...more,
  };
  wallet.entries.unshift(entry);
  for (const stream of city.streams) {
    if (stream.wallet === wallet) stream.response.write(`id: ${seq}\nevent: entry\ndata: ${JSON.stringify({ id: entry.id, kind })}\n\n`);
  }
  return entry;
}

function addLot(wallet, program, amount, expires_on, origin) {
  const same = wallet.lots.find((lot) => lot.program === program && lot.expires_on === expires_on && lot.origin === origin);
  if (same) same.amount += amount;
  else wallet.lots.push({ program, amount, expires_on, origin });
  wallet.lots.sort((a, b) => (a.expires_on < b.expires_on ? -1 : 1));
}

const balanceOf = (wallet) => wallet.lots.reduce((sum, lot) => sum + lot.amount, 0);

function topUp(wallet, amount, days = 180, time = Date.now()) {
  const expires_on = day(time + days * 24 * hour);
  addLot(wallet, programs.common, amount, expires_on, 'paid');
  const lots = [{ program: programs.common, amount, expires_on }];
  return entryOf(wallet, 'top_up', amount, 'in', lots, { place: counter, time });
}

function explain(wallet, amount) {
  let rest = amount;
  const used = [];
  const unused = [];
  for (const { program, amount: has, expires_on } of wallet.lots) {
    const part = Math.min(rest, has);
    rest -= part;
    if (part > 0) used.push({ program, amount: part, expires_on });
    if (has - part > 0) unused.push({ program, amount: has - part, expires_on, reason: 'not_needed' });
  }
  const explanation = { used, unused, limits: [] };
  if (rest > 0) explanation.missing = rest;
  return { explanation, refusal: rest > 0 ? 'insufficient_balance' : undefined };
}

/** Same key, same answer, refusals included. */
function decidePayment(person, { key, place, amount }) {
  const known = city.keys.get(key);
  if (!known || known.person !== person) throw new Refusal('key_unknown');
  if (known.answer) {
    if (known.content && known.content !== `${place}/${amount}`) throw new Refusal('key_reused');
    if (known.answer.refusal) throw new Refusal(known.answer.refusal, { explanation: known.answer.explanation });
    return known.answer.entry;
  }
  if (['queue_full', 'paused', 'too_many_requests'].includes(city.faults.refuse)) throw new Refusal(city.faults.refuse);
  if (Date.now() > known.expires) throw new Refusal('key_expired');
  const { wallet } = person;
  const shop = Object.values(places).find((each) => each.id === place);
  const { explanation, refusal } = explain(wallet, amount);
  const word =
    city.faults.refuse ??
    (wallet.status === 'blocked' ? 'wallet_blocked' : !shop ? 'place_unknown' : shop.id === 'PLACECLOS1' ? 'place_closed' : refusal);
  known.content = `${place}/${amount}`;
  if (word) {
    known.answer = { refusal: word, explanation };
    throw new Refusal(word, { explanation });
  }
  for (const part of explanation.used) wallet.lots.find((lot) => lot.program === part.program && lot.expires_on === part.expires_on).amount -= part.amount;
  wallet.lots = wallet.lots.filter((lot) => lot.amount > 0);
  const entry = entryOf(wallet, 'payment', amount, 'out', explanation.used, { place: shop, explanation });
  known.answer = { entry };
  return entry;
}

function newKey(person) {
  const key = `k_${token(24)}`;
  const expires = Date.now() + 15 * 60 * 1000;
  city.keys.set(key, { person, expires });
  return { key, expires };
}

function placeByCode(text) {
  const digits = text.replace(/[\s-]/g, '');
  if (/^\d+$/.test(digits)) {
    const code = numbers[digits];
    if (!code) throw new Refusal('code_altered');
    return places[code];
  }
  const last = /\/s\/([0-9A-Z]+)$/i.exec(text)?.[1]?.toUpperCase();
  if (!last) throw new Refusal('code_not_ours');
  if (last.startsWith('RETIRED')) throw new Refusal('code_retired');
  const place = places[last];
  if (!place) throw new Refusal('code_altered');
  return place;
}

const operations = {
  'GET /api/info': () => ({
    city: '熊谷市',
    telephone: '048-000-0000',
    environment: process.env.FAKE_ENVIRONMENT ?? 'demo',
    server_time: jst(Date.now()),
    clock_moved: false,
    day_seal: { kanji: '霜' },
    public_url: 'http://127.0.0.1',
    languages: ['ja', 'en'],
  }),
  'GET /api/session': ({ person }) => (person ? { role: 'resident', person: { id: person.id } } : { role: 'none' }),
  'POST /api/session/end': ({ session }) => {
    city.sessions.delete(session);
    return [204];
  },
  'POST /api/sign-up/code': ({ body }) => {
    const phone = body.phone.replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\D/g, '');
    if (!/^0[6789]0\d{8}$/.test(phone)) throw new Refusal('phone_invalid', { field: 'phone' });
    const verification = token(24);
    const now = Date.now();
    const code = String(randomInt(1000000)).padStart(6, '0');
    city.codes.set(verification, { phone, code, expires: now + 5 * 60 * 1000, tries: 0 });
    city.inbox.unshift({ to: phone, body: `めぐり: 確認の番号は ${code} です`, at: jst(now) });
    return [202, { verification, expires_at: jst(now + 5 * 60 * 1000), resend_at: jst(now + 30 * 1000) }];
  },
  'POST /api/sign-up/verify': ({ body }) => {
    const known = city.codes.get(body.verification);
    if (!known || Date.now() > known.expires) throw new Refusal('code_expired');
    if (known.tries >= 5) throw new Refusal('code_used_up');
    if (known.code !== body.code) {
      known.tries++;
      throw new Refusal(known.tries >= 5 ? 'code_used_up' : 'code_wrong', { field: 'code' });
    }
    const created = !city.people.has(known.phone);
    if (created) city.people.set(known.phone, { id: token(), wallet: newWallet() });
    return [200, { created }, startSession(city.people.get(known.phone))];
  },
  'POST /api/keys': ({ person }) => {
    const { key, expires } = newKey(need(person));
    return [201, { key, expires_at: jst(expires) }];
  },
  'POST /api/keys/close': ({ person, body }) => {
    const known = city.keys.get(body.key);
    if (!known || known.person !== need(person)) throw new Refusal('key_unknown');
    if (city.faults.drop_close-- > 0) throw new Cut();
    known.answer ??= { refusal: 'not_done' };
    const { entry, refusal } = known.answer;
    return entry ? { outcome: 'done', entry } : { outcome: 'not_done', ...(refusal === 'not_done' ? {} : { refusal }) };
  },
  'GET /api/wallet': ({ person }) => {
    const { wallet } = need(person);
    const { lots, status, entries } = wallet;
    return { balance: balanceOf(wallet), lots, status, recent: entries.slice(0, 3), as_of: jst(Date.now()) };
  },
  'GET /api/wallet/history': ({ person, query }) => {
    const before = Number(query.get('before') ?? Infinity);
    const limit = Number(query.get('limit') ?? 20);
    const older = need(person).wallet.entries.filter((entry) => Number(entry.id) < before);
    const entries = older.slice(0, limit);
    return { entries, ...(older.length > limit ? { next_before: entries.at(-1).id } : {}), as_of: jst(Date.now()) };
  },
  'POST /api/wallet/codes': ({ person }) => {
    const { wallet } = need(person);
    if (wallet.status === 'blocked') throw new Refusal('wallet_blocked');
    const number = Array.from({ length: 12 }, () => randomInt(10)).join('');
    city.walletCodes.set(number, wallet);
    return [201, { payload: `http://127.0.0.1/w/${token(26)}`, number, expires_at: jst(Date.now() + 60 * 1000) }];
  },
  // The counter: any name and password will do.
  'POST /api/session': () => [200, { role: 'staff' }, { 'Set-Cookie': 'staff=1; Path=/' }],
  'POST /api/wallet-codes/open': ({ body }) => {
    if (!city.walletCodes.has(body.code)) throw new Refusal('wallet_code_expired');
    return { wallet: body.code, label: '34', programs: [{ program: programs.common, minimum: 1000, step: 1000, maximum: 30000 }], key: 'k', key_expires_at: jst(Date.now()) };
  },
  'POST /api/top-ups': ({ body }) => [201, topUp(city.walletCodes.get(body.wallet), body.amount)],
  'POST /api/place-codes/open': ({ person, body }) => {
    need(person);
    const place = placeByCode(body.code);
    const { key, expires } = newKey(person);
    return { place, payable: place.id !== 'PLACECLOS1', key, key_expires_at: jst(expires) };
  },
  'POST /api/payments/preview': ({ person, body }) => {
    const { explanation, refusal } = explain(need(person).wallet, body.amount);
    return { explanation, ...(refusal ? { refusal } : {}) };
  },
  'POST /api/payments': ({ person, body }) => {
    need(person);
    city.sent++;
    if (city.faults.lose_payments-- > 0) throw new Cut();
    const entry = decidePayment(person, body);
    if (city.faults.drop_payments-- > 0) throw new Cut();
    return [201, entry];
  },
  'GET /sim/sms/inbox': () => ({ messages: city.inbox.map((each, i) => ({ sid: `SM${i}`, ...each })) }),
};

function need(person) {
  if (!person) throw new Refusal('not_signed_in');
  return person;
}

function startSession(person) {
  const session = randomBytes(16).toString('hex');
  city.sessions.set(session, person);
  return { 'Set-Cookie': `meguri=${session}; HttpOnly; SameSite=Lax; Path=/` };
}

/** A person with some money and history. */
function seed() {
  const person = { id: token(), wallet: newWallet() };
  const now = Date.now();
  topUp(person.wallet, 5000, 180, now - 40 * 24 * hour);
  for (let i = 0; i < 25; i++) {
    addLot(person.wallet, programs.common, 0, day(now + 140 * 24 * hour), 'paid');
    const lots = [{ program: programs.common, amount: 100 + i, expires_on: day(now + 140 * 24 * hour) }];
    entryOf(person.wallet, 'payment', 100 + i, 'out', lots, { place: places.HIZUKA00000000000001, time: now - (36 - i) * 24 * hour });
  }
  person.wallet.lots = [];
  addLot(person.wallet, programs.winter, 1600, day(now + 39 * 24 * hour), 'granted');
  addLot(person.wallet, programs.common, 10880, day(now + 180 * 24 * hour), 'paid');
  topUp(person.wallet, 0, 180, now - 4 * 24 * hour).amount = 5000;
  const wrong = entryOf(person.wallet, 'payment', 330, 'out', [{ program: programs.common, amount: 330, expires_on: day(now + 140 * 24 * hour) }], {
    place: places.MUGI0000000000000001,
    time: now - 30 * hour,
  });
  const back = entryOf(person.wallet, 'cancel', 330, 'in', wrong.lots, { place: places.MUGI0000000000000001, cancels: wrong.id, reason: 'wrong_amount', time: now - 29 * hour });
  wrong.cancelled_by = back.id;
  entryOf(person.wallet, 'payment', 400, 'out', [{ program: programs.common, amount: 400, expires_on: day(now + 140 * 24 * hour) }], {
    place: places.HIZUKA00000000000001,
    time: now - 20 * hour,
  });
  person.wallet.lots = person.wallet.lots.filter((lot) => lot.amount > 0);
  return person;
}

const control = {
  'POST /fake/faults': ({ body }) => Object.assign(city.faults, body),
  'POST /fake/reset': () => {
    for (const stream of city.streams) stream.response.end();
    city = newCity();
    return {};
  },
  'POST /fake/sign-in': ({ body }) => {
    const person = body.seeded ? seed() : { id: token(), wallet: newWallet() };
    city.people.set(`0900000${city.people.size}`, person);
    return [200, {}, startSession(person)];
  },
  'POST /fake/top-up': ({ person, body }) => topUp(need(person).wallet, body.amount, body.days),
  'POST /fake/wallet': ({ person, body }) => Object.assign(need(person).wallet, { status: body.status }) && {},
  'POST /fake/end-sessions': () => {
    for (const stream of city.streams) stream.response.end('event: session_ended\ndata: {}\n\n');
    city.sessions.clear();
    return {};
  },
  'GET /fake/state': ({ person }) => ({
    sent: city.sent,
    payments: person?.wallet.entries.filter((each) => each.kind === 'payment').length ?? 0,
    balance: person ? balanceOf(person.wallet) : 0,
  }),
};

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

function answer(response, status, value, headers = {}) {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'Content-Type': type, 'X-Server-Time': String(Date.now()), ...headers });
  response.end(value === undefined ? undefined : JSON.stringify(value));
}

function refuse(response, { row, more }) {
  const { word, status, ja, ja_next } = row;
  answer(response, status, { type: `/problems/${word}`, title: ja, detail: ja_next, status, refusal: word, ...more });
}

function streamEvents(request, response, person) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(': open\n\n');
  const stream = { response, wallet: person.wallet };
  city.streams.add(stream);
  request.on('close', () => city.streams.delete(stream));
}

async function handle(request, response, url) {
  const session = /(?:^|; )meguri=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1];
  const person = city.sessions.get(session);
  const name = `${request.method} ${url.pathname}`;
  const fake = control[name];
  if (!fake) {
    if (city.faults.down) throw new Cut();
    if (city.faults.slow_ms > 0) await new Promise((resolve) => setTimeout(resolve, city.faults.slow_ms));
    if (request.method === 'POST' && request.headers['x-meguri'] !== '1') throw new Refusal('not_allowed');
  }
  if (name === 'GET /api/events') {
    if (city.faults.no_events) throw new Cut();
    return streamEvents(request, response, need(person));
  }
  const entry = /^GET \/api\/entries\/(\d+)$/.exec(name);
  if (entry) {
    const found = need(person).wallet.entries.find((each) => each.id === entry[1]);
    if (!found) throw new Refusal('not_found');
    return answer(response, 200, found);
  }
  const run = fake ?? operations[name];
  if (!run) throw new Refusal('not_found');
  const body = request.method === 'POST' ? await bodyOf(request) : {};
  const result = run({ body, person, session, query: url.searchParams });
  if (Array.isArray(result)) answer(response, ...result);
  else answer(response, 200, result);
}

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; frame-ancestors 'none'";

function serveFile(response, pathname) {
  const wanted = join(dist, normalize(pathname));
  const file = pathname !== '/' && wanted.startsWith(dist) && existsSync(wanted) ? wanted : join(dist, 'index.html');
  response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': policy });
  createReadStream(file).pipe(response);
}

export const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (!/^\/(api|fake|sim)\//.test(url.pathname)) return serveFile(response, url.pathname);
  handle(request, response, url).catch((problem) => {
    if (problem instanceof Refusal && problem.row) refuse(response, problem);
    else if (problem instanceof Cut) request.socket.destroy();
    else answer(response, 500, { fault: String(problem) });
  });
});

export function listen(port = 0) {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = await listen(Number(process.argv[2] ?? 0));
  const [mugi, hizuka] = Object.keys(places);
  const staff = { sign_in_name: 'a', password: 'a', totp_secret: 'AAAAAAAAAAAAAAAA' };
  const demo = {
    url,
    places: [
      { name: places[mugi].name, takes_money: true, code_url: `${url}/s/${mugi}`, code_number: '40391827' },
      { name: places[hizuka].name, takes_money: true, code_url: `${url}/s/${hizuka}`, code_number: '12345678' },
      { name: counter.name, tops_up: true, staff },
    ],
  };
  if (process.argv[3]) await writeFile(process.argv[3], JSON.stringify(demo));
  console.log(url);
}
