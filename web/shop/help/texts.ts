import { defineTexts } from '@meguri/shared/texts';
import { ja } from './ja.ts';

export const { t } = defineTexts(ja, () => import('./en.ts').then((file) => file.en));
