// What stood in the way, as pages need it. Four kinds, never mixed:
//   refused      the rules say no; nothing has changed; `why` and `next` are the sentences to show
//   signed_out   nobody is signed in (any more)
//   unreachable  no answer came: for a command, whether it was done is NOT known
//   trouble      the server answered without a usable reason: for a command, not known either
import { refusalText } from '../texts/refusals.ts';
import type { components } from './schema';

export type Explanation = components['schemas']['Explanation'];
type Body = components['schemas']['Problem'];

export interface Problem {
  kind: 'refused' | 'signed_out' | 'unreachable' | 'trouble';
  status: number;
  /** The word of the list, '' when there was none. */
  refusal: string;
  why: string;
  next: string;
  /** The field to correct. */
  field?: string;
  /** What is wrong with that field of terms. */
  reason?: Body['reason'];
  explanation?: Explanation;
}

export type Answer<T> = { ok: true; data: T } | { ok: false; problem: Problem };

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && typeof (value as Body).refusal === 'string';
}

/** From a status and the body of an answer that was not a success. */
export function problemOf(status: number, body: unknown): Problem {
  if (!isBody(body)) {
    const { why, next } = refusalText('');
    return { kind: status === 401 ? 'signed_out' : 'trouble', status, refusal: '', why, next };
  }
  const { why, next } = refusalText(body.refusal, body.title, body.detail);
  return {
    kind: body.refusal === 'not_signed_in' ? 'signed_out' : body.refusal === 'outcome_unknown' ? 'trouble' : 'refused',
    status,
    refusal: body.refusal,
    why,
    next,
    field: body.field,
    reason: body.reason,
    explanation: body.explanation,
  };
}

export function unreachable(): Problem {
  const { why, next } = refusalText('');
  return { kind: 'unreachable', status: 0, refusal: '', why, next };
}

/** True when a command's result is not known: ask with its key, never send another. */
export function outcomeUnknown(problem: Problem): boolean {
  return problem.kind === 'unreachable' || problem.kind === 'trouble';
}
