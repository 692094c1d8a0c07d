// What the list of a day shows, worked out from its entries.
import type { Entry, Sales } from '../shop.ts';

export const payments = (entries: Entry[]) => entries.filter((entry) => entry.kind === 'payment');
export const topUps = (entries: Entry[]) => entries.filter((entry) => entry.kind === 'top_up');

export interface CashSum {
  count: number;
  amount: number;
}

/** How many top-ups stand, and the cash that was taken for all of them less what was handed back. */
export function cashOf(entries: Entry[]): CashSum {
  const all = topUps(entries);
  const count = all.filter((entry) => !entry.cancelled_by).length;
  return { count, amount: all.reduce((sum, entry) => sum + entry.amount - (entry.cancelled_amount ?? 0), 0) };
}

export const cancelledCount = (sales: Sales) => payments(sales.entries).filter((entry) => entry.cancelled_by).length;

/** A payment is made of money or of points, never of both. */
export const unitOf = (entry: Entry) => (entry.lots.length > 0 && entry.lots.every((lot) => lot.program.unit === 'point') ? 'point' : 'money');
