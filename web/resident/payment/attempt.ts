// One try to pay, from the shop's code to its end, as a pure function: states × events. It knows no network, no
// storage and no clock; keeper.ts does what `nextStep` says and hands the answers back as events.
//
//   draft ──send──▶ sent ──paid──▶ paid          (final)
//     ▲              │ ├──refused─▶ not_paid      (final)
//     └──put_off─────┘ └──lost──▶ unknown ──▶ paid | not_paid
//
// Why it can never pay twice: the server's key is kept with the amount before anything is sent, every send carries the
// same key and the same amount, and from `unknown` only two things lead out: the payment itself (the same key has the same
// answer) or the server's final word about the key. Any other answer to a repeated send says nothing about the first one.
import type { components } from '@meguri/shared/api';

type Schemas = components['schemas'];
export type Entry = Schemas['Entry'];
export type Explanation = Schemas['Explanation'];
export type PlacePublic = Schemas['PlacePublic'];
export type Program = Schemas['ProgramTag'];

export type AttemptState = 'draft' | 'sent' | 'unknown' | 'paid' | 'not_paid';

export interface Attempt {
  /** Local name; stands in the address of its pages. */
  id: string;
  /** Whose: on a shared device another person must not see it. */
  person: string;
  key: string;
  /** Unix ms, server time. */
  keyExpiresAt: number;
  place: PlacePublic;
  /** What the place takes; kept before there were points: money. */
  takes?: { money: boolean; points: boolean };
  /** Yen, or points of `points`; 0 = not entered yet. */
  amount: number;
  /** Paid with points of this program; undefined: with money. */
  points?: Program | undefined;
  state: AttemptState;
  openedAt: number;
  /** The first time it was sent. */
  sentAt?: number;
  /** Sends without an answer. */
  lost: number;
  /** Questions about the key without an answer. */
  asked: number;
  /** Why it was put off (busy, signed out): shown once, the same key may be sent again. */
  putOff?: string;
  /** Another attempt at the same place was paid meanwhile (two tabs): this one can never be sent. */
  paidAs?: string;
  entry?: Entry;
  refusal?: string;
  explanation?: Explanation;
  settledAt?: number;
  /** Its end has been shown. */
  seen?: boolean;
}

export type PaymentEvent =
  | { type: 'amount'; amount: number; points?: Program | undefined }
  | { type: 'send'; at: number }
  | { type: 'paid_elsewhere'; by: string }
  | { type: 'paid'; entry: Entry; at: number }
  /** The ledger's no: journaled, so the key is used up. */
  | { type: 'refused'; word: string; explanation?: Explanation; at: number }
  /** The server did not take the command. */
  | { type: 'put_off'; word: string }
  /** No answer, or one that says nothing. */
  | { type: 'lost' }
  /** The page that sent it is gone, and with it how long ago that was: from now on it is only asked about. */
  | { type: 'left' }
  /** The server's final word about the key. */
  | { type: 'not_done'; word?: string; at: number }
  | { type: 'ask_lost' };

export function isFinal(attempt: Attempt): boolean {
  return attempt.state === 'paid' || attempt.state === 'not_paid';
}

/** Sent, and nobody knows yet: no second payment may start. */
export function isOpen(attempt: Attempt): boolean {
  return attempt.state === 'sent' || attempt.state === 'unknown';
}

/** Events that do not belong to a state change nothing: late answers and second taps are harmless. */
export function next(attempt: Attempt, event: PaymentEvent): Attempt {
  if (isFinal(attempt)) return attempt;
  switch (event.type) {
    case 'amount':
      return attempt.state === 'draft' ? { ...attempt, amount: event.amount, points: event.points, putOff: undefined } : attempt;
    case 'send':
      if (attempt.state !== 'draft' || attempt.amount <= 0 || attempt.paidAs !== undefined) return attempt;
      return { ...attempt, state: 'sent', sentAt: event.at, putOff: undefined };
    case 'paid_elsewhere':
      return attempt.state === 'draft' ? { ...attempt, paidAs: event.by } : attempt;
    case 'paid':
      if (attempt.state === 'draft') return attempt;
      return { ...attempt, state: 'paid', entry: event.entry, settledAt: event.at };
    case 'refused':
      // A no to a repeated send is not an answer to the first one: the key has to be asked about.
      if (attempt.state !== 'sent') return attempt.state === 'unknown' ? { ...attempt, lost: most_sends } : attempt;
      return { ...attempt, state: 'not_paid', refusal: event.word, explanation: event.explanation, settledAt: event.at };
    case 'put_off':
      if (attempt.state === 'sent') return { ...attempt, state: 'draft', sentAt: undefined, putOff: event.word };
      return attempt.state === 'unknown' ? { ...attempt, lost: attempt.lost + 1 } : attempt;
    case 'lost':
      return isOpen(attempt) ? { ...attempt, state: 'unknown', lost: attempt.lost + 1 } : attempt;
    case 'left':
      return isOpen(attempt) ? { ...attempt, state: 'unknown', lost: Math.max(attempt.lost, most_sends) } : attempt;
    case 'not_done':
      if (!isOpen(attempt)) return attempt;
      return { ...attempt, state: 'not_paid', refusal: event.word ?? 'not_done', settledAt: event.at };
    case 'ask_lost':
      return attempt.state === 'unknown' ? { ...attempt, asked: attempt.asked + 1 } : attempt;
  }
}

/** Sends of the same key before the key is asked about. */
export const most_sends = 4;

/** Whoever has waited longer may have paid with cash by now: nothing is sent any more, only asked. */
export const resend_within_ms = 30_000;

export type Step =
  | { do: 'nothing' }
  /** The network has to come back first. */
  | { do: 'wait_for_network' }
  | { do: 'send' | 'close'; after_ms: number };

const seconds = 1000;

/** What to do about an attempt that is open. `now`: server time. */
export function nextStep(attempt: Attempt, now: number, online: boolean): Step {
  if (attempt.state !== 'unknown') return { do: 'nothing' };
  if (!online) return { do: 'wait_for_network' };
  const still_there = now - (attempt.sentAt ?? attempt.openedAt) < resend_within_ms;
  if (still_there && now < attempt.keyExpiresAt && attempt.lost < most_sends) {
    return { do: 'send', after_ms: Math.min(4, 2 ** (attempt.lost - 1)) * seconds };
  }
  return { do: 'close', after_ms: attempt.asked === 0 ? 0 : Math.min(30, 2 ** attempt.asked) * seconds };
}

/** Refusals with which the server says that it did not take the command at all. */
const put_off_words = [
  'too_many_requests',
  'queue_full',
  'paused',
  'request_too_slow',
  'not_signed_in',
  'not_allowed',
];

/** What an answer to a send means. `word` is the refusal's, undefined where the answer is none of the contract's. */
export function answerOf(status: number, word: string | undefined, explanation: Explanation | undefined, at: number): PaymentEvent {
  if (word === undefined || word === 'outcome_unknown' || word === 'key_reused') return { type: 'lost' };
  if (put_off_words.includes(word)) return { type: 'put_off', word };
  if (status >= 500) return { type: 'lost' };
  return { type: 'refused', word, explanation, at };
}
