import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'history.month': '{month}',
  'history.month_of_year': '{month} {year}',
  'history.older': 'Show older',
  'history.end': 'That is all',
  'history.empty': 'Nothing yet',
  'history.empty_text': 'What you pay and top up will stand here.',
  'history.filters': 'What to show',
  'history.more': 'Filter',
  'history.kind': 'Kind',
  'history.all': 'Everything',
  'history.payments': 'Payments',
  'history.top_ups': 'Top-ups',
  'history.received': 'Received',
  'history.transfers': 'Sent and moved',
  'history.expired': 'Expired',
  'history.points': 'Points',
  'history.program': 'Money or points',
  'history.in_month': 'Month',
  'history.none_in_month': 'Nothing in this month',
  'history.none': 'Nothing like that',
  'history.none_text': 'There may be something |of another kind or month.',
  'history.show_all': 'Show everything',
};
