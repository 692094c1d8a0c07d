// A list of people and amounts, read and judged before anything is sent.
import type { Schemas } from '@meguri/shared/api';
import { digitsOf, wholeNumber } from '@meguri/shared/texts';
import { ja } from './ja.ts';

export type JobRow = Schemas['JobRow'];
export const columns = ['resident', 'card', 'amount'] as const;
export type Column = (typeof columns)[number];
export const heads: readonly string[] = columns.map((column) => ja[`column.${column}`]);

export interface Fault {
  column: Column;
  why: 'nobody' | 'both' | 'card' | 'amount' | 'twice';
  /** twice: the other row. */
  n?: number;
}

export interface Line {
  /** Of the file, its head is 1. */
  line: number;
  cells: Record<Column, string>;
  faults: Fault[];
  row: JobRow;
}

export type Read = { lines: Line[] } | { problem: 'empty' } | { problem: 'column_missing'; column: Column };

const most_amount = 9_999_999;
const card_digits = 16;

export function readList(table: string[][]): Read {
  const head = (table[0] || []).map((cell) => cell.normalize('NFKC').replace(/\s/g, ''));
  const at = (column: Column) => head.indexOf(ja[`column.${column}`]);
  if (at('amount') < 0) return { problem: 'column_missing', column: 'amount' };
  if (at('resident') < 0 && at('card') < 0) return { problem: 'column_missing', column: 'resident' };
  const seen = new Map<string, number>();
  const lines: Line[] = [];
  table.slice(1).forEach((cells, i) => {
    const cell = (column: Column) => (cells[at(column)] || '').trim();
    const found = { resident: cell('resident').normalize('NFKC').toUpperCase(), card: cell('card'), amount: cell('amount') };
    if (columns.every((column) => found[column] === '')) return;
    const line = lineOf(i + 2, found);
    const who = found.card === '' ? found.resident : digitsOf(found.card);
    const twin = seen.get(who);
    if (who !== '' && twin !== undefined) line.faults.push({ column: found.card === '' ? 'resident' : 'card', why: 'twice', n: twin });
    if (twin === undefined) seen.set(who, line.line);
    lines.push(line);
  });
  return lines.length === 0 ? { problem: 'empty' } : { lines };
}

function lineOf(line: number, cells: Line['cells']): Line {
  const faults: Fault[] = [];
  const card = digitsOf(cells.card);
  const amount = wholeNumber(cells.amount);
  if (cells.resident === '' && cells.card === '') faults.push({ column: 'resident', why: 'nobody' });
  if (cells.resident !== '' && cells.card !== '') faults.push({ column: 'card', why: 'both' });
  if (cells.card !== '' && card.length !== card_digits) faults.push({ column: 'card', why: 'card' });
  if (!(amount >= 1 && amount <= most_amount)) faults.push({ column: 'amount', why: 'amount' });
  return { line, cells, faults, row: cells.card === '' ? { resident: cells.resident, amount } : { card, amount } };
}
