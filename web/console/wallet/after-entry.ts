// What a wallet holds once an entry has been booked, as far as the entry says: for the page that booked it.
import type { Schemas } from '@meguri/shared/api';

type Lot = Schemas['WalletLot'];

export function lotsAfter(lots: readonly Lot[], { lots: moved }: Pick<Schemas['Entry'], 'lots'>): Lot[] {
  const next = lots.map((lot) => ({ ...lot }));
  moved.forEach(({ program, expires_on, amount, direction }) => {
    const known = next.find((lot) => lot.program.id === program.id && lot.expires_on === expires_on);
    if (known) known.amount += direction === 'in' ? amount : -amount;
    else if (direction === 'in') next.push({ program, amount, origin: 'granted', ...(expires_on && { expires_on }) });
  });
  return next.filter(({ amount }) => amount > 0);
}

/** Yen; points are none. */
export const balanceOf = (lots: readonly Lot[]): number => lots.reduce((sum, { program, amount }) => sum + (program.unit === 'money' ? amount : 0), 0);
