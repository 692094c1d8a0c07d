// What the list of a day shows, worked out from its entries.
import { timeOf } from '@meguri/shared/api';
import { clockMinutes } from '@meguri/shared/texts';
import type { Entry, Sales } from '../shop.ts';
import { t } from './texts.ts';

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

/** The list as a file for a spreadsheet: UTF-8 with its mark, CRLF; digits as text so that 0538 stays 0538. */
export function csvOf(sales: Sales): string {
  const head = [t('csv.time'), t('csv.digits'), t('csv.amount'), t('csv.returned'), t('csv.programs'), t('csv.state')];
  const rows = payments(sales.entries).map((entry) => [
    `${sales.date.replace(/-/g, '/')} ${clockMinutes(timeOf(entry.at))}`,
    `="${entry.digits}"`,
    String(entry.amount),
    String(entry.cancelled_amount ?? 0),
    entry.lots.map((lot) => lot.program.name).join(' '),
    entry.cancelled_by ? t('sales.cancel') : '',
  ]);
  return `\ufeff${[head, ...rows].map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function quoted(cell: string): string {
  // A cell that begins like a formula would be run by the spreadsheet; ours ="…" is meant.
  const safe = /^[=+@-]/.test(cell) && !/^="\d{4}"$/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
