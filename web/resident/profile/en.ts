import type { TranslationOf } from '@meguri/shared/texts';
import type { ja } from './ja.ts';

export const en: TranslationOf<typeof ja> = {
  'profile.title': 'About you',
  'profile.intro': 'This is all that the city knows of you.',
  'profile.phone': 'Telephone',
  'profile.phone_note': 'Proven by a code. Only its end is shown here.',
  'profile.phone_end': '…{digits}',
  'profile.name': 'Name',
  'profile.no_name': 'Not registered',
  'profile.since': 'Joined on',
  'profile.marks': 'Confirmed by the city',
  'profile.no_marks': 'Nothing',
  'profile.household': 'Household',
  'profile.household_note': 'Counted together for money with a limit per household.',
  'profile.people': '{count} people',
  'profile.wrong': 'If something is wrong',
  'profile.wrong_text': 'City hall can put it right, also when your telephone number has changed.',
  'profile.session': 'Signed in',
  'profile.session_here': 'This device',
  'profile.session_since': 'since {day}',
  'profile.session_text': 'You are signed in on one device at a time. Signing in on another phone signs you out here.',
  'profile.cards': 'See your cards',
};
