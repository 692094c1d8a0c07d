// The top-up being made, from the opened code to the answer. Kept for this tab only, so that a reload in the middle goes
// on where it was; forgotten when the next customer comes. It holds no name and no number of the person.
import type { Problem, Schemas } from '@meguri/shared/api';
import type { Entry } from '../shop.ts';
import { useKeptDraft } from '../kept-draft.ts';

export type Offer = Schemas['TopUpOffer'];

export interface OpenedCode {
  by: 'code';
  wallet: string;
  /** Enough to ask whether it is the right person. */
  label: string;
  programs: Offer[];
  key: string;
}
export interface OpenedCard {
  by: 'card';
  code: string;
  card: Schemas['Card'];
  pin: Schemas['CardPinState'];
  programs: Offer[];
  key: string;
}
export type Opened = OpenedCode | OpenedCard;

export interface Draft {
  opened?: Opened;
  program?: string;
  amount?: number;
  done?: Entry;
  /** Of the card that was topped up: its holder has no screen to hold the digits against. */
  number?: string | undefined;
  /** Why the last one was not done, learned after its page was left. */
  refused?: Problem;
}

const slot = 'top-up';

export const useDraft = () => useKeptDraft<Draft>(slot);

export function offerOf(draft: Draft): Offer | undefined {
  const offers = (draft.opened && draft.opened.programs) || [];
  return offers.filter((offer) => offer.program.id === draft.program)[0] || (offers.length === 1 ? offers[0] : undefined);
}

/** The last day of so much, bought now; nothing: it lasts for ever. */
export function lastDayOf(offer: Pick<Offer, 'expires_on' | 'bands'>, amount: number): string | undefined {
  const band = (offer.bands || []).filter((each) => each.from <= amount).pop();
  return band ? band.expires_on : offer.expires_on;
}

const usual = [1000, 3000, 5000, 10000, 20000, 30000, 50000];

/** Four amounts at most that the terms allow; the smallest and the greatest where the usual ones do not fit. */
export function tilesOf(offer: Pick<Offer, 'minimum' | 'step' | 'maximum'>): number[] {
  const fits = usual.filter((amount) => allowed(offer, amount)).slice(0, 4);
  return fits.length >= 2 ? fits : [offer.minimum, offer.maximum].filter((amount, i, all) => all.indexOf(amount) === i);
}

/** Why an amount that was typed cannot be topped up; 'range' where it is too small, or nothing yet. */
export function whyNot({ minimum, step, maximum }: Pick<Offer, 'minimum' | 'step' | 'maximum'>, amount: number): 'over' | 'off_step' | 'range' | undefined {
  if (amount > maximum) return 'over';
  if (amount % step !== 0) return 'off_step';
  return amount < minimum ? 'range' : undefined;
}

export function allowed(offer: Pick<Offer, 'minimum' | 'step' | 'maximum'>, amount: number): boolean {
  return whyNot(offer, amount) === undefined;
}
