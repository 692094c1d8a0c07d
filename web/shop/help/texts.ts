import { defineTexts, language, loadTexts } from '@meguri/shared/texts';
import { ja } from './ja.ts';

export const { t } = defineTexts(ja, () => import('./en.ts').then((file) => file.en));

/** The page comes late: its words in the language already chosen. */
export const loadHelpTexts = () => loadTexts(language()).catch(() => undefined);
