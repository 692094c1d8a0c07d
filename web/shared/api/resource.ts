// Data of a page: what was there last is shown at once, the new comes behind it (stale-while-revalidate). With `keep`
// it survives a restart on this device, for the offline banner; forgetResources() at sign-out removes it all.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Answer, Problem } from './problem.ts';
import { serverNow } from './server-time.ts';

interface Held {
  data: unknown;
  /** Whose it is: the person who was signed in when it was asked for. */
  owner: string;
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
/** Of the tab: what is on its way at a counter, kept for a reload (see keptDraft). */
const draft_prefix = 'meguri.draft.';
const again_ms = 3000;
const held = new Map<string, Held>();
/** By key: who shows it. They hear of each answer, and why one did not come, whoever of them asked. */
const watching = new Map<string, Set<(problem?: Problem) => void>>();
// Answers that come late must not bring back what is gone: a person who has signed out, an older state of the data.
let generation = 0;
let asked = 0;
const shown = new Map<string, number>();

let owner = '';
/** What the city says to anybody, and who is signed in: of no person. */
const of_nobody = /(^|\/)(info|session)$/;
const isShown = (key: string, entry: Held) => entry.owner === owner || of_nobody.test(key);

function readKept(key: string): Held | undefined {
  try {
    return (JSON.parse(localStorage.getItem(prefix + key) || 'null') as Held | null) || undefined;
  } catch {
    return undefined;
  }
}

function recall(key: string, keep: boolean): Held | undefined {
  const known = held.get(key) || (keep ? readKept(key) : undefined);
  if (!known || !isShown(key, known)) return undefined;
  held.set(key, known);
  return known;
}

function keptKeys(): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.indexOf(prefix) === 0).map((name) => name.slice(prefix.length));
  } catch {
    return []; // no store, nothing kept
  }
}

/**
 * Who is signed in (the session's person; '' nobody), said before anything is drawn for them. What was kept of another is
 * neither shown nor kept any longer, however it came to the change: on a shared phone a balance must not be taken for one's own.
 */
export function setResourceOwner(person: string): void {
  if (owner === person) return;
  owner = person;
  held.forEach((entry, key) => {
    if (!isShown(key, entry)) held.delete(key);
  });
  keptKeys().forEach((key) => {
    const kept = readKept(key);
    if (!kept || !isShown(key, kept)) localStorage.removeItem(prefix + key);
  });
}

function tellAll(key: string, problem?: Problem): void {
  (watching.get(key) || new Set()).forEach((tell) => tell(problem));
}

function remember(key: string, data: unknown, keep: boolean): void {
  const entry = { data, owner, at: serverNow() };
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

/** What was on its way in this tab, for whoever is signed in now; undefined: nothing of theirs. */
export function keptDraft<Draft>(slot: string): Draft | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(draft_prefix + slot) || 'null') as { owner: string; draft: Draft } | null;
    return kept && kept.owner === owner ? kept.draft : undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(slot: string, draft: unknown): void {
  try {
    sessionStorage.setItem(draft_prefix + slot, JSON.stringify({ owner, draft }));
  } catch {
    // Not kept: a reload begins anew.
  }
}

function forgetDrafts(): void {
  try {
    Object.keys(sessionStorage)
      .filter((name) => name.indexOf(draft_prefix) === 0)
      .forEach((name) => sessionStorage.removeItem(name));
  } catch {
    // No store, nothing kept.
  }
}

/** At sign-out: nothing of this person stays on the device, nor of the customer whose card they had in hand. */
export function forgetResources(): void {
  generation++;
  held.clear();
  forgetDrafts();
  keptKeys().forEach((key) => localStorage.removeItem(prefix + key));
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
    const whose = owner;
    const answer = await load();
    setLoading(false);
    const of_another = whose !== owner && !of_nobody.test(key);
    if (born !== generation || of_another || turn < (shown.get(key) || 0)) return;
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
