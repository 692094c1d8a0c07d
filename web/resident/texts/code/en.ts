import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'code.title': 'Show my code',
  'code.heading': 'Show this to the shop',
  'code.image': 'QR code to pay or to top up',
  'code.with_points': 'This code |pays with {name}',
  'code.balance': 'Show my money',
  'code.balance_is': 'Money you can use: {amount} yen',
  'code.points_see': 'Show my points',
  'code.points_are': '{name}: {amount} points',
  'code.bright': 'If it is hard to read, |make the screen brighter',
  'code.renew': 'New code now',
  'code.trouble': 'A code cannot be shown now',
  'code.for_all': 'Good for paying in shops |and for topping up.',
  'paid.heard_points': 'Paid. {amount} points, {place}. Check number {digits}',
  'code.renewed': 'New code',
};
