// A table of places, read and judged before anything is added: each row is good, there already, or says by column what to
// correct. The heads of the columns are Japanese, whatever language the page is in.
import type { Place } from '../data.ts';
import { directoryOf, draftOf, faultsOf as directoryFaults, weekdays, type PlaceDirectory } from '../directory/draft.ts';
import { folded, hiragana } from '../places/find.ts';
import { ja } from './ja.ts';

export const required = ['name', 'reading', 'type', 'area', 'organization_name'] as const;
export const columns = [...required, 'can', 'address', 'telephone', 'url', 'keywords', 'text', ...weekdays] as const;
export type Column = (typeof columns)[number];
export const heads: readonly string[] = columns.map((column) => ja[`column.${column}`]);
export const most_rows = 1_000;

type Capability = Place['capabilities'][number];
const capabilities: readonly Capability[] = ['takes_money', 'tops_up', 'takes_points', 'gives'];
const longest: Partial<Record<Column, number>> = { name: 60, reading: 60, type: 40, area: 40, organization_name: 60, address: 100, telephone: 20, url: 300, keywords: 200, text: 400 };

export type Why = 'missing' | 'long' | 'kana' | 'can_wrong' | 'telephone_wrong' | 'url_wrong' | 'hours_wrong' | 'twice';
export interface Fault {
  column: Column;
  why: Why;
  /** long: the most letters; twice: the other row. */
  n?: number;
}

export interface Row {
  /** Of the file, its head is 1. */
  line: number;
  cells: Record<Column, string>;
  faults: Fault[];
  there: boolean;
}

export type Read = { rows: Row[] } | { problem: 'empty' | 'too_many' } | { problem: 'column_missing'; column: Column };

/** `places`: those of the city already. */
export function readRows(table: string[][], places: readonly Place[]): Read {
  const head = (table[0] || []).map((cell) => folded(cell));
  const at = (column: Column) => head.indexOf(folded(ja[`column.${column}`]));
  const missing = required.find((column) => at(column) < 0);
  if (missing) return { problem: 'column_missing', column: missing };
  const known = new Set(places.map((place) => identity(place.name, place.organization.name)));
  const seen = new Map<string, number>();
  const rows = table.slice(1).map((cells, i) => {
    const row: Row = { line: i + 2, cells: {} as Row['cells'], faults: [], there: false };
    for (const column of columns) row.cells[column] = (cells[at(column)] || '').trim();
    const own = identity(row.cells.name, row.cells.organization_name);
    row.there = known.has(own);
    row.faults = row.there ? [] : faultsOf(row.cells);
    const twin = seen.get(own);
    if (twin !== undefined && !row.there) row.faults.push({ column: 'name', why: 'twice', n: twin });
    if (twin === undefined) seen.set(own, row.line);
    return row;
  });
  const filled = rows.filter(({ cells }) => columns.some((column) => cells[column] !== ''));
  if (filled.length === 0) return { problem: 'empty' };
  return filled.length > most_rows ? { problem: 'too_many' } : { rows: filled };
}

const identity = (name: string, organization: string) => `${folded(name)}\n${folded(organization)}`;

function faultsOf(cells: Row['cells']): Fault[] {
  const faults: Fault[] = [];
  for (const column of required) if (cells[column] === '') faults.push({ column, why: 'missing' });
  for (const column of columns) {
    const most = longest[column];
    if (most !== undefined && [...cells[column]].length > most) faults.push({ column, why: 'long', n: most });
  }
  if (cells.reading !== '' && !/^[\u3041-\u3096\u30fc\u30fb\s]+$/.test(hiragana(cells.reading))) faults.push({ column: 'reading', why: 'kana' });
  if (!capabilitiesOf(cells.can)) faults.push({ column: 'can', why: 'can_wrong' });
  const found = directoryFaults(draftIn(cells));
  if (found.telephone) faults.push({ column: 'telephone', why: 'telephone_wrong' });
  if (found.url) faults.push({ column: 'url', why: 'url_wrong' });
  if (found.hours) faults.push({ column: found.hours, why: 'hours_wrong' });
  return faults;
}

/** Without a word: payments. Undefined: a word that is none of ours. */
function capabilitiesOf(cell: string): Capability[] | undefined {
  const words = cell.split(/[\s,/\u3001\u30fb]+/).filter((word) => word !== '');
  const found = capabilities.filter((each) => words.indexOf(ja[`can.${each}`]) >= 0);
  if (found.length !== words.length) return undefined;
  return found.length === 0 ? ['takes_money'] : found;
}

function draftIn(cells: Row['cells']) {
  const { address, telephone, url, keywords, text } = cells;
  return { ...draftOf({}), address, telephone, url, keywords, text, hours: weekdays.map((day) => cells[day]) };
}

/** Of a good row: what is added, and what residents read of it. */
export function placeOf({ cells }: Row) {
  const { name, type, area, organization_name } = cells;
  return { name, reading: hiragana(cells.reading), type, area, organization_name, capabilities: capabilitiesOf(cells.can) || [] };
}
export const guideOf = ({ cells }: Row): PlaceDirectory => directoryOf(draftIn(cells));
