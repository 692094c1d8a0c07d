import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'wallet.lot_until': 'until {day}',
  'wallet.lot_ever': 'no last day',
  'wallet.nothing': 'Nothing is on it',
  'wallet.history': 'History',
  'wallet.history_none': 'Not used yet',
  'wallet.history_more': 'Earlier ones',
  'wallet.history_logged': 'That you looked |is recorded',
  'entry.payment': 'Payment',
  'entry.top_up': 'Top-up',
  'entry.cancel': 'Cancelled',
  'entry.expiry': 'Expired',
  'entry.grant': 'From the city',
  'entry.adjustment': 'Adjustment',
  'entry.handout': 'Handout',
  'entry.check_in': 'Checked in',
  'entry.move_card': 'Moved to an app',
  'entry.other': 'Other',
  'wallet.point_unit': 'points',
  'entry.post_hold': 'Card top-up, public dues',
  'entry.transfer': 'Points passed on',
};
