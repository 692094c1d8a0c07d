import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'pin.count': '{n} digits typed',
  'pin.delete': 'Delete a digit',
  'pin.pad': 'Keys for the PIN',
};
