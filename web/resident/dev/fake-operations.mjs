// What the stand-in answers to each operation of the contract.
import { randomInt } from 'node:crypto';
import {
  balanceOf, city, Cut, decidePayment, explain, jst, need, newKey, newWallet, placeByCode, programs, Refusal, startSession,
  token, topUp,
} from './fake-city.mjs';

export const operations = {
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
  'GET /api/wallet/history/choices': ({ person }) => {
    const months = need(person).wallet.entries.map((entry) => entry.at.slice(0, 7));
    return { months: [...new Set(months)], programs: Object.values(programs).map(({ id, name, stamp, unit }) => ({ id, name, stamp, unit })) };
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
