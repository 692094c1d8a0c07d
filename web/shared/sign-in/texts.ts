import { defineTexts, loadTexts } from '../texts/define.ts';
import { language } from '../texts/language.ts';
import { ja } from './ja.ts';

export const { t, T } = defineTexts(ja, () => import('./en.ts').then((file) => file.en));

/** For apps that fetch these pages late: the catalog in the language already chosen. */
export const loadSignInTexts = () => loadTexts(language()).catch(() => undefined);
