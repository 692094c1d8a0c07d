import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'help.title': 'Help',
  'help.sign_in': 'When you cannot sign in',
  'help.sign_in_text':
    'You need three things: your sign-in name, your password and the number of your authenticator app. The number changes every 30 seconds: enter the one it shows now. If it is still not right, set the clock of your phone.',
  'help.lost': 'When you lost your password or phone',
  'help.lost_text': 'Call city hall. They stop the old registration and give you a new invitation link, with which you register anew.',
  'help.invitation': 'When the link of an invitation does not work',
  'help.invitation_text': 'A link registers one person, once, and has a last day. Ask city hall for a new one.',
  'help.receive': 'When a payment does not show',
  'help.receive_text':
    'A payment is done when this screen says “Received” with the same digits as the customer’s. If it does not, check the connection and look into “Sales”.',
  'help.unknown': 'When it says “Checking”',
  'help.unknown_text': 'Do not do it again. The result comes when the connection is back. With a top-up, keep the cash aside until then.',
  'help.cancel': 'When the amount was wrong',
  'help.cancel_text': 'Press “Cancel” beside the payment in “Sales”. The money goes back to the customer with its old last day. If there is no “Cancel”, ask the manager.',
  'help.call': 'Ask by phone',
};
