// The words of the code that is shown, with the app's own.
import { defineTexts } from '@meguri/shared/texts';
import { ja as common } from '../ja.ts';
import { ja } from './ja.ts';

const english = async () => ({ ...(await import('../en.ts')).en, ...(await import('./en.ts')).en });

const easy = async () => ({ ...(await import('../easy.ts')).easy });

export const { t, T } = defineTexts({ ...common, ...ja }, english, easy);
