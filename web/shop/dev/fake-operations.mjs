// The contract's operations on the pretend city: 'METHOD /path' → function. `{id}` in a path becomes `args.id`.
import { Refusal, time } from './fake-city.mjs';

const need = (city, who, role) => {
  if (!who) throw new Refusal('not_signed_in', 401);
  if (who.role !== role) throw new Refusal('not_allowed', 403);
};
const found = (thing, word = 'not_found', status = 404) => {
  if (!thing) throw new Refusal(word, status);
  return thing;
};
const sessionOf = (city, who) => {
  if (!who) return { role: 'none' };
  const base = { role: who.role, person: { id: who.id, name: who.name } };
  if (who.role !== 'staff') return base;
  const where = city.places.find((each) => each.id === who.place);
  return { ...base, place: { id: where.id, name: where.name, capabilities: where.capabilities }, rights: who.rights };
};
const dayEntries = (city, where, date) =>
  city.entries.filter((e) => e.place.id === where.id && e.business_date === date).sort((a, b) => (a.at < b.at ? 1 : -1));
const sumOf = (entries) => {
  const paid = entries.filter((e) => e.kind === 'payment' && !e.cancelled_by);
  return { count: paid.length, amount: paid.reduce((sum, e) => sum + e.amount, 0) };
};
const member = (who) => (each) => ({ id: each.id, name: each.name, rights: each.rights, since: each.since, own: each.id === who.id });
const proposalFor = (who) => (p) => ({ ...p, own: p.proposed_by.id === who.id });

/** Same key, same answer; another command with the key is refused. */
function once(city, key, content, work) {
  const known = found(city.keys.get(key), 'key_unknown', 422);
  if (known.content !== undefined) {
    if (known.content !== content) throw new Refusal('key_reused');
    if (known.refusal) throw new Refusal(known.refusal);
    return known.answer;
  }
  known.content = content;
  try {
    return (known.answer = work());
  } catch (problem) {
    known.refusal = problem.word;
    throw problem;
  }
}
const newKey = (city) => {
  const key = city.token();
  city.keys.set(key, {});
  return { key, expires_at: time(Date.now() + 15 * 60e3) };
};

export const operations = {
  'GET /api/info': (city) => [200, {
    city: '熊谷市', telephone: '048-524-1111', environment: city.environment, server_time: time(), clock_moved: false, day_seal: { kanji: '霜' },
    public_url: city.origin, languages: ['ja', 'en'],
  }],
  'GET /api/session': (city, who) => [200, sessionOf(city, who)],
  'POST /api/session': (city, _, body) => {
    const person = [...city.staff, ...city.operators].find((each) => each.sign_in_name === body.sign_in_name);
    if (!person || person.password !== body.password || body.totp_code !== '123456') throw new Refusal('sign_in_refused', 401);
    return [200, sessionOf(city, person), person];
  },
  'POST /api/session/end': () => [204, undefined, null],
  'POST /api/invitations/open': (city, _, body) => {
    const it = found(city.invitations.get(body.invitation), 'invitation_unknown', 422);
    const where = city.places.find((each) => each.id === it.place);
    const uri = `otpauth://totp/Meguri:${encodeURIComponent(where?.name ?? '熊谷市')}?secret=${it.secret}&issuer=Meguri`;
    return [200, { role: it.role, ...(where ? { place_name: where.name } : {}), city: '熊谷市', totp: { secret: it.secret, uri }, expires_at: it.expires_at }];
  },
  'POST /api/invitations/accept': (city, _, body) => {
    const it = found(city.invitations.get(body.invitation), 'invitation_unknown', 422);
    if ([...city.staff, ...city.operators].some((each) => each.sign_in_name === body.sign_in_name)) throw new Refusal('sign_in_name_taken', 422, 'sign_in_name');
    if (body.password.length < 12) throw new Refusal('password_too_weak', 422, 'password');
    if (body.totp_code !== '123456') throw new Refusal('authenticator_code_wrong', 422, 'totp_code');
    city.invitations.delete(body.invitation);
    const rights = ['receive', 'top_up', 'cancel', 'manage'];
    const person = it.role === 'operator'
      ? city.person(city.operators, 'operator', body.sign_in_name, body.display_name, { password: body.password })
      : city.person(city.staff, 'staff', body.sign_in_name, body.display_name, { password: body.password, place: it.place, rights });
    return [200, sessionOf(city, person), person];
  },
  'POST /api/keys': (city, who) => { found(who, 'not_signed_in', 401); return [201, newKey(city)]; },
  'POST /api/keys/close': (city, who, body) => {
    found(who, 'not_signed_in', 401);
    const known = found(city.keys.get(body.key), 'key_unknown', 422);
    if (known.answer?.kind) return [200, { outcome: 'done', entry: known.answer }];
    if (known.answer) return [200, { outcome: 'done' }];
    known.content = known.content ?? 'closed';
    known.refusal = known.refusal ?? 'not_done';
    return [200, { outcome: 'not_done', ...(known.refusal === 'not_done' ? {} : { refusal: known.refusal }) }];
  },

  // ---- a place
  'GET /api/place': (city, who) => {
    need(city, who, 'staff');
    const where = city.places.find((each) => each.id === who.place);
    const { capabilities, code_url, code_number } = where;
    return [200, { place: city.publicPlace(where), status: where.status, capabilities, code_url, code_number, staff_name: who.name, rights: who.rights, today: sumOf(dayEntries(city, where, city.dayOf(Date.now()))) }];
  },
  'GET /api/place/sales': (city, who, _, { query }) => {
    need(city, who, 'staff');
    const date = query.get('date') ?? city.dayOf(Date.now());
    const entries = dayEntries(city, { id: who.place }, date);
    const parts = new Map();
    for (const e of entries) {
      if (e.kind === 'cancel' || e.cancelled_by) continue;
      for (const lot of e.lots) {
        const part = parts.get(lot.program.id) ?? { program: lot.program, amount: 0 };
        part.amount += lot.amount;
        parts.set(lot.program.id, part);
      }
    }
    const cancelled = entries.filter((e) => e.kind === 'cancel').reduce((sum, e) => sum + e.amount, 0);
    return [200, { date, ...sumOf(entries), cancelled, by_program: [...parts.values()], entries, as_of: time() }];
  },
  'GET /api/place/staff': (city, who) => {
    need(city, who, 'staff');
    return [200, { staff: city.staff.filter((each) => each.place === who.place).map(member(who)) }];
  },
  'POST /api/place/staff/{id}/remove': (city, who, _, { id }) => {
    need(city, who, 'staff');
    if (!who.rights.includes('manage')) throw new Refusal('not_allowed', 403);
    city.remove(found(city.staff.find((each) => each.id === id && each.place === who.place)));
    return [204];
  },
  'GET /api/entries/{id}': (city, who, _, { id }) => [200, found(city.entries.find((e) => e.id === id))],
  'POST /api/entries/{id}/cancel': (city, who, body, { id }) => {
    need(city, who, 'staff');
    if (!who.rights.includes('cancel')) throw new Refusal('not_allowed', 403);
    return [201, once(city, body.key, `cancel ${id} ${body.reason}`, () => {
      const e = found(city.entries.find((each) => each.id === id), 'payment_unknown', 422);
      if (e.cancelled_by) throw new Refusal('already_cancelled');
      const undo = city.entry('cancel', Date.now(), e.place, e.amount, [], { cancels: e.id, reason: body.reason, lots: e.lots });
      e.cancelled_by = undo.id;
      return undo;
    })];
  },
  'POST /api/wallet-codes/open': (city, who, body) => {
    need(city, who, 'staff');
    const number = body.code.replace(/\D/g, '').slice(-12);
    const code = city.walletCodes.get(number);
    if (!code) throw new Refusal(/^\d{12}$/.test(body.code) ? 'wallet_code_expired' : 'code_not_ours');
    city.walletCodes.delete(number);
    const { key, expires_at } = newKey(city);
    const offers = city.programs.filter((p) => p.state === 'open' && p.terms.origin === 'paid').map((p) => ({
      program: city.tag(p), minimum: p.terms.top_up.minimum, step: p.terms.top_up.step, maximum: p.terms.top_up.maximum, expires_on: city.addDays(Date.now(), 180),
    }));
    return [200, { wallet: code.resident.id, label: '··78', programs: offers, key, key_expires_at: expires_at }];
  },
  'POST /api/top-ups': (city, who, body) => {
    need(city, who, 'staff');
    return [201, once(city, body.key, `top-up ${body.wallet} ${body.program} ${body.amount}`, () => {
      const p = found(city.programs.find((each) => each.id === body.program), 'program_unknown', 422);
      if (body.amount > p.terms.top_up.maximum) throw new Refusal('above_maximum');
      if (body.amount % p.terms.top_up.step) throw new Refusal('not_in_step');
      if (city.fault === 'cap') throw new Refusal('person_cap_reached');
      return city.entry('top_up', Date.now(), city.places.find((each) => each.id === who.place), body.amount, [[p, body.amount, city.addDays(Date.now(), 180)]]);
    })];
  },

  // ---- the city
  'GET /api/programs': (city, who) => { need(city, who, 'operator'); return [200, { programs: city.programs }]; },
  'GET /api/programs/{id}': (city, who, _, { id }) => { need(city, who, 'operator'); return [200, found(city.programs.find((p) => p.id === id))]; },
  'POST /api/programs/{id}/stop': (city, who, body, { id }) => {
    need(city, who, 'operator');
    return [200, once(city, body.key, `stop ${id}`, () => Object.assign(found(city.programs.find((p) => p.id === id)), { state: 'stopped' }))];
  },
  'GET /api/proposals': (city, who) => {
    need(city, who, 'operator');
    return [200, { proposals: city.proposals.map(proposalFor(who)).map(({ id, terms, proposed_by, proposed_at, state, own }) => ({ id, name: terms.name, stamp: terms.stamp, proposed_by, proposed_at, state, own })) }];
  },
  'POST /api/proposals': (city, who, body) => {
    need(city, who, 'operator');
    return [201, proposalFor(who)(once(city, body.key, JSON.stringify(body.program), () => {
      const { name, top_up, issue_from, issue_to } = body.program;
      if (city.programs.some((p) => p.name === name)) throw new Refusal('terms_contradictory', 422, 'name');
      if (top_up.minimum > top_up.maximum) throw new Refusal('terms_contradictory', 422, 'top_up.minimum');
      if (issue_from && issue_to && issue_from > issue_to) throw new Refusal('terms_contradictory', 422, 'issue_to');
      return city.propose(who, body.program);
    }))];
  },
  'GET /api/proposals/{id}': (city, who, _, { id }) => { need(city, who, 'operator'); return [200, proposalFor(who)(found(city.proposals.find((p) => p.id === id)))]; },
  'POST /api/proposals/{id}/approve': (city, who, body, { id }) => {
    need(city, who, 'operator');
    const p = found(city.proposals.find((each) => each.id === id));
    if (p.proposed_by.id === who.id) throw new Refusal('same_person');
    if (p.digest !== body.digest) throw new Refusal('proposal_differs');
    if (p.state !== 'open') throw new Refusal('proposal_closed');
    Object.assign(p, { state: 'approved', approved_by: { id: who.id, name: who.name }, program: city.program(p.terms).id });
    return [200, proposalFor(who)(p)];
  },
  'POST /api/proposals/{id}/withdraw': (city, who, body, { id }) => {
    need(city, who, 'operator');
    return [200, proposalFor(who)(Object.assign(found(city.proposals.find((p) => p.id === id)), { state: 'withdrawn' }))];
  },
  'GET /api/places': (city, who) => { need(city, who, 'operator'); return [200, { places: city.places }]; },
  'POST /api/places': (city, who, body) => {
    need(city, who, 'operator');
    const { name, reading, type, area, capabilities, organization_name } = body;
    return [201, once(city, body.key, JSON.stringify(body), () => city.place(name, reading, type, area, capabilities, organization_name))];
  },
  'GET /api/places/{id}': (city, who, _, { id }) => { need(city, who, 'operator'); return [200, found(city.places.find((p) => p.id === id))]; },
  'POST /api/places/{id}/status': (city, who, body, { id }) => {
    need(city, who, 'operator');
    return [200, Object.assign(found(city.places.find((p) => p.id === id)), { status: body.status })];
  },
  'POST /api/places/{id}/code/retire': (city, who, _, { id }) => {
    need(city, who, 'operator');
    const where = found(city.places.find((p) => p.id === id));
    return [200, Object.assign(where, { code_url: `${city.origin.toUpperCase()}/S/${city.newId()}`, code_number: String(Number(where.code_number) + 1) })];
  },
  'POST /api/places/{id}/invitations': (city, who, _, { id }) => {
    need(city, who, 'operator');
    const text = city.invite('staff', found(city.places.find((p) => p.id === id)).id);
    return [201, { url: `${city.origin}/shop/invitation#${text}`, expires_at: city.invitations.get(text).expires_at }];
  },
  'GET /api/places/{id}/staff': (city, who, _, { id }) => {
    need(city, who, 'operator');
    return [200, { staff: city.staff.filter((each) => each.place === id).map(member(who)) }];
  },
  'POST /api/staff/{id}/remove': (city, who, _, { id }) => {
    need(city, who, 'operator');
    city.remove(found(city.staff.find((each) => each.id === id)));
    return [204];
  },
  'GET /api/operators': (city, who) => {
    need(city, who, 'operator');
    return [200, { operators: city.operators.map(({ id, name, since }) => ({ id, name, since, own: id === who.id })) }];
  },
  'POST /api/operators/invitations': (city, who) => {
    need(city, who, 'operator');
    const text = city.invite('operator');
    return [201, { url: `${city.origin}/console/invitation#${text}`, expires_at: city.invitations.get(text).expires_at }];
  },
  'POST /api/operators/{id}/remove': (city, who, _, { id }) => {
    need(city, who, 'operator');
    const gone = found(city.operators.find((each) => each.id === id));
    if (city.operators.length <= 2) throw new Refusal('last_two_operators', 422);
    city.operators.splice(city.operators.indexOf(gone), 1);
    return [204];
  },
  'GET /api/invitations': (city, who) => {
    need(city, who, 'operator');
    const open = [...city.invitations].map(([text, { role, place, created_at, expires_at }]) => {
      const where = city.places.find((each) => each.id === place);
      return { id: text.slice(-12), role, place: where && city.publicPlace(where), created_at, expires_at };
    });
    return [200, { invitations: open.reverse() }];
  },
  'POST /api/invitations/{id}/revoke': (city, who, _, { id }) => {
    need(city, who, 'operator');
    const text = found([...city.invitations.keys()].find((each) => each.slice(-12) === id));
    city.invitations.delete(text);
    return [204];
  },
  'POST /api/residents/find': (city, who, body) => {
    need(city, who, 'operator');
    const phone = body.phone.replace(/\D/g, '');
    if (!/^0[6789]0\d{8}$/.test(phone)) throw new Refusal('phone_invalid', 422, 'phone');
    const { id, status, balance, since } = found(city.residents.find((each) => each.phone === phone));
    return [200, { id, status, balance, since }];
  },
  'POST /api/residents/{id}/status': (city, who, body, { id }) => {
    need(city, who, 'operator');
    const { status, balance, since } = Object.assign(found(city.residents.find((each) => each.id === id)), { status: body.status });
    return [200, { id, status, balance, since }];
  },
  'GET /api/dashboard': (city, who) => {
    need(city, who, 'operator');
    const programs = city.programs.map((p) => ({
      program: city.tag(p), issued: p.issued, outstanding: p.outstanding, on_hold: 0, promised: 0, budgets: 0, taken_back: 0, public_dues: 0, expired: p.state === 'stopped' ? 0 : Math.floor(p.issued / 100),
      refunded: 0, settled: 0, receivable: p.issued - p.outstanding - (p.state === 'stopped' ? 0 : Math.floor(p.issued / 100)), difference: 0,
    }));
    const day = (payments, paid, top_ups, topped_up) => ({ payments, paid, top_ups, topped_up });
    return [200, { as_of: time(), programs, residents: 48210, places: city.places.length, today: day(1284, 2146820, 212, 1480000), last_week: day(1190, 1982340, 188, 1610000) }];
  },
};
