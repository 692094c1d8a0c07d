import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'number.enter': 'Type the 12 digits',
  'number.label': 'The customer’s 12 digits',
  'number.hint': 'They stand below the code',
  'number.short': 'Type all {all} digits. |There are {n} now',
  'number.go': 'Go on with this number',
  'number.camera': 'Scan with the camera',
};
