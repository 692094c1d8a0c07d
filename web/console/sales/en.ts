// The words of the page of a place's sales, English.
import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'sales.title': 'Payments at {name}',
  'sales.from': 'First day',
  'sales.to': 'Last day',
  'sales.program': 'Program',
  'sales.staff': 'Staff',
  'sales.any': 'All',
  'sales.wrong': 'Before the first day, |or more than a year on',
  'sales.sums': 'Sums',
  'sales.paid': 'Taken',
  'sales.count': 'Payments',
  'sales.times': '{n}',
  'sales.cancelled': 'Taken back',
  'sales.points': '{n} points',
  'sales.rows': 'Payments and cancels',
  'sales.none': 'There are no payments on these days.',
  'sales.at': 'When',
  'sales.digits': 'Digits',
  'sales.kind': 'Kind',
  'sales.payment': 'Payment',
  'sales.cancel': 'Cancel',
  'sales.taken_back': 'Taken back',
  'sales.parts': 'Made up of',
  'sales.amount': 'Amount',
  'sales.number': 'Entry',
  'sales.by': 'Staff',
  'sales.save': 'Download this as CSV',
  'sales.more': 'Next 100',
};
