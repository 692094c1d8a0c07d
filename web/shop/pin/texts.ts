// The words of a PIN that is typed.
import { defineTexts } from '@meguri/shared/texts';
import { ja } from './ja.ts';

export const { t } = defineTexts(ja, async () => (await import('./en.ts')).en);
