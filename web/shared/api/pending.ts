// A command that moves value, from before it is sent until its result is known. Its key is kept on the device first:
// after a lost answer, a reload or a restart of the phone we ask about this key instead of paying again.
import { useEffect, useState } from 'preact/hooks';
import { refusalsReady } from '../texts/refusals.ts';
import { ask, api, type Schemas } from './client.ts';
import { outcomeUnknown, problemOf, type Answer, type Problem } from './problem.ts';

export type CommandKind = 'payment' | 'top_up' | 'cancel' | 'give' | 'move_card' | 'transfer';

export interface Pending {
  kind: CommandKind;
  key: string;
  /** Server time, unix ms. */
  sentAt: number;
  amount: number;
  /** Of points; else yen. */
  points?: boolean;
  /** Whom it concerns, for the page that says 「確認中です」. */
  name: string;
}

export type Outcome =
  | { state: 'done'; entry: Schemas['Entry'] }
  | { state: 'not_done'; problem: Problem }
  | { state: 'unknown' };

const slot = (kind: CommandKind) => `meguri.pending.${kind}`;
const changed = 'meguri-pending';
let owner = '';

type Kept = Pending & { owner: string };

/**
 * Who is signed in (the session's person). A key belongs to the person who got it: asked for by another, the server
 * would say that it knows no such key, which must not be taken for "not done". So each sees only the own commands.
 */
export function setPendingOwner(person: string): void {
  if (owner === person) return;
  owner = person;
  tell();
}

function tell(): void {
  if (typeof window !== 'undefined') window.dispatchEvent(new Event(changed));
}

/** Everything kept of this kind, oldest first: two tabs may each wait for a result. */
function keptCommands(kind: CommandKind): Kept[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(slot(kind)) || '[]');
    return Array.isArray(kept) ? (kept as Kept[]).filter((each) => each && typeof each.key === 'string') : [];
  } catch {
    return [];
  }
}

function write(kind: CommandKind, commands: Kept[]): boolean {
  try {
    if (commands.length > 0) localStorage.setItem(slot(kind), JSON.stringify(commands));
    else localStorage.removeItem(slot(kind));
  } catch {
    return false;
  }
  tell();
  return true;
}

/** False when the device does not keep things: then send all the same (the page still holds the key). */
export function keepPending(pending: Pending): boolean {
  const others = keptCommands(pending.kind).filter((each) => each.key !== pending.key);
  return write(pending.kind, others.concat({ ...pending, owner }));
}

/** The oldest command of this kind whose result this person does not know yet. */
export function pendingCommand(kind: CommandKind): Pending | undefined {
  const found = keptCommands(kind).filter((each) => each.owner === owner)[0];
  if (!found) return undefined;
  const { owner: _owner, ...pending } = found;
  return pending;
}

/** Only the command with this key: another tab may have begun the next one. */
export function forgetPending(kind: CommandKind, key: string): void {
  const kept = keptCommands(kind);
  const rest = kept.filter((each) => each.key !== key);
  if (rest.length < kept.length) write(kind, rest);
}

/**
 * Sends a command exactly once: keeps it, sends, and forgets it when the result is known.
 * `send` gets nothing and returns the answer of createPayment, createTopUp or cancelEntry with that same key.
 */
export async function sendOnce(pending: Pending, send: () => Promise<Answer<Schemas['Entry']>>): Promise<Outcome> {
  keepPending(pending);
  const answer = await send();
  if (answer.ok) {
    forgetPending(pending.kind, pending.key);
    return { state: 'done', entry: answer.data };
  }
  if (outcomeUnknown(answer.problem)) return { state: 'unknown' };
  forgetPending(pending.kind, pending.key);
  return { state: 'not_done', problem: answer.problem };
}

/** Asks for the result of a command whose answer was lost. A result other than 'unknown' is final. */
export async function askOutcome(pending: Pick<Pending, 'kind' | 'key'>): Promise<Outcome> {
  const answer = await ask(api.POST('/api/keys/close', { body: { key: pending.key } }));
  if (!answer.ok) {
    if (answer.problem.kind !== 'refused') return { state: 'unknown' };
    // Only these two speak of the key itself: it never did anything, and never will. Anything else (too busy, too slow,
    // signed out) says nothing about the command.
    const final = answer.problem.refusal === 'key_unknown' || answer.problem.refusal === 'key_expired';
    if (!final) return { state: 'unknown' };
    forgetPending(pending.kind, pending.key);
    return { state: 'not_done', problem: answer.problem };
  }
  forgetPending(pending.kind, pending.key);
  const { outcome, entry, refusal } = answer.data;
  if (outcome === 'done' && entry) return { state: 'done', entry };
  await refusalsReady();
  const body = { refusal: refusal || 'not_done', title: '', detail: '' };
  return { state: 'not_done', problem: problemOf(409, body) };
}

/** The kept command, also when another tab changes it. */
export function usePending(kind: CommandKind): Pending | undefined {
  const [pending, setPending] = useState(() => pendingCommand(kind));
  useEffect(() => {
    const look = () => setPending(pendingCommand(kind));
    look(); // the owner may have become known since the first render
    window.addEventListener('storage', look);
    window.addEventListener(changed, look);
    return () => {
      window.removeEventListener('storage', look);
      window.removeEventListener(changed, look);
    };
  }, [kind]);
  return pending;
}
