// Adds the good rows one after the other, each under a key of its own: a lost answer is asked for again and adds nothing
// twice. Can be stopped and gone on with.
import { useRef, useState } from 'preact/hooks';
import { api, ask, type Problem } from '@meguri/shared/api';
import { guideOf, placeOf, type Row } from './rows.ts';

export interface Adding {
  state: 'ready' | 'running' | 'stopped' | 'offline' | 'done';
  added: number;
  /** What the server did not take, by line of the file. */
  refused: Map<number, Problem>;
  go: () => void;
  stop: () => void;
}

const patience_ms = 1_000;
const wait = () => new Promise((done) => setTimeout(done, patience_ms));

export function useAdding(rows: readonly Row[]): Adding {
  const [shown, setShown] = useState<Pick<Adding, 'state' | 'added' | 'refused'>>({ state: 'ready', added: 0, refused: new Map() });
  const at = useRef({ next: 0, added: 0, key: '', wanted: false });
  const refused = useRef(new Map<number, Problem>());
  const show = (state: Adding['state']) => setShown({ state, added: at.current.added, refused: new Map(refused.current) });

  const run = async () => {
    const now = at.current;
    now.wanted = true;
    show('running');
    while (now.wanted && now.next < rows.length) {
      const row = rows[now.next] as Row;
      const problem = await add(row, now);
      if (problem && problem.refusal === 'too_many_requests') {
        await wait();
        continue;
      }
      if (problem && problem.kind !== 'refused') return show('offline');
      if (problem) refused.current.set(row.line, problem);
      else now.added += 1;
      now.key = '';
      now.next += 1;
      show('running');
    }
    show(now.next < rows.length ? 'stopped' : 'done');
  };
  return { ...shown, go: () => void run(), stop: () => (at.current.wanted = false) };
}

/** Why it was not added. With the same key the same place is answered, once it was added. */
async function add(row: Row, now: { key: string }): Promise<Problem | undefined> {
  if (!now.key) {
    const opened = await ask(api.POST('/api/keys', { body: {} }));
    if (!opened.ok) return opened.problem;
    now.key = opened.data.key;
  }
  const made = await ask(api.POST('/api/places', { body: { key: now.key, ...placeOf(row) } }));
  if (!made.ok) return made.problem;
  const guide = guideOf(row);
  if (Object.keys(guide).length === 0) return undefined;
  const written = await ask(api.POST('/api/places/{id}/directory', { params: { path: { id: made.data.id } }, body: guide }));
  return written.ok ? undefined : written.problem;
}
