import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'help.sign_in': 'When you cannot start',
  'help.sign_in_text':
    'Enter your mobile phone number and six digits come by text message. If they do not, check the number, wait a minute and press “Send a new number”. If your phone or its number has changed and you cannot sign in, call city hall.',
  'help.pay': 'How to pay',
  'help.pay_text':
    'Press “Scan and pay” and scan the shop’s code. Enter the amount the clerk tells you, show the screen to the clerk, then press “Pay”. It is done when the green page and the sound come.',
  'help.unknown': 'When it says “Checking”',
  'help.unknown_text':
    'Please do not pay again. When the connection is back, it turns into “Paid” or “Nothing was paid” by itself. One payment is never made twice.',
  'help.lost': 'When you lose your phone',
  'help.lost_text': 'Call city hall and your wallet is stopped at once. The money stays; come back on a new phone with the same number.',
  'help.code': 'When a code cannot be read',
  'help.code_text': 'You can enter the number under the code. If the shop’s name is different, do not pay; tell the clerk.',
  'help.expiry': 'Money with a last day',
  'help.expiry_text': 'What ends soonest is used first, by itself. See “Last days”.',
  'help.call': 'Ask by phone',
};
