// The catalog of the shared pieces.
import { figure } from './amounts.ts';
import { defineTexts } from './define.ts';
import { ja } from './ja.ts';

const english = () => import('./en.ts').then((file) => file.en);
const easy = () => import('./easy.ts').then((file) => file.easy);

export const { t, T } = defineTexts(ja, english, easy);

/** 12,480円 · −400円: an amount of money in a sentence or a row. Large figures: <Amount>. */
export function yen(amount: number): string {
  return t('unit.amount', { amount: figure(amount) });
}

/** 120ポイント, or yen: what an entry moved, in its own unit. */
export function quantity(amount: number, unit: 'money' | 'point' = 'money'): string {
  return unit === 'point' ? t('unit.points', { amount: figure(amount) }) : yen(amount);
}
