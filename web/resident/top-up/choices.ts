// What a program's terms say of an amount: for the tiles and the field, before the server is asked. What is decided is
// the server's (previewCardTopUp).
import type { Schemas } from '@meguri/shared/api';

export type Choice = Schemas['TopUpChoice'];

/** The premium that comes with an amount, as the tiers say; whole yen, rounded down. */
export function premiumOf(amount: number, choice: Choice): number {
  let extra = 0;
  for (const tier of choice.bonus?.tiers ?? []) {
    if (amount < tier.from) break;
    extra = Math.floor((amount * (tier.per_10000 ?? 0)) / 10000) + (tier.fixed ?? 0);
  }
  return extra;
}

/** What of it is given: less where premium is cut to what is left. */
export function givenPremium(amount: number, choice: Choice): number {
  const premium = premiumOf(amount, choice);
  if (choice.bonus?.at_limit !== 'cut_premium') return premium;
  const left = [choice.bonus.person?.left, choice.bonus.everybody?.left].filter((each): each is number => each !== undefined);
  return Math.min(premium, ...left);
}

const usual = [1000, 3000, 5000, 10000, 20000, 30000, 50000];
const most_tiles = 4;

/** At most four amounts to choose from, rising: those at which the premium changes, then the usual ones. */
export function tileAmounts(choice: Choice): number[] {
  const { minimum, step, maximum } = choice;
  const possible = (amount: number) => amount >= minimum && amount <= maximum && amount % step === 0;
  const first = Math.ceil(minimum / step) * step;
  const tiers = (choice.bonus?.tiers ?? []).map((tier) => Math.ceil(Math.max(tier.from, minimum) / step) * step);
  const amounts: number[] = [];
  for (const amount of [first, ...tiers, ...usual, 2 * first, 3 * first, 5 * first]) {
    if (possible(amount) && amounts.indexOf(amount) < 0 && amounts.length < most_tiles) amounts.push(amount);
  }
  return amounts.sort((a, b) => a - b);
}

export type AmountTrouble = 'below' | 'step' | 'above' | 'room';

/** Why an amount cannot be, by the terms and by what is left for this person; undefined: it may. */
export function amountTrouble(amount: number, choice: Choice): AmountTrouble | undefined {
  if (!(amount >= choice.minimum)) return 'below';
  if (amount % choice.step !== 0) return 'step';
  if (amount > choice.maximum) return 'above';
  if (choice.person_left !== undefined && amount > choice.person_left) return 'room';
  return undefined;
}
