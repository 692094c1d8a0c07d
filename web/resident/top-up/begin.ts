// Begins a top-up by card: a key first, kept with the amount, then the command. Its answer may be lost; `goOn` finds out
// under the same key, as often as it is asked, and never begins a second one.
import { api, ask, outcomeUnknown, serverNow, timeOf, type Problem, type Schemas } from '@meguri/shared/api';
import { forgetTopUp, keepTopUp, type KeptTopUp } from './kept.ts';

export type CardTopUp = Schemas['CardTopUp'];
export type Begun =
  | { state: 'held'; topUp: { id: string; url?: string | undefined } }
  /** Nothing was held; `sent` tells whether anything went out under the key. */
  | { state: 'not_done'; problem: Problem }
  | { state: 'unknown'; kept: KeptTopUp };

/** How much of an entry's hash names its top-up (docs/adr/0010). */
const reference_length = 24;

export async function beginTopUp(person: string, program: Schemas['ProgramTag'], amount: number): Promise<Begun> {
  const key = await ask(api.POST('/api/keys', { body: {} }));
  if (!key.ok) return { state: 'not_done', problem: key.problem };
  const kept = { person, key: key.data.key, keyExpiresAt: timeOf(key.data.expires_at), sentAt: serverNow(), program, amount };
  keepTopUp(kept);
  return send(kept);
}

async function send(kept: KeptTopUp): Promise<Begun> {
  const { key, program, amount } = kept;
  const answer = await ask(api.POST('/api/card-top-ups', { body: { key, program: program.id, amount } }));
  if (answer.ok) return held(kept, answer.data);
  if (outcomeUnknown(answer.problem) || answer.problem.kind === 'signed_out') return { state: 'unknown', kept };
  forgetTopUp({ key });
  return { state: 'not_done', problem: answer.problem };
}

function held(kept: KeptTopUp, topUp: { id: string; url?: string | undefined }): Begun {
  keepTopUp({ ...kept, id: topUp.id });
  return { state: 'held', topUp };
}

/** Asks for the result of one whose answer was lost. */
export async function goOn(kept: KeptTopUp): Promise<Begun> {
  if (serverNow() < kept.keyExpiresAt) return send(kept);
  const answer = await ask(api.POST('/api/keys/close', { body: { key: kept.key } }));
  if (!answer.ok) {
    const final = answer.problem.refusal === 'key_unknown' || answer.problem.refusal === 'key_expired';
    if (!final) return { state: 'unknown', kept };
    forgetTopUp({ key: kept.key });
    return { state: 'not_done', problem: answer.problem };
  }
  const { outcome, entry } = answer.data;
  if (outcome === 'done' && entry) return held(kept, { id: entry.hash.slice(0, reference_length) });
  forgetTopUp({ key: kept.key });
  return { state: 'not_done', problem: notDone() };
}

function notDone(): Problem {
  return { kind: 'refused', status: 409, refusal: 'not_done', why: '', next: '' };
}
