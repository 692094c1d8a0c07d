// The words of the page about oneself, with the app's own.
import { defineTexts } from '@meguri/shared/texts';
import { ja as common } from '../texts/ja.ts';
import { ja } from './ja.ts';

const english = async () => ({ ...(await import('../texts/en.ts')).en, ...(await import('./en.ts')).en });
const easy = async () => ({ ...(await import('../texts/easy.ts')).easy });

export const { t, T } = defineTexts({ ...common, ...ja }, english, easy);
