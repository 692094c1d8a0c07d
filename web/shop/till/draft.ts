// The payment being taken, from the scanned code to the answer. Kept for this tab only, so that a reload in the middle goes on
// where it was; forgotten when the next customer comes. A PIN never stands here.
import type { Problem, Schemas } from '@meguri/shared/api';
import type { Entry } from '../shop.ts';
import { useKeptDraft } from '../kept-draft.ts';

export type Program = Schemas['ProgramTag'];

export interface OpenedCode {
  by: 'code';
  key: string;
  wallet: string;
  points?: Program | undefined;
}
export interface OpenedCard {
  by: 'card';
  key: string;
  code: string;
  card: Schemas['Card'];
  pin: Schemas['CardPinState'];
  /** Chosen here: the card itself says nothing. */
  points?: Program | undefined;
}
export type Opened = OpenedCode | OpenedCard;

export interface Draft {
  opened?: Opened | undefined;
  amount?: number | undefined;
  done?: Entry | undefined;
  /** By a card: what is left on it, of yen or of the points it paid with. */
  left?: number | undefined;
  refused?: Problem | undefined;
}

const slot = 'till';

export const useDraft = () => useKeptDraft<Draft>(slot);

/** Whether the city wants the holder's PIN for so much. */
export function asksForPin(opened: Opened, amount: number): boolean {
  if (opened.by !== 'card') return false;
  const { asked, above, locked } = opened.pin;
  if (asked === 'off') return false;
  if (locked || asked === 'always') return true;
  return !opened.points && amount > (above || 0);
}

/** What a card holds of it after the entry; undefined: there was no card. */
export function leftAfter(opened: Opened | undefined, entry: Entry): number | undefined {
  if (!opened || opened.by !== 'card') return undefined;
  const { card, points } = opened;
  const before = points ? pointsOn(card).filter((each) => each.program.id === points.id)[0]?.amount || 0 : card.balance;
  const unit = points ? 'point' : 'money';
  const moved = entry.lots.filter((lot) => lot.program.unit === unit);
  return moved.reduce((sum, lot) => sum + (lot.direction === 'out' ? -lot.amount : lot.amount), before);
}

/** The unit of what an entry moved: points are never yen. */
export function isOfPoints(entry: Pick<Entry, 'lots'>): boolean {
  return entry.lots.length > 0 && entry.lots.every((lot) => lot.program.unit === 'point');
}

/** The points on a card, by program. */
export function pointsOn(card: Schemas['Card']): { program: Program; amount: number }[] {
  const sums: { program: Program; amount: number }[] = [];
  card.lots.forEach(({ program, amount }) => {
    if (program.unit !== 'point') return;
    const known = sums.filter((each) => each.program.id === program.id)[0];
    if (known) known.amount += amount;
    else sums.push({ program, amount });
  });
  return sums;
}
