// The catalog of the shared pieces.
import { defineTexts } from './define.ts';
import { ja } from './ja.ts';

export const { t, T } = defineTexts(ja, () => import('./en.ts').then((file) => file.en));
