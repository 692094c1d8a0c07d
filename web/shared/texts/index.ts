// Everything a page needs to speak: catalogs (define.ts), figures, dates, refusals.
import { loadTexts } from './define.ts';
import { keepLanguage, wantedLanguage, type Language } from './language.ts';
import { refusalsReady } from './refusals.ts';

export * from './amounts.ts';
export * from './dates.ts';
export { defineTexts, loadTexts, withBreaks, withTexts, type TranslationOf } from './define.ts';
export { language, type Language } from './language.ts';
export { inOneLine, reasonAlone, refusalsReady, refusalText, type RefusalWord } from './refusals.ts';
export { quantity, yen } from './shared-texts.ts';

/** Call once before the first render. Japanese is ready at once; another language is a few small files. */
export async function startTexts(wanted: Language = wantedLanguage()): Promise<void> {
  try {
    await loadTexts(wanted);
  } catch {
    // The files of another language did not come: Japanese is better than an empty page.
    await loadTexts('ja');
  }
  void refusalsReady();
}

/** The person's own choice: kept on this device and shown after a reload of the page. */
export function chooseLanguage(next: Language): void {
  keepLanguage(next);
  location.reload();
}
