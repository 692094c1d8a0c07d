import type { TranslationOf } from '../texts/define.ts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'install.title': 'Add to home screen',
  'install.heading': 'Opens at once, like an app',
  'install.text': 'It also opens without a network and shows what you saw last. Paying needs a network.',
  'install.text_shop': 'It also opens without a network and shows what you saw last. Receiving needs a network.',
  'install.button': 'Add to home screen',
  'install.added': 'Added. Open “めぐり” on your home screen.',
  'install.not_added': 'Not added. You can add it here at any time.',
  'install.already': 'You have opened it from the home screen: it has been added.',
  'install.steps': 'How to add it',
  'install.ios_1': 'Tap “Share” (a square with an arrow upwards) at the bottom or the top of the screen',
  'install.ios_2': 'Choose “Add to Home Screen”',
  'install.ios_3': 'Tap “Add” at the top right',
  'install.line_text': 'You are inside LINE now. Open the page in your browser first.',
  'install.line_1': 'Tap “︙” at the bottom or the top of the screen',
  'install.line_2': 'Choose “Open in browser”',
  'install.line_3': 'There, open “Add to home screen” again',
  'install.other_1': 'Open the browser’s menu (“︙” or “≡”)',
  'install.other_2': 'Choose “Add to Home screen” or “Install app”',
  'install.other_3': 'Tap “Add” in what appears',
};
