import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'own.title': 'Print the shop’s code',
  'own.note': 'Print it on A6 paper |and put it beside the till.',
  'own.print': 'Print',
  'own.back': 'Back to settings',
  'own.name': 'Meguri',
  'own.usable': 'taken here',
  'own.scan_to_pay': 'Scan to pay',
  'own.number': 'Shop number',
  'own.step1': 'Scan',
  'own.step2': 'Amount',
  'own.step3': 'Show and pay',
  'own.any_camera': 'The phone’s camera or LINE |reads it too',
  'own.wrong_name': 'If the shop’s name differs, do not pay: |ask the staff',
  'own.test': 'Code of a test environment. No real money moves',
  'own.none': 'This place takes no payments',
};
