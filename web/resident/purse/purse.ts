// What one pays with: money, or one kind of points. They never mix in a payment [PNT-a].
import type { Schemas } from '@meguri/shared/api';
import type { Wallet } from '../state/city.ts';

export interface Purse {
  /** Undefined: money. */
  points: Schemas['ProgramTag'] | undefined;
  amount: number;
}

/** Money first, then each kind of points there is some of. */
export function pursesOf(wallet: Wallet | undefined): Purse[] {
  const purses: Purse[] = [{ points: undefined, amount: wallet ? wallet.balance : 0 }];
  (wallet ? wallet.lots : []).forEach(({ program, amount }) => {
    if (program.unit !== 'point') return;
    const known = purses.filter(({ points }) => points && points.id === program.id)[0];
    if (known) known.amount += amount;
    else purses.push({ points: program, amount });
  });
  return purses;
}
