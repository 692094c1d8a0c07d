// Another attempt at the same place under a new key: for a smaller amount after a refusal, or when the page was left open
// until its key ran out.
import { api, ask, timeOf, type Answer } from '@meguri/shared/api';
import type { Attempt } from './attempt.ts';
import { beginAttempt } from './attempt-store.ts';

/** Only for attempts that were never sent or have an end. */
export async function freshAttempt({ person, place, takes }: Attempt, amount: number, points: Attempt['points']): Promise<Answer<Attempt>> {
  const answer = await ask(api.POST('/api/keys', { body: {} }));
  if (!answer.ok) return answer;
  const { key, expires_at } = answer.data;
  return { ok: true, data: beginAttempt({ person, place, takes, key, keyExpiresAt: timeOf(expires_at), amount, points }) };
}
