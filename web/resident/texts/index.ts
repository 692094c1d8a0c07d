// The words of the resident app.
import { defineTexts } from '@meguri/shared/texts';
import { ja } from './ja.ts';

const english = () => import('./en.ts').then((file) => file.en);
const easy = () => import('./easy.ts').then((file) => file.easy);

export const { t, T } = defineTexts(ja, english, easy);
