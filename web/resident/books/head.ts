// The signed head of a day's books, read from its own text: what is not under the signature is not believed.

export interface Head {
  number: number;
  /** '2026-11-23' */
  day: string;
  /** Entries first to last; last = first - 1: there were none. */
  first: number;
  last: number;
  /** The chain behind the last entry, hex. */
  books: string;
  root: string;
  previous: string;
  at: string;
  key: number;
}

const form = new RegExp(
  [
    '^meguri head 1',
    'number ([1-9]\\d{0,8})',
    'day (\\d{4}-\\d\\d-\\d\\d)',
    'first ([1-9]\\d{0,15})',
    'last (0|[1-9]\\d{0,15})',
    'books ([0-9a-f]{64})',
    'root ([0-9a-f]{64})',
    'previous ([0-9a-f]{64})',
    'at (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+09:00)',
    'key ([1-9]\\d{0,2})',
    '$',
  ].join('\n'),
);

/** Undefined: not the text of a head. */
export function readHead(text: string): Head | undefined {
  const found = form.exec(text);
  if (!found) return undefined;
  const [, number, day = '', first, last, books = '', root = '', previous = '', at = '', key] = found;
  return { number: Number(number), day, first: Number(first), last: Number(last), books, root, previous, at, key: Number(key) };
}
