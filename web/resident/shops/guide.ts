// The list of places: what is asked for, its pages, and the last list that this device has seen.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, ask, useResource, type Problem, type Schemas } from '@meguri/shared/api';

export type GuideRow = Schemas['GuideRow'];
export type PlaceDirectory = Schemas['PlaceDirectory'];
export type Points = 'given' | 'taken' | 'either';

export interface Wanted {
  q: string;
  open: boolean;
  program: string;
  type: string;
  area: string;
  points: Points | '';
  /** An area: nearest to it first. */
  near: string;
}
export const nothing: Wanted = { q: '', open: false, program: '', type: '', area: '', points: '', near: '' };

const load = (wanted: Wanted, after?: string, limit = 50) =>
  ask(
    api.GET('/api/guide', {
      params: {
        query: {
          ...(wanted.q.trim() && { q: wanted.q.trim() }),
          ...(wanted.open && { open_now: 'true' as const }),
          ...(wanted.program && { program: wanted.program }),
          ...(wanted.type && { type: wanted.type }),
          ...(wanted.area && { area: wanted.area }),
          ...(wanted.points && { points: wanted.points }),
          ...(wanted.near && { near: wanted.near }),
          ...(after && { after }),
          limit,
        },
      },
    }),
  );
export type Guide = Extract<Awaited<ReturnType<typeof load>>, { ok: true }>['data'];

const usual = JSON.stringify(nothing);

export interface Found {
  guide: Guide | undefined;
  places: GuideRow[];
  /** The list is the last one that this device has seen, not what was asked for. */
  kept: boolean;
  /** Server time of the list, unix ms. */
  at: number | undefined;
  problem: Problem | undefined;
  loading: boolean;
  more: (() => void) | undefined;
  reload: () => void;
}

/** What somebody types is asked for when the fingers rest. */
function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

export function useGuide(wanted: Wanted): Found {
  const key = useRested(JSON.stringify(wanted), 250);
  const asked = JSON.parse(key) as Wanted;
  const first = useResource<Guide>(`guide ${key}`, () => load(asked), key === usual);
  const lost = first.problem !== undefined && first.data === undefined;
  const last = useResource<Guide>(lost && key !== usual ? `guide ${usual}` : undefined, () => load(nothing), true);
  const [further, setFurther] = useState<{ key: string; rows: GuideRow[]; next: string | undefined }>();
  const [busy, setBusy] = useState(false);
  // What stood there stays until the next answer comes: letters that are typed make nothing flicker.
  const before = useRef<Guide | undefined>(undefined);
  if (first.data) before.current = first.data;
  const kept = lost && last.data !== undefined;
  const guide = first.data || (lost ? last.data : before.current);
  const pages = further && further.key === key && first.data ? further : undefined;
  const next = pages ? pages.next : first.data && first.data.next_after;
  const more = async () => {
    setBusy(true);
    const answer = await load(asked, next);
    setBusy(false);
    if (!answer.ok) return void first.reload();
    setFurther({ key, rows: (pages ? pages.rows : []).concat(answer.data.places), next: answer.data.next_after });
  };
  return {
    guide,
    places: guide ? guide.places.concat(pages ? pages.rows : []) : [],
    kept,
    at: kept ? last.at : first.at,
    problem: first.problem,
    loading: first.loading || busy,
    more: next === undefined || kept ? undefined : () => void more(),
    reload: () => void first.reload(),
  };
}

/** All that fit, for the map: at most 1,000. */
export async function allOf(wanted: Wanted): Promise<GuideRow[] | undefined> {
  let rows: GuideRow[] = [];
  let after: string | undefined;
  for (let page = 0; page < 5; page++) {
    const answer = await load(wanted, after, 200);
    if (!answer.ok) return page === 0 ? undefined : rows;
    rows = rows.concat(answer.data.places);
    after = answer.data.next_after;
    if (after === undefined) break;
  }
  return rows;
}

const loadPlace = (id: string) => ask(api.GET('/api/guide/{id}', { params: { path: { id } } }));
export type GuidePlace = Extract<Awaited<ReturnType<typeof loadPlace>>, { ok: true }>['data'];

export const useGuidePlace = (id: string) => useResource<GuidePlace>(`guide of ${id}`, () => loadPlace(id));
