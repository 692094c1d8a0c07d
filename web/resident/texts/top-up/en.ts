import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'top_up.heading': 'Top up with cash',
  'top_up.where': 'At the places in the city with the sign “Meguri top-up”.',
  'top_up.step_1': 'Press “Show my code”',
  'top_up.step_2': 'Show the code at the counter',
  'top_up.step_3': 'Hand over the cash (usable at once)',
  'top_up.show_code': 'Show my code',
  'top_up.ask': 'If you do not find a place',
  'topped_up.title': 'Topped up',
  'topped_up.until': 'Usable until {day}',
  'topped_up.forever': 'Usable without a last day',
  'topped_up.place': 'Place',
  'topped_up.when': 'Time',
  'topped_up.digits': 'Check number',
  'topped_up.heard': '{amount} yen topped up. {until}',
};
