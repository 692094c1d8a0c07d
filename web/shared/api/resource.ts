// Data of a page: what was there last is shown at once, the new comes behind it (stale-while-revalidate). With `keep`
// it survives a restart on this device, for the offline banner; forgetResources() at sign-out removes it all.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Answer, Problem } from './problem.ts';
import { serverNow } from './server-time.ts';

interface Held {
  data: unknown;
  /** Server time when it came, unix ms. */
  at: number;
}

export interface Resource<T> {
  data: T | undefined;
  /** When `data` came, server time; undefined with no data. */
  at: number | undefined;
  /** Why the newest try brought nothing; `data` may still be the older one. */
  problem: Problem | undefined;
  loading: boolean;
  reload: () => Promise<void>;
}

const prefix = 'meguri.kept.';
const again_ms = 3000;
const held = new Map<string, Held>();
/** By key: who shows it. They hear of each answer, and why one did not come, whoever of them asked. */
const watching = new Map<string, Set<(problem?: Problem) => void>>();
// Answers that come late must not bring back what is gone: a person who has signed out, an older state of the data.
let generation = 0;
let asked = 0;
const shown = new Map<string, number>();

function recall(key: string, keep: boolean): Held | undefined {
  const known = held.get(key);
  if (known || !keep) return known;
  try {
    const kept = JSON.parse(localStorage.getItem(prefix + key) || 'null') as Held | null;
    if (kept) held.set(key, kept);
    return kept || undefined;
  } catch {
    return undefined;
  }
}

function tellAll(key: string, problem?: Problem): void {
  (watching.get(key) || new Set()).forEach((tell) => tell(problem));
}

function remember(key: string, data: unknown, keep: boolean): void {
  const entry = { data, at: serverNow() };
  held.set(key, entry);
  try {
    if (keep) localStorage.setItem(prefix + key, JSON.stringify(entry));
  } catch {
    // A full or forbidden store: the data live as long as the page.
  }
  tellAll(key);
}

/** Puts in what is known without asking (an answer that held it). */
export function putResource<T>(key: string, data: T, keep = false): void {
  remember(key, data, keep);
}

/** What is known without asking: of this page, or kept on the device. */
export function knownResource<T>(key: string): T | undefined {
  const known = recall(key, true);
  return known && (known.data as T);
}

/** At sign-out: nothing of this person stays on the device. */
export function forgetResources(): void {
  generation++;
  held.clear();
  try {
    Object.keys(localStorage)
      .filter((name) => name.indexOf(prefix) === 0)
      .forEach((name) => localStorage.removeItem(name));
  } catch {
    // No store, nothing kept.
  }
  watching.forEach((tells) => tells.forEach((tell) => tell()));
}

/** `key` names the data (undefined = nothing wanted yet); `load` is an ask(api.GET(…)). */
export function useResource<T>(key: string | undefined, load: () => Promise<Answer<T>>, keep = false): Resource<T> {
  const [, redraw] = useState(0);
  const [problem, setProblem] = useState<Problem | undefined>();
  const [loading, setLoading] = useState(key !== undefined);
  const reload = useCallback(async () => {
    if (key === undefined) return;
    setLoading(true);
    const born = generation;
    const turn = ++asked;
    const answer = await load();
    setLoading(false);
    if (born !== generation || turn < (shown.get(key) || 0)) return;
    if (!answer.ok) return tellAll(key, answer.problem);
    shown.set(key, turn);
    remember(key, answer.data, keep);
  }, [key]);
  useEffect(() => {
    if (key === undefined) return undefined;
    const tell = (next?: Problem) => {
      setProblem(next);
      redraw((n) => n + 1);
    };
    const tells = watching.get(key) || new Set();
    tells.add(tell);
    watching.set(key, tells);
    void reload();
    return () => {
      tells.delete(tell);
    };
  }, [key]);
  // What stays on the page without a network becomes fresh by itself; a stream of events that lived on would not say so.
  useEffect(() => {
    if (!keep || !problem || problem.kind !== 'unreachable') return undefined;
    const again = () => void reload();
    const timer = setTimeout(again, again_ms);
    window.addEventListener('online', again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', again);
    };
  }, [problem]);
  const known = key === undefined ? undefined : recall(key, keep);
  return { data: known && (known.data as T), at: known && known.at, problem, loading, reload };
}
