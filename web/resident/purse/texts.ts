import { defineTexts } from '@meguri/shared/texts';
import { ja } from './ja.ts';

export const { t, T } = defineTexts(ja, async () => (await import('./en.ts')).en);
