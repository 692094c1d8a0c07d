import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerOf,
  isFinal,
  isOpen,
  most_sends,
  next,
  nextStep,
  resend_within_ms,
  type Attempt,
  type AttemptState,
  type Entry,
  type PaymentEvent,
} from './attempt.ts';

const place = { id: 'P1', name: 'ベーカリーむぎの輪', reading: 'むぎのわ', type: 'パン', area: '筑波一丁目' };
const draft: Attempt = {
  id: 'a',
  person: 'R1',
  key: 'k',
  keyExpiresAt: 900_000,
  place,
  amount: 860,
  state: 'draft',
  openedAt: 0,
  lost: 0,
  asked: 0,
};
const entry = { id: '7', amount: 860, digits: '4827' } as Entry;

const events: PaymentEvent[] = [
  { type: 'amount', amount: 900 },
  { type: 'send', at: 1000 },
  { type: 'paid', entry, at: 2000 },
  { type: 'refused', word: 'insufficient_balance', at: 2000 },
  { type: 'put_off', word: 'queue_full' },
  { type: 'lost' },
  { type: 'not_done', at: 3000 },
  { type: 'ask_lost' },
];
const run = (start: Attempt, ...list: PaymentEvent[]) => list.reduce(next, start);
const send: PaymentEvent = { type: 'send', at: 1000 };
const lost: PaymentEvent = { type: 'lost' };
const unknown = run(draft, send, lost);
const starts: Record<AttemptState, Attempt> = {
  draft,
  sent: run(draft, send),
  unknown,
  paid: run(draft, send, { type: 'paid', entry, at: 2 }),
  not_paid: run(draft, send, { type: 'refused', word: 'wallet_blocked', at: 2 }),
};

test('[PAY-i] the whole table of states and events', () => {
  const table: Record<AttemptState, AttemptState[]> = {
    //          amount      send        paid    refused     put_off     lost        not_done    ask_lost
    draft: ['draft', 'sent', 'draft', 'draft', 'draft', 'draft', 'draft', 'draft'],
    sent: ['sent', 'sent', 'paid', 'not_paid', 'draft', 'unknown', 'not_paid', 'sent'],
    unknown: ['unknown', 'unknown', 'paid', 'unknown', 'unknown', 'unknown', 'not_paid', 'unknown'],
    paid: ['paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid'],
    not_paid: ['not_paid', 'not_paid', 'not_paid', 'not_paid', 'not_paid', 'not_paid', 'not_paid', 'not_paid'],
  };
  for (const state of Object.keys(table) as AttemptState[]) {
    assert.equal(starts[state].state, state);
    events.forEach((event, i) => {
      assert.equal(next(starts[state], event).state, table[state][i], `${state} × ${event.type}`);
    });
  }
});

test('[PAY-i] key, place and amount never change once it was sent', () => {
  for (const start of [starts.sent, unknown, starts.paid, starts.not_paid]) {
    let now = start;
    for (const a of events) for (const b of events) for (const c of events) {
      now = run(start, a, b, c);
      if (now.state === 'draft' || c.type === 'amount' || b.type === 'amount' || a.type === 'amount') continue;
      assert.deepEqual([now.key, now.amount, now.place], ['k', 860, place]);
    }
  }
});

test('[PAY-i] from unknown, a changed amount is never taken and never sent', () => {
  const after = run(unknown, { type: 'amount', amount: 1 }, send, { type: 'put_off', word: 'paused' });
  assert.equal(after.amount, 860);
  assert.equal(after.state, 'unknown');
});

test('[PAY-i] final states keep their first answer whatever comes late', () => {
  for (const start of [starts.paid, starts.not_paid]) {
    for (const event of events) assert.equal(next(start, event), start);
  }
});

test('nothing is sent without an amount', () => {
  assert.equal(next({ ...draft, amount: 0 }, send).state, 'draft');
});

test('put off: the same key may be sent again, and it says why', () => {
  const back = run(draft, send, { type: 'put_off', word: 'queue_full' });
  assert.equal(back.putOff, 'queue_full');
  assert.equal(back.key, draft.key);
  assert.equal(next(back, send).putOff, undefined);
});

test('a lost answer is sent again a few times with rising pauses, then the key is asked about', () => {
  let now = unknown;
  const pauses: number[] = [];
  for (;;) {
    const step = nextStep(now, 5000, true);
    if (step.do !== 'send') break;
    pauses.push(step.after_ms);
    now = next(now, lost);
  }
  assert.deepEqual(pauses, [1000, 2000, 4000]);
  assert.deepEqual(nextStep(now, 5000, true), { do: 'close', after_ms: 0 });
  now = next(now, { type: 'ask_lost' });
  assert.deepEqual(nextStep(now, 5000, true), { do: 'close', after_ms: 2000 });
  for (let i = 0; i < 20; i++) now = next(now, { type: 'ask_lost' });
  assert.deepEqual(nextStep(now, 5000, true), { do: 'close', after_ms: 30_000 });
});

test('a refusal of a repeated send leads to the question about the key, not to an end', () => {
  const after = next(unknown, { type: 'refused', word: 'key_expired', at: 5 });
  assert.equal(after.state, 'unknown');
  assert.equal(after.lost, most_sends);
  assert.equal(nextStep(after, 5000, true).do, 'close');
});

test('an expired key is not sent again, only asked about', () => {
  assert.equal(nextStep(unknown, draft.keyExpiresAt, true).do, 'close');
});

test('what was sent a while ago is not sent again, only asked about: the network may come back long after the shop was left', () => {
  const sent = unknown.sentAt ?? 0;
  assert.equal(nextStep(unknown, sent + resend_within_ms - 1, true).do, 'send');
  assert.equal(nextStep(unknown, sent + resend_within_ms, true).do, 'close');
});

test('of a page that is gone nothing is sent again, only asked about', () => {
  for (const each of [starts.sent, unknown]) {
    const after = next(each, { type: 'left' });
    assert.equal(after.state, 'unknown');
    assert.equal(nextStep(after, (each.sentAt ?? 0) + 1, true).do, 'close');
  }
  for (const each of [draft, starts.paid, starts.not_paid]) assert.equal(next(each, { type: 'left' }), each);
});

test('without network it waits; a draft or an end needs nothing', () => {
  assert.deepEqual(nextStep(unknown, 5000, false), { do: 'wait_for_network' });
  for (const each of [draft, starts.sent, starts.paid, starts.not_paid]) {
    assert.deepEqual(nextStep(each, 5000, true), { do: 'nothing' });
  }
});

test('what the closed key says is final', () => {
  assert.equal(next(unknown, { type: 'paid', entry, at: 9 }).entry?.digits, '4827');
  assert.equal(next(unknown, { type: 'not_done', at: 9 }).refusal, 'not_done');
  assert.equal(next(unknown, { type: 'not_done', word: 'place_closed', at: 9 }).refusal, 'place_closed');
});

test('answers of the server', () => {
  const of = (status: number, word?: string) => answerOf(status, word, undefined, 1).type;
  assert.equal(of(422, 'insufficient_balance'), 'refused');
  assert.equal(of(422, 'key_expired'), 'refused');
  assert.equal(of(409, 'not_done'), 'refused');
  assert.equal(of(409, 'key_reused'), 'lost', 'another page sent this key with another amount: ask what became of it');
  assert.equal(of(503, 'outcome_unknown'), 'lost');
  assert.equal(of(503, 'queue_full'), 'put_off');
  assert.equal(of(503, 'paused'), 'put_off');
  assert.equal(of(401, 'not_signed_in'), 'put_off');
  assert.equal(of(502), 'lost', 'a page of some proxy between');
  assert.equal(of(500, 'some_new_word'), 'lost');
});

test('[PAY-i] two tabs: what was paid in the other one cannot be sent in this one', () => {
  const beaten = next(draft, { type: 'paid_elsewhere', by: 'b' });
  assert.equal(next(beaten, send).state, 'draft');
  assert.equal(next(starts.sent, { type: 'paid_elsewhere', by: 'b' }), starts.sent);
});

test('open and final exclude each other', () => {
  for (const each of Object.values(starts)) assert.ok(!(isOpen(each) && isFinal(each)));
});
