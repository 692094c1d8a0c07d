// The words of what a wallet holds and what was done with it, with the console's own.
import { defineTexts } from '@meguri/shared/texts';
import { ja as common } from '../ja.ts';
import { ja } from './ja.ts';

const english = async () => ({ ...(await import('../en.ts')).en, ...(await import('./en.ts')).en });

export const { t, T } = defineTexts({ ...common, ...ja }, english);
