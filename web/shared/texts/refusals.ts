// Refusals in words. The sentences come from api/refusals.json, the one list of the whole product.
import { refusalsJa, type RefusalWord } from './refusals.generated.ts';
import { t } from './shared-texts.ts';

export type { RefusalWord };

type Sentences = Record<string, readonly [why: string, next: string]>;
let sentences: Sentences = refusalsJa;

/** Why it was refused and what to do now. A word this build does not know gets the server's title. */
export function refusalText(word: string, title = ''): { why: string; next: string } {
  const found = sentences[word];
  if (found) return { why: found[0], next: found[1] };
  return { why: title || t('refused.general'), next: t('refused.general_next') };
}

export function isRefusalWord(word: string): word is RefusalWord {
  return Object.prototype.hasOwnProperty.call(refusalsJa, word);
}

export async function loadRefusals(wanted: 'ja' | 'en'): Promise<void> {
  sentences = wanted === 'en' ? (await import('./refusals-en.generated.ts')).refusalsEn : refusalsJa;
}

/** The sentence without the words that a refused page already has as its heading (「支払っていません。」). */
export function reasonAlone(why: string): string {
  const headings = [t('refused.not_paid'), t('refused.not_topped_up'), t('refused.not_done')];
  for (const heading of headings) {
    if (why.indexOf(heading) !== 0) continue;
    const rest = why.slice(heading.length).replace(/^[\u3002.]\s*/, '');
    if (rest !== '' && rest.length < why.length - heading.length) return rest;
  }
  return why;
}
