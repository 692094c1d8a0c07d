// What the history is narrowed to, as the address has it: /history?kind=points&program=…&month=2026-11. What the address has
// no sense in is left out, so that an old or mistyped link shows everything.
import { useEffect, useState } from 'preact/hooks';
import { go } from '@meguri/shared/route';

export const kinds = ['payments', 'top_ups', 'received', 'transfers', 'expired', 'points'] as const;
export type Kind = (typeof kinds)[number];

/** Empty: not narrowed by it. */
export interface Wanted {
  kind: Kind | '';
  program: string;
  /** '2026-11' */
  month: string;
}

export const everything: Wanted = { kind: '', program: '', month: '' };

export function wantedOf(search: string): Wanted {
  const query = new URLSearchParams(search);
  const program = query.get('program') || '';
  const month = query.get('month') || '';
  return {
    kind: kinds.find((each) => each === query.get('kind')) || '',
    program: /^[0-9A-Za-z_-]{1,40}$/.test(program) ? program : '',
    month: /^20\d\d-(0[1-9]|1[0-2])$/.test(month) ? month : '',
  };
}

export function addressOf({ kind, program, month }: Wanted): string {
  const parts = [kind && `kind=${kind}`, program && `program=${program}`, month && `month=${month}`].filter((each) => each !== '');
  return parts.length > 0 ? `/history?${parts.join('&')}` : '/history';
}

export const isNarrowed = (wanted: Wanted): boolean => addressOf(wanted) !== '/history';

/** What the address says now, and how to change it: over the entry of the browser's history that is there, so that back leads
    to the page before and not through every choice. */
export function useWanted(): [Wanted, (wanted: Wanted) => void] {
  const [search, setSearch] = useState(location.search);
  useEffect(() => {
    const look = () => setSearch(location.search);
    look();
    window.addEventListener('popstate', look);
    window.addEventListener('meguri-path', look);
    return () => {
      window.removeEventListener('popstate', look);
      window.removeEventListener('meguri-path', look);
    };
  }, []);
  return [wantedOf(search), (wanted) => go(addressOf(wanted), true)];
}
