// Refusals in words. The sentences come from api/refusals.json, the one list of the whole product; they are fetched
// right after the start, because the first screen needs none (refusalsReady waits for them).
import type { RefusalWord } from './refusals.generated.ts';
import { language } from './language.ts';
import { t } from './shared-texts.ts';

export type { RefusalWord };

type Sentences = Record<string, readonly [why: string, next: string]>;
let sentences: Sentences = {};
let loading: Promise<void> | undefined;

async function load(): Promise<void> {
  if (language() === 'en') sentences = (await import('./refusals-en.generated.ts')).refusalsEn;
  else sentences = (await import('./refusals.generated.ts')).refusalsJa;
}

/** Resolves when the sentences are there, or when they could not be had just now (then tried again at the next call). */
export function refusalsReady(): Promise<void> {
  if (!loading) {
    loading = load().catch(() => {
      loading = undefined;
    });
  }
  return loading;
}

/** Why it was refused and what to do now. For a word that this build does not know, what the server said. */
export function refusalText(word: string, title = '', detail = ''): { why: string; next: string } {
  const found = sentences[word];
  if (found) return { why: found[0], next: found[1] };
  return { why: title || t('refused.general'), next: detail || t('refused.general_next') };
}

/** Why and what to do now, as running text. */
export function inOneLine({ why, next }: { why: string; next: string }): string {
  if (!next) return why;
  return language() === 'en' ? `${why}. ${next}` : `${why}。${next}`;
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
