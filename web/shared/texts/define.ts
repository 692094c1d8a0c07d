// One catalog = the Japanese source and, beside it, files with exactly the same keys. The shared pieces
// have one (ja.ts, en.ts here); each app defines its own in the same way, so that no app carries
// another's words:  export const { t, T } = defineTexts(ja, () => import('./en.ts').then((m) => m.en));
// In a text, {name} is a parameter and | marks where a line may break (Japanese phrase by phrase).
import { Fragment, h, type ComponentChildren, type VNode } from 'preact';
import { language, setCurrentLanguage, type Language } from './language.ts';

type Source = Record<string, string>;
/** The type of a translation: the same keys, none missing, none invented. */
export type TranslationOf<S> = { [K in keyof S]: string };

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type Values<S> = Record<Names<S>, string | number>;
type Rest<S> = [Names<S>] extends [never] ? [] : [values: Values<S>];

export interface Texts<S extends Source> {
  /** The text with its parameters, on one line: for attributes, announcements, plain children. */
  t<K extends keyof S & string>(key: K, ...values: Rest<S[K]>): string;
  /** The same with its phrase breaks, for headings and sentences. */
  T<K extends keyof S & string>(props: { k: K } & ([Names<S[K]>] extends [never] ? object : { v: Values<S[K]> })): VNode;
}

interface Registered {
  source: Source;
  current: Source;
  english: () => Promise<Source>;
  easy: () => Promise<Partial<Source>>;
}
const registered: Registered[] = [];

// Where a Japanese sentence without marks may break: after 、 and 。, where a particle or an ending is followed by a new
// word in kanji, katakana, figures or 「, and before the います of 〜ています. Coarse, but never in the middle of a word that is
// written in one script.
const phrase_end = /([、。])(?=.)|([はがをにでとへのてため])(?=[一-龯ァ-ヴ0-9A-Za-z「])|(て)(?=いま)/g;
// Telephone numbers, and a date with its weekday and what hangs on it, are never split.
const unsplit = /(\d[\d-]{8,}\d|\d+月\d+日\(.\)(?:まで|から)?)/;

function held(phrase: string): ComponentChildren {
  const parts = phrase.split(unsplit);
  return parts.length === 1 ? phrase : parts.map((part, i) => (i % 2 === 1 ? h('span', { class: 'whole' }, part) : part));
}

/** A text cut at its phrase marks, with break opportunities between; a text without marks (the refusals', the server's) by
    the coarse rule above. */
export function withBreaks(text: string): ComponentChildren {
  const marked = text.indexOf('|') >= 0 ? text : text.replace(phrase_end, '$1$2$3|');
  return marked.split('|').map((phrase, i) => (i === 0 ? held(phrase) : [h('wbr', null), held(phrase)]));
}

/** `easy`: やさしい日本語 for the texts that are hard; the others are easy enough as they are. */
export function defineTexts<const S extends Source>(
  source: S,
  english: () => Promise<TranslationOf<S>>,
  easy: () => Promise<Partial<TranslationOf<S>>> = async () => ({}),
): Texts<S> {
  const entry: Registered = { source, current: source, english, easy: easy as Registered['easy'] };
  registered.push(entry);
  const filled = (key: string, values: Record<string, string | number> = {}) =>
    (entry.current[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  return {
    t: (key, ...values) => filled(key, values[0]).replace(/\|/g, ''),
    T: (props) => h(Fragment, null, withBreaks(filled(props.k, (props as { v?: Values<string> }).v))),
  };
}

/** Sets every defined catalog to `wanted`; resolves when all its files are there. */
export async function loadTexts(wanted: Language): Promise<void> {
  await Promise.all(
    registered.map(async (each) => {
      if (wanted === 'en') each.current = await each.english();
      else each.current = wanted === 'easy' ? ({ ...each.source, ...(await each.easy()) } as Source) : each.source;
    }),
  );
  setCurrentLanguage(wanted);
}

/** A page that is fetched late brings its own texts: it is there when they are, in the language already chosen. Where the
    files of another language do not come, Japanese is better than no page. */
export async function withTexts<Found>(load: Promise<Found>): Promise<Found> {
  const found = await load;
  await loadTexts(language()).catch(() => undefined);
  return found;
}
