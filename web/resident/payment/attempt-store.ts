// The attempts of this device, in localStorage so that every tab and every reload sees the same ones. Where the device
// keeps nothing (private windows) they live as long as the page. Only this file and keeper.ts change them.
import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '@meguri/shared/api';
import { isFinal, isOpen, next, type Attempt, type PaymentEvent } from './attempt.ts';

const slot = 'meguri.payments';
const most_kept = 20;
const hour_ms = 3600 * 1000;
const draft_life_ms = hour_ms;
const final_life_ms = 24 * hour_ms;

let memory: Attempt[] = [];
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

if (typeof window !== 'undefined') {
  window.addEventListener('storage', (event) => {
    if (event.key === slot || event.key === null) tell();
  });
}

function readAll(): Attempt[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(slot) ?? 'null');
    // Storage that forgets (cleared by the browser while this page is open) must not lose what is still open.
    if (Array.isArray(kept)) memory = kept as Attempt[];
  } catch {
    // Forbidden storage: memory it is.
  }
  return memory;
}

function writeAll(attempts: Attempt[]): void {
  memory = attempts;
  try {
    localStorage.setItem(slot, JSON.stringify(attempts));
  } catch {
    // Not kept: a reload forgets it; the server's key still lets it be paid only once.
  }
  tell();
}

/** Open attempts stay whatever their age: somebody waits for their end. */
function stillOfUse(attempt: Attempt, now: number): boolean {
  if (isOpen(attempt)) return true;
  return now - attempt.openedAt < (isFinal(attempt) ? final_life_ms : draft_life_ms);
}

function put(attempt: Attempt): void {
  const others = readAll().filter((each) => each.id !== attempt.id && stillOfUse(each, serverNow()));
  const open = others.filter(isOpen);
  const rest = others.filter((each) => !isOpen(each)).slice(0, most_kept - 1);
  writeAll([attempt, ...open, ...rest]);
}

export function attemptById(id: string, person: string): Attempt | undefined {
  return readAll().find((each) => each.id === id && each.person === person);
}

/** What was sent and not answered yet, newest first. */
export function openAttempts(person: string): Attempt[] {
  return readAll().filter((each) => each.person === person && isOpen(each));
}

export type NewAttempt = Pick<Attempt, 'person' | 'key' | 'keyExpiresAt' | 'place' | 'takes' | 'points'> & { amount?: number };

const reuse_margin_ms = 5 * 60 * 1000;

/** What is asked for, or what was typed in yen; a code that is opened again begins with money. */
function asked({ amount, points }: NewAttempt, same: Attempt): Pick<Attempt, 'amount' | 'points'> {
  return amount === undefined ? { amount: same.points ? 0 : same.amount, points: undefined } : { amount, points };
}

/**
 * The attempt for a place whose code was opened. One that is open in another tab and not sent is taken over, key and
 * all: whichever tab sends, it is the same payment.
 */
export function beginAttempt(start: NewAttempt): Attempt {
  const now = serverNow();
  const same = readAll().find(
    (each) =>
      each.person === start.person &&
      each.place.id === start.place.id &&
      each.state === 'draft' &&
      each.paidAs === undefined &&
      each.keyExpiresAt - now > reuse_margin_ms,
  );
  const attempt: Attempt = same
    ? { ...same, place: start.place, takes: start.takes, ...asked(start, same), putOff: undefined }
    : { ...start, amount: start.amount ?? 0, id: newId(), state: 'draft', openedAt: now, lost: 0, asked: 0 };
  put(attempt);
  return attempt;
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}

/** Hands an event to an attempt; returns what it is now. The newest kept state decides, not what a tab remembers. */
export function dispatch(attempt: Attempt, event: PaymentEvent): Attempt {
  const before = attemptById(attempt.id, attempt.person) ?? attempt;
  const after = next(before, event);
  if (after === before) return before;
  put(after);
  if (after.state === 'paid') retireDrafts(after);
  return after;
}

/** Two tabs at the same shop: what one has paid, the other must not offer again. */
function retireDrafts(paid: Attempt): void {
  for (const each of readAll()) {
    if (each.person !== paid.person || each.place.id !== paid.place.id || each.state !== 'draft') continue;
    if (each.paidAs === undefined) put(next(each, { type: 'paid_elsewhere', by: paid.id }));
  }
}

/** The page of its end was shown: home need not tell it. */
export function markSeen({ id, person }: Attempt): void {
  const kept = attemptById(id, person);
  if (kept && !kept.seen) put({ ...kept, seen: true });
}

const news_ms = hour_ms;

/** What ended while the person was looking at something else. */
export function unseenEnds(person: string): Attempt[] {
  const now = serverNow();
  return readAll().filter(
    (each) => each.person === person && isFinal(each) && !each.seen && each.lost > 0 && now - (each.settledAt ?? 0) < news_ms,
  );
}

/** The session has ended by itself: what was not settled goes on when its owner is back. */
export function forgetEnded(): void {
  writeAll(readAll().filter((each) => !isFinal(each)));
}

/** At sign-out: what is settled or was never sent goes; what is open stays until its owner is back. */
export function forgetAttempts(): void {
  writeAll(readAll().filter(isOpen));
}

export function onAttempts(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function useStored<T>(read: () => T): T {
  const [, redraw] = useState(0);
  useEffect(() => onAttempts(() => redraw((n) => n + 1)), []);
  return read();
}

export function useAttempt(id: string, person: string): Attempt | undefined {
  return useStored(() => attemptById(id, person));
}

export function useUnseenEnds(person: string): Attempt[] {
  return useStored(() => unseenEnds(person));
}

export function useOpenAttempts(person: string): Attempt[] {
  return useStored(() => openAttempts(person));
}
