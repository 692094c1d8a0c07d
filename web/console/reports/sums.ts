// What the pages of figures add up. Yen of several programs may be added; points never are, to nothing.
import type { Origin, OriginBalances, PlaceRow, ProgramBalance, ProgramFlow } from './data.ts';

type Program = ProgramBalance['program'];

export interface OriginRow {
  key: string;
  /** Undefined: all programs of money together. */
  program: Program | undefined;
  origin: Origin;
  of: OriginBalances;
}

const origins: readonly Origin[] = ['bought', 'given'];
const words = ['entered', 'held', 'spent', 'expired', 'refunded', 'taken_back'] as const;
const nothing: OriginBalances = { entered: 0, held: 0, spent: 0, expired: 0, refunded: 0, taken_back: 0 };

const moved = (of: OriginBalances) => words.some((word) => of[word] !== 0);
const sum = (rows: readonly OriginBalances[]) =>
  rows.reduce((all, each) => words.reduce((next, word) => ({ ...next, [word]: next[word] + each[word] }), all), nothing);

/** Money first, by program and origin, then its totals, then points. Rows in which nothing ever moved are left out. */
export function originRows(programs: readonly ProgramBalance[]): OriginRow[] {
  const rowsOf = (unit: Program['unit']) =>
    programs
      .filter(({ program }) => program.unit === unit)
      .flatMap((each) => origins.map((origin): OriginRow => ({ key: `${each.program.id} ${origin}`, program: each.program, origin, of: each[origin] })))
      .filter(({ of }) => moved(of));
  const money = rowsOf('money');
  const totals = origins.map((origin): OriginRow => {
    const rows = money.filter((row) => row.origin === origin).map(({ of }) => of);
    return { key: `total ${origin}`, program: undefined, origin, of: sum(rows) };
  });
  return [...money, ...totals.filter(({ of }) => moved(of)), ...rowsOf('point')];
}

export interface FlowRow {
  key: string;
  kind: string;
  origin: Origin;
  entries: number;
  amount: number;
}

/** By kind and origin, one row for kinds that people tell by one word. */
function gathered(rows: readonly FlowRow[]): FlowRow[] {
  const all = new Map<string, FlowRow>();
  rows.forEach((row) => {
    const key = `${row.kind} ${row.origin}`;
    const known = all.get(key);
    all.set(key, known ? { ...known, entries: known.entries + row.entries, amount: known.amount + row.amount } : { ...row, key });
  });
  return [...all.values()];
}

const source_kinds = ['top_up', 'post_hold', 'grant', 'grant_rows', 'claim', 'check_out', 'correct_stay', 'adjustment', 'payment', 'cancel'] as const;
export type SourceKind = (typeof source_kinds)[number] | 'other';
export const use_kinds = ['places', 'places_cancel', 'public_dues', 'expired', 'refunded', 'taken_back'] as const;
export type UseKind = (typeof use_kinds)[number];

export const sourcesOf = ({ sources }: ProgramFlow): FlowRow[] =>
  gathered(sources.map((row) => ({ ...row, key: '', kind: source_kinds.find((kind) => kind === (row.kind === 'check_in' ? 'check_out' : row.kind)) || 'other' })));

export const usesOf = ({ uses }: ProgramFlow): FlowRow[] =>
  gathered(uses.map(({ to, kind, ...row }) => ({ ...row, key: '', kind: to === 'places' && kind === 'cancel' ? 'places_cancel' : to })));

export const total = (rows: readonly FlowRow[]): number => rows.reduce((all, { amount }) => all + amount, 0);

/** Of 100, of all that came in; below 0 there is no share. */
export const share = (row: FlowRow, rows: readonly FlowRow[]): number => {
  const all = rows.reduce((sum, { amount }) => sum + Math.max(0, amount), 0);
  return all === 0 ? 0 : Math.round((100 * Math.max(0, row.amount)) / all);
};

export interface PlaceLine {
  key: string;
  place: PlaceRow['place'];
  of: PlaceRow['programs'][number];
}

/** A line for each place and program; of one program when it is given. */
export const placeLines = (places: readonly PlaceRow[], program: string): PlaceLine[] =>
  places.flatMap(({ place, programs }) =>
    programs.filter((of) => program === '' || of.program.id === program).map((of) => ({ key: `${place.id} ${of.program.id}`, place, of })),
  );

/** First and last day of the fiscal year (1 April to 31 March) that a day lies in, `years` earlier. */
export function fiscalYear(day: string, years = 0): [from: string, to: string] {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0) - years;
  return [`${year}-04-01`, `${year + 1}-03-31`];
}

/** First and last day of the month before that of a day, or of its own. */
export function monthOf(day: string, before = 0): [from: string, to: string] {
  const first = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 - before, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
  return [first.toISOString().slice(0, 10), last.toISOString().slice(0, 10)];
}

/** Base dates, 31 March and 30 September, newest first: the one that comes, or is today, and those of so many years before it. */
export function baseDates(today: string, years: number): string[] {
  const year = Number(today.slice(0, 4));
  const all = Array.from({ length: years + 2 }, (_, n) => year + 1 - n).flatMap((each) => [`${each}-09-30`, `${each}-03-31`]);
  const next = all.filter((day) => day >= today).length - 1;
  return all.slice(next, next + 1 + 2 * years);
}
