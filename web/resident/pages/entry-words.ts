// How an entry of the wallet is told: name, kind, sign.
import { timeOf, type Schemas } from '@meguri/shared/api';
import { recentMoment } from '@meguri/shared/texts';
import { t } from '../texts/index.ts';

type Entry = Schemas['Entry'];

const kinds = {
  payment: 'entry.payment',
  top_up: 'entry.top_up',
  post_hold: 'entry.top_up', // paid by credit card
  cancel: 'entry.cancel',
  expiry: 'entry.expiry',
  grant: 'entry.grant',
  grant_rows: 'entry.grant',
  adjustment: 'entry.adjustment',
  transfer: 'entry.transfer',
  claim: 'entry.handout',
  check_in: 'entry.check_in',
  check_out: 'entry.handout',
  correct_stay: 'entry.handout',
  move_card: 'entry.move_card',
  hold_dues: 'entry.hold_dues',
  void_hold: 'entry.void_hold',
} as const;

export function kindWord(entry: Entry): string {
  const key = kinds[entry.kind as keyof typeof kinds];
  return t(key ?? 'entry.other');
}

/** The shop's or the event's name; the rest are known by what they are. */
export function nameOf(entry: Entry): string {
  if (entry.handout) return entry.handout.name;
  const at_a_shop = entry.kind === 'payment' || entry.kind === 'cancel';
  return at_a_shop && entry.place ? entry.place.name : kindWord(entry);
}

/** 「きのう 16:08 支払い」 · 「18日(水) 籠原チャージ所」 */
export function noteOf(entry: Entry, now: number): string {
  const when = recentMoment(timeOf(entry.at), now);
  const kind = entry.kind === 'top_up' && entry.place ? entry.place.name : kindWord(entry);
  return t('entry.row', { when, kind });
}

/** Of points, when all it moved were points; they are never shown as yen [PNT-a]. Left out: yen. */
export function unitOf(entry: Entry): string | undefined {
  // What goes the entry's way is what its amount tells of: the points that a payment brought do not make it one of points.
  const told = entry.lots.filter((lot) => lot.direction === entry.direction);
  const points = told.length > 0 && told.every((lot) => lot.program.unit === 'point');
  return points ? t('common.point_unit') : undefined;
}

/** A card's move has no amount of its own: it is what came over, the yen where there are both yen and points. */
function movedAmount(entry: Entry): number {
  const unit = unitOf(entry) ? 'point' : 'money';
  return entry.lots.filter((lot) => lot.program.unit === unit).reduce((sum, lot) => sum + lot.amount, 0);
}

export function signedAmount(entry: Entry): number {
  if (entry.kind === 'move_card') return movedAmount(entry);
  return entry.direction === 'in' ? entry.amount : -entry.amount;
}
