// From a shop's code to an attempt. While an earlier payment has no result yet, that one is shown instead: nothing new
// may be begun that could turn out to be the second time.
import { api, ask, problemOf, timeOf, type Answer } from '@meguri/shared/api';
import { beginAttempt, openAttempts } from './attempt-store.ts';

const longest_code = 500;

/** The id of the attempt to show. `code`: what was scanned or typed. */
export async function openShop(code: string, person: string): Promise<Answer<string>> {
  const [underWay] = openAttempts(person);
  if (underWay) return { ok: true, data: underWay.id };
  const text = code.trim();
  if (text === '' || text.length > longest_code) return refused('code_not_ours');
  const answer = await ask(api.POST('/api/place-codes/open', { body: { code: text } }));
  if (!answer.ok) return answer;
  const { place, payable: money, takes_points: points, key, key_expires_at } = answer.data;
  if (!money && !points) return refused('place_closed');
  const { id } = beginAttempt({ person, place, takes: { money, points }, key, keyExpiresAt: timeOf(key_expires_at) });
  just_opened.add(id);
  return { ok: true, data: id };
}

const just_opened = new Set<string>();

/** True once after a code was opened: its amount begins empty, whatever another tab has typed under the same key. */
export function takeJustOpened(id: string): boolean {
  return just_opened.delete(id);
}

function refused(word: string): Answer<string> {
  return { ok: false, problem: problemOf(422, { refusal: word, title: '' }) };
}
