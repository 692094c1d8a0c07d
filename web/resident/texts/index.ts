// The words of the resident app.
import { defineTexts } from '@meguri/shared/texts';
import { ja } from './ja.ts';

export const { t, T } = defineTexts(ja, () => import('./en.ts').then((file) => file.en));
