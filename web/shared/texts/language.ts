// Which language the texts are in. Japanese is the source and always there; others are fetched when
// wanted. The choice is the person's (kept on the device), else the browser's, else Japanese.
// 'easy' is やさしい日本語: Japanese still, in the easiest words, where a catalog has them.
export type Language = 'ja' | 'easy' | 'en';

const key = 'meguri.language';
let current: Language = 'ja';

export const language = (): Language => current;

function isLanguage(value: unknown): value is Language {
  return value === 'ja' || value === 'easy' || value === 'en';
}

/** The language to start with: what was chosen on this device, else what the browser asks for. */
export function wantedLanguage(): Language {
  try {
    const kept = localStorage.getItem(key);
    if (isLanguage(kept)) return kept;
  } catch {
    // Storage can be forbidden (private windows); the browser's own wish then decides.
  }
  const wish = typeof navigator === 'undefined' ? 'ja' : navigator.language || 'ja';
  return /^en\b/i.test(wish) ? 'en' : 'ja';
}

export function setCurrentLanguage(next: Language): void {
  current = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next === 'en' ? 'en' : 'ja';
}

export function keepLanguage(next: Language): void {
  try {
    localStorage.setItem(key, next);
  } catch {
    // Not kept: the next start asks the browser again.
  }
}
