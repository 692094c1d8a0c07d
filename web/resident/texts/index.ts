// The words of the resident app.
import { defineTexts, language } from '@meguri/shared/texts';
import { ja } from './ja.ts';

export const { t, T } = defineTexts(ja, () => import('./en.ts').then((file) => file.en));

/** Why and what to do now, as running text. */
export function sentences({ why, next }: { why: string; next: string }): string {
  return language() === 'en' ? `${why}. ${next}` : `${why}。${next}`;
}
