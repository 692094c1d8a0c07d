import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forgetPending, keepPending, pendingCommand, sendOnce, setPendingOwner, type Pending } from './pending.ts';
import { problemOf, unreachable } from './problem.ts';

class Store {
  map = new Map<string, string>();
  getItem = (key: string) => this.map.get(key) ?? null;
  setItem = (key: string, value: string) => void this.map.set(key, value);
  removeItem = (key: string) => void this.map.delete(key);
}
beforeEach(() => {
  (globalThis as { localStorage?: unknown }).localStorage = new Store();
});

const payment: Pending = { kind: 'payment', key: 'k1', sentAt: 1, amount: 860, name: 'むぎの輪' };
const entry = { id: '7' } as never;

test('the key is kept before the command is sent [PAY-h]', async () => {
  let keptWhenSent: Pending | undefined;
  await sendOnce(payment, async () => {
    keptWhenSent = pendingCommand('payment');
    return { ok: true, data: entry };
  });
  assert.deepEqual(keptWhenSent, payment);
});

test('a known result is forgotten, a lost one is kept', async () => {
  assert.deepEqual(await sendOnce(payment, async () => ({ ok: true, data: entry })), { state: 'done', entry });
  assert.equal(pendingCommand('payment'), undefined);

  const refused = problemOf(422, { refusal: 'insufficient_balance', title: '', detail: '' });
  assert.equal((await sendOnce(payment, async () => ({ ok: false, problem: refused }))).state, 'not_done');
  assert.equal(pendingCommand('payment'), undefined);

  assert.equal((await sendOnce(payment, async () => ({ ok: false, problem: unreachable() }))).state, 'unknown');
  assert.deepEqual(pendingCommand('payment'), payment);
});

test('two tabs wait for their own results; neither is lost [PAY-h]', () => {
  keepPending(payment);
  keepPending({ ...payment, key: 'k2' });
  assert.equal(pendingCommand('payment')?.key, 'k1');
  forgetPending('payment', 'k1');
  assert.equal(pendingCommand('payment')?.key, 'k2');
  forgetPending('payment', 'k1');
  assert.equal(pendingCommand('payment')?.key, 'k2');
});

test('a person never asks for the result of another’s command on the same device', () => {
  setPendingOwner('kobayashi');
  keepPending(payment);
  setPendingOwner('sato');
  assert.equal(pendingCommand('payment'), undefined);
  setPendingOwner('kobayashi');
  assert.equal(pendingCommand('payment')?.key, 'k1');
  setPendingOwner('');
});

test('what an older build or a stranger left in the store is no command', () => {
  localStorage.setItem('meguri.pending.payment', '{"key":"k0"}');
  assert.equal(pendingCommand('payment'), undefined);
  localStorage.setItem('meguri.pending.payment', '[null, 7, {"amount": 1}]');
  assert.equal(pendingCommand('payment'), undefined);
});

test('a device that keeps nothing can still pay', async () => {
  (globalThis as { localStorage?: unknown }).localStorage = {
    getItem: () => {
      throw new Error('forbidden');
    },
    setItem: () => {
      throw new Error('forbidden');
    },
  };
  assert.equal(keepPending(payment), false);
  assert.equal((await sendOnce(payment, async () => ({ ok: true, data: entry }))).state, 'done');
});
