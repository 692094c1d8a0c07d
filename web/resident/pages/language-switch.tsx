// 日本語 / やさしい日本語 / English, each in its own script, so that one finds one's language without reading another.
import type { VNode } from 'preact';
import { chooseLanguage, language, type Language } from '@meguri/shared/texts';
import { T, t } from '../texts/index.ts';

const names: [Language, 'menu.language_ja' | 'menu.language_easy' | 'menu.language_en'][] = [
  ['ja', 'menu.language_ja'],
  ['easy', 'menu.language_easy'],
  ['en', 'menu.language_en'],
];

export function LanguageSwitch(): VNode {
  return (
    <div class="languages" role="group" aria-label={t('menu.language')}>
      {names.map(([each, name]) => (
        <button
          key={each}
          type="button"
          class="language"
          lang={each === 'en' ? 'en' : 'ja'}
          aria-pressed={each === language()}
          onClick={() => each !== language() && chooseLanguage(each)}
        >
          <T k={name} />
        </button>
      ))}
    </div>
  );
}
