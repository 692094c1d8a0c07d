// The history page by page, newest first, of what is wanted; an answer for something that is no longer wanted is dropped.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, ask, type Problem, type Schemas } from '@meguri/shared/api';
import { addressOf, type Wanted } from './wanted.ts';

type Entry = Schemas['Entry'];

export interface Pages {
  entries: Entry[] | undefined;
  /** Undefined: nothing older. */
  older: string | undefined;
  problem: Problem | undefined;
  loading: boolean;
  load: (before?: string) => Promise<void>;
}

const page_size = 20;

/** Newer entries replace what is known of them (a payment may have been cancelled meanwhile). */
function merge(known: Entry[], fresh: Entry[]): Entry[] {
  const ids = new Set(fresh.map((entry) => entry.id));
  return fresh.concat(known.filter((entry) => !ids.has(entry.id))).sort((a, b) => Number(b.id) - Number(a.id));
}

interface Known {
  of: string;
  entries?: Entry[];
  older?: string | undefined;
  problem?: Problem | undefined;
  loading: boolean;
}

export function usePages(wanted: Wanted): Pages {
  const of = addressOf(wanted);
  const [known, setKnown] = useState<Known>({ of, loading: true });
  const current = useRef(of);
  current.current = of;
  const load = async (before?: string) => {
    setKnown((now) => (now.of === of ? { ...now, loading: true } : { of, loading: true }));
    const query = { before, limit: page_size, kind: wanted.kind || undefined, program: wanted.program || undefined, month: wanted.month || undefined };
    const answer = await ask(api.GET('/api/wallet/history', { params: { query } }));
    if (current.current !== of) return;
    setKnown((now) => {
      if (!answer.ok) return { ...now, loading: false, problem: answer.problem };
      const { entries, next_before } = answer.data;
      const older = before !== undefined || now.entries === undefined ? next_before : now.older;
      return { of, loading: false, entries: merge(now.entries ?? [], entries), older };
    });
  };
  useEffect(() => void load(), [of]);
  const { entries, older, problem, loading } = known.of === of ? known : ({ loading: true } as Known);
  return { entries, older, problem, loading, load };
}
