// The stand-in's city: what it keeps in memory, and the few rules it knows.
import { readFile } from 'node:fs/promises';
import { createHash, randomBytes, randomInt } from 'node:crypto';

const refusals = JSON.parse(await readFile(new URL('../../../api/refusals.json', import.meta.url), 'utf8')).refusals;
const hour = 3600 * 1000;

export const programs = {
  winter: { id: 'WINTER0001', name: '冬のプレミアム', stamp: '冬', unit: 'money' },
  common: { id: 'COMMON0001', name: 'まちのお金', stamp: '通', unit: 'money' },
};
export const places = {
  MUGI0000000000000001: { id: 'PLACEMUGI1', name: 'ベーカリーむぎの輪', reading: 'むぎのわ', type: 'パン', area: '筑波一丁目' },
  HIZUKA00000000000001: { id: 'PLACEHIZU1', name: '肥塚青果', reading: 'ひづかせいか', type: '青果', area: '肥塚' },
  CLOSED00000000000001: { id: 'PLACECLOS1', name: '休業中の店', reading: 'きゅうぎょう', type: '雑貨', area: '銀座' },
};
export const counter = { id: 'PLACEKAGO1', name: '籠原チャージ所', reading: 'かごはら', type: 'チャージ', area: '籠原' };
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
export let city = newCity();

/** A new city with nobody in it. */
export function resetCity() {
  city = newCity();
}

export const jst = (ms) => `${new Date(ms + 9 * hour).toISOString().slice(0, -1)}+09:00`;
const day = (ms) => jst(ms).slice(0, 10);
export const token = (length = 10) => Array.from({ length }, () => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[randomInt(32)]).join('');
const hash = (text) => createHash('sha256').update(text).digest('hex');

export class Refusal extends Error {
  constructor(word, more = {}) {
    super(word);
    this.row = refusals.find((each) => each.word === word);
    this.more = more;
  }
}

/** Cuts the connection without an answer. */
export class Cut extends Error {}

export function newWallet() {
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

export const balanceOf = (wallet) => wallet.lots.reduce((sum, lot) => sum + lot.amount, 0);

export function topUp(wallet, amount, days = 180, time = Date.now()) {
  const expires_on = day(time + days * 24 * hour);
  addLot(wallet, programs.common, amount, expires_on, 'paid');
  const lots = [{ program: programs.common, amount, expires_on }];
  return entryOf(wallet, 'top_up', amount, 'in', lots, { place: counter, time });
}

export function explain(wallet, amount) {
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
export function decidePayment(person, { key, place, amount }) {
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

export function newKey(person) {
  const key = `k_${token(24)}`;
  const expires = Date.now() + 15 * 60 * 1000;
  city.keys.set(key, { person, expires });
  return { key, expires };
}

export function placeByCode(text) {
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

/** A person with some money and history. */
export function seed() {
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

export function need(person) {
  if (!person) throw new Refusal('not_signed_in');
  return person;
}

export function startSession(person) {
  const session = randomBytes(16).toString('hex');
  city.sessions.set(session, person);
  return { 'Set-Cookie': `meguri=${session}; HttpOnly; SameSite=Lax; Path=/` };
}
