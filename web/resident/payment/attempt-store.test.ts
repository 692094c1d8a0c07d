import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Entry } from './attempt.ts';

// Two tabs share one store: the module keeps nothing but what a page may lose.
const kept = new Map<string, string>();
Object.assign(globalThis, {
  localStorage: {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  },
});
const { attemptById, beginAttempt, dispatch, forgetAttempts, openAttempts, unseenEnds } = await import('./attempt-store.ts');

const place = (id: string) => ({ id, name: id, reading: id, type: 'パン', area: '筑波' });
const start = (key: string, at = 'P1') => ({ person: 'R1', key, keyExpiresAt: Date.now() + 900_000, place: place(at) });
const entry = { id: '9', amount: 860 } as Entry;
const slot = () => JSON.parse(kept.get('meguri.payments') ?? '[]');

beforeEach(() => kept.set('meguri.payments', '[]'));

test('[PAY-i] key and amount are kept before anything can be sent', () => {
  const attempt = beginAttempt(start('k1'));
  dispatch(attempt, { type: 'amount', amount: 860 });
  assert.deepEqual([slot()[0].key, slot()[0].amount, slot()[0].state], ['k1', 860, 'draft']);
  dispatch(attempt, { type: 'send', at: 1 });
  assert.equal(slot()[0].state, 'sent');
});

test('[PAY-i] a second tab at the same shop takes over the key that was not sent', () => {
  const first = beginAttempt(start('k1'));
  const second = beginAttempt(start('k2'));
  assert.equal(second.id, first.id);
  assert.equal(second.key, 'k1');
});

test('[PAY-i] what is sent is never taken over, nor a key that is about to end', () => {
  const first = beginAttempt({ ...start('k1'), amount: 860 });
  dispatch(first, { type: 'send', at: 1 });
  assert.equal(beginAttempt(start('k2')).key, 'k2');
  kept.set('meguri.payments', '[]');
  beginAttempt({ ...start('k3'), keyExpiresAt: Date.now() + 60_000 });
  assert.equal(beginAttempt(start('k4')).key, 'k4');
});

test('[PAY-i] a payment retires every other draft at that place, and no other place’s', () => {
  const old = beginAttempt({ ...start('k1'), keyExpiresAt: Date.now() + 60_000, amount: 860 });
  const elsewhere = beginAttempt({ ...start('k9', 'P2'), amount: 500 });
  const now = beginAttempt({ ...start('k2'), amount: 860 });
  dispatch(now, { type: 'send', at: 1 });
  dispatch(now, { type: 'paid', entry, at: 2 });
  assert.equal(attemptById(old.id, 'R1')?.paidAs, now.id);
  assert.equal(dispatch(old, { type: 'send', at: 3 }).state, 'draft');
  assert.equal(dispatch(elsewhere, { type: 'send', at: 3 }).state, 'sent');
});

test('a stale copy in another tab cannot undo what is kept', () => {
  const stale = beginAttempt({ ...start('k1'), amount: 860 });
  dispatch(stale, { type: 'send', at: 1 });
  dispatch(stale, { type: 'paid', entry, at: 2 });
  assert.equal(dispatch(stale, { type: 'amount', amount: 1 }).state, 'paid');
  assert.equal(dispatch(stale, { type: 'send', at: 3 }).state, 'paid');
});

test('another person sees nothing', () => {
  const attempt = beginAttempt({ ...start('k1'), amount: 860 });
  dispatch(attempt, { type: 'send', at: 1 });
  assert.equal(attemptById(attempt.id, 'R2'), undefined);
  assert.deepEqual(openAttempts('R2'), []);
});

test('sign-out keeps only what is open', () => {
  const done = beginAttempt({ ...start('k1', 'P1'), amount: 1 });
  dispatch(done, { type: 'send', at: 1 });
  dispatch(done, { type: 'paid', entry, at: 2 });
  const open = beginAttempt({ ...start('k2', 'P2'), amount: 2 });
  dispatch(open, { type: 'send', at: 1 });
  beginAttempt(start('k3', 'P3'));
  forgetAttempts();
  assert.deepEqual(slot().map((each: { key: string }) => each.key), ['k2']);
});

test('an end that came while its page was left is told once', () => {
  const attempt = beginAttempt({ ...start('k1'), amount: 860 });
  dispatch(attempt, { type: 'send', at: 1 });
  dispatch(attempt, { type: 'lost' });
  dispatch(attempt, { type: 'paid', entry, at: Date.now() });
  assert.equal(unseenEnds('R1').length, 1);
});

test('many payments: old ends go, the open one stays', () => {
  const open = beginAttempt({ ...start('k0', 'P0'), amount: 5 });
  dispatch(open, { type: 'send', at: 1 });
  for (let i = 1; i < 40; i++) beginAttempt(start(`k${i}`, `P${i}`));
  assert.ok(slot().length <= 21);
  assert.equal(openAttempts('R1')[0]?.key, 'k0');
});
