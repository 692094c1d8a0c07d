import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'purse.pay_with': 'What do you pay with?',
  'purse.money': 'Pay with money',
  'purse.points': 'Points',
  'purse.amount': 'Points to pay',
  'purse.button': 'Pay {amount} points',
  'purse.prompt': 'Type the number |that the clerk says',
  'purse.left': '{name}: {amount} points left',
  'purse.edit': 'Change the number',
  'purse.not_moved': 'No points were moved',
  'purse.short': '{amount} points are missing',
  'purse.short_here': 'For this shop you lack ',
  'purse.usable': 'Points usable here',
  'purse.missing': 'Points missing',
  'purse.part': 'Pay only {amount} points',
  'purse.title': 'Points to be used',
  'purse.with_money': 'Pay with money',
  'paid.heard_points': 'Paid. {amount} points, {place}. Check number {digits}',
};
