// A pretend city for looking at the shop's and the console's screens while no server runs: state in memory, the
// contract's shapes, a few rules. For development and screen tests only; the real rules live in the server.
import { createHash, randomBytes } from 'node:crypto';

export class Refusal extends Error {
  constructor(word, status = 422, field) {
    super(word);
    this.word = word;
    this.status = status;
    this.field = field;
  }
}

const two = (n) => String(n).padStart(2, '0');
export const time = (ms = Date.now()) => new Date(ms + 9 * 3600e3).toISOString().replace('Z', '+09:00');
const dayOf = (ms) => time(ms).slice(0, 10);
const addDays = (ms, days) => dayOf(ms + days * 86400e3);
const token = () => randomBytes(12).toString('base64url').replace(/-/g, 'x');
const id = () => randomBytes(5).toString('hex').toUpperCase();
const hash = (text) => createHash('sha256').update(String(text)).digest('hex');
const digits = (n, length) => String(n).padStart(length, '0').slice(-length);

const terms = (name, stamp, more = {}) => ({
  name, stamp, unit: 'money', origin: 'paid',
  top_up: { minimum: 1000, step: 1000, maximum: 50000, person_maximum: 200000 },
  expiry: { kind: 'days_after', days: 180 }, ...more,
});

export function makeCity({ origin = 'http://127.0.0.1', environment = 'demo' } = {}) {
  const started = Date.now();
  const city = {
    environment, origin, programs: [], proposals: [], places: [], staff: [], operators: [], residents: [], entries: [],
    sessions: new Map(), invitations: new Map(), keys: new Map(), walletCodes: new Map(), listeners: new Set(), fault: 'none',
  };

  const program = (tms, state = 'open') => {
    const made = { id: id(), name: tms.name, stamp: tms.stamp, unit: 'money', state, terms: tms, issued: 0, outstanding: 0 };
    city.programs.unshift(made);
    return made;
  };
  const tag = (p) => ({ id: p.id, name: p.name, stamp: p.stamp, unit: p.unit });
  const place = (name, reading, type, area, capabilities, organization, status = 'open') => {
    const number = digits(421800970000 + city.places.length * 7919, 12);
    const made = {
      id: id(), name, reading, type, area, capabilities, organization: { id: id(), name: organization }, status,
      code_url: `${city.origin.toUpperCase()}/S/${id()}`, code_number: number,
    };
    city.places.push(made);
    city.places.sort((a, b) => (a.reading < b.reading ? -1 : 1));
    return made;
  };
  const person = (list, role, sign_in_name, name, more = {}) => {
    const made = { id: id(), role, sign_in_name, password: 'kumagaya-2026-haru', name, since: time(started - 40 * 86400e3), ...more };
    list.push(made);
    return made;
  };
  const publicPlace = ({ id: pid, name, reading, type, area }) => ({ id: pid, name, reading, type, area });

  city.entry = (kind, at, where, amount, lots, more = {}) => {
    const seq = city.entries.length + 1001;
    const made = {
      id: String(seq), kind, at: time(at), business_date: dayOf(at), amount, direction: kind === 'cancel' ? 'out' : 'in',
      place: publicPlace(where), digits: digits(seq * 4827 + 31, 4),
      lots: lots.map(([p, part, until]) => ({ program: tag(p), amount: part, ...(until ? { expires_on: until } : {}) })),
      hash: hash(seq), explanation: { used: [], unused: [], limits: [] }, ...more,
    };
    city.entries.push(made);
    for (const tell of city.listeners) tell({ place: where.id, seq, kind });
    return made;
  };

  // ---- who is there at the start
  const ordinary = program(terms('通常チャージ', '通'));
  const winter = program(terms('冬のプレミアム', '冬', {
    origin: 'granted', budget: 40000000, issue_from: '2026-11-01', issue_to: '2026-12-20', expiry: { kind: 'fixed', date: '2026-12-31' },
  }));
  const child = program(terms('子育て応援マネー', '子', { origin: 'granted', expiry: { kind: 'fixed', date: '2027-03-31' } }));
  program(terms('夏の暑さ対策クーポン', '夏', { origin: 'granted', expiry: { kind: 'fixed', date: '2026-09-30' } }), 'stopped');
  Object.assign(ordinary, { issued: 184320000, outstanding: 41276400 });
  Object.assign(winter, { issued: 28640000, outstanding: 9812300 });
  Object.assign(child, { issued: 62500000, outstanding: 17406800 });

  const bakery = place('ベーカリーむぎの輪', 'べーかりーむぎのわ', 'パン', '筑波', ['takes_money'], '株式会社むぎの輪');
  const counter = place('熊谷駅チャージ窓口', 'くまがやえきちゃーじまどぐち', '市の窓口', '筑波', ['tops_up'], '熊谷市');
  place('肥塚青果', 'こいづかせいか', '青果', '肥塚', ['takes_money'], '肥塚青果');
  place('文具のなないろ', 'ぶんぐのなないろ', '文具', '本町', ['takes_money'], '有限会社なないろ', 'closed');
  place('籠原薬局', 'かごはらやっきょく', '薬局', '籠原', ['takes_money', 'tops_up'], '籠原薬局');

  const all = ['receive', 'cancel', 'manage'];
  person(city.staff, 'staff', 'kobayashi', '小林 みのり', { place: bakery.id, rights: all });
  person(city.staff, 'staff', 'sato', '佐藤 はな', { place: bakery.id, rights: ['receive'] });
  person(city.staff, 'staff', 'ichikawa', '市川 まこと', { place: counter.id, rights: ['top_up', 'manage'] });
  person(city.operators, 'operator', 'kimura', '木村 かおり');
  person(city.operators, 'operator', 'hasegawa', '長谷川 進');
  const resident = { id: id(), phone: '09012345678', status: 'active', balance: 12480, since: time(started - 79 * 86400e3) };
  city.residents.push(resident);

  const minute = 60e3;
  const sold = [[1480, [[ordinary, 1480]]], [430, [[winter, 430]]], [2160, [[ordinary, 2160]]], [980, [[child, 980]]],
    [540, [[ordinary, 540]]], [1250, [[ordinary, 450], [winter, 800]]]];
  sold.forEach(([amount, lots], i) => city.entry('payment', started - (sold.length - i) * 13 * minute, bakery, amount, lots));
  city.entry('payment', started - 86400e3, bakery, 1890, [[ordinary, 1890]]);
  const gone = city.entries[3];
  const undo = city.entry('cancel', started - 5 * minute, bakery, 980, [[child, 980]], { cancels: gone.id, reason: 'wrong_amount' });
  gone.cancelled_by = undo.id;
  city.entry('top_up', started - 50 * minute, counter, 5000, [[ordinary, 5000, addDays(started, 180)]]);
  city.entry('top_up', started - 20 * minute, counter, 10000, [[ordinary, 10000, addDays(started, 180)]]);

  const example = (date, amount, until, refusal) => ({ date, amount, ...(until ? { expires_on: until } : {}), ...(refusal ? { refusal } : {}) });
  city.propose = (by, tms) => {
    const made = {
      id: id(), digest: hash(JSON.stringify(tms)), terms: tms, state: 'open', proposed_by: { id: by.id, name: by.name }, proposed_at: time(),
      examples: [
        example(dayOf(Date.now()), tms.top_up.minimum, tms.expiry.kind === 'never' ? undefined : tms.expiry.date ?? addDays(Date.now(), tms.expiry.days)),
        example(dayOf(Date.now()), tms.top_up.maximum, tms.expiry.kind === 'never' ? undefined : tms.expiry.date ?? addDays(Date.now(), tms.expiry.days)),
        example(dayOf(Date.now()), tms.top_up.maximum + tms.top_up.step, undefined, 'above_maximum'),
      ],
    };
    city.proposals.unshift(made);
    return made;
  };
  city.propose(city.operators[1], terms('春のプレミアム', '春', { budget: 30000000, issue_from: '2027-03-01', issue_to: '2027-03-20' }));

  Object.assign(city, { program, place, person, tag, publicPlace, newId: id, token, hash, addDays, dayOf, two, bakery, counter, ordinary, winter, resident });

  city.invite = (role, where) => {
    const text = token();
    city.invitations.set(text, { role, place: where, secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', created_at: time(Date.now()), expires_at: time(Date.now() + 7 * 86400e3) });
    return text;
  };
  city.openWalletCode = (number = digits(403918270000 + Math.floor(Math.random() * 9999), 12)) => {
    city.walletCodes.set(number, { resident, expires: Date.now() + 60e3 });
    return number;
  };
  return city;
}
