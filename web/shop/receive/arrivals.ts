// Which payments have just come in. Compared by the entry's number, not by time: an answer that arrives late or twice
// must neither ring twice nor be missed.
import { useEffect, useRef, useState } from 'preact/hooks';
import { serverNow, timeOf } from '@meguri/shared/api';
import type { Entry } from '../shop.ts';

/** An older payment (the tablet was asleep) is marked in the list, but no panel claims that it happened now. */
const just_now_ms = 60000;
const still_news_ms = 10 * 60000;
const shown_ms = 20000;

export const numberOf = (entry: Pick<Entry, 'id'>) => Number(entry.id);

export function newestNumber(entries: Pick<Entry, 'id'>[]): number {
  return entries.reduce((newest, entry) => Math.max(newest, numberOf(entry)), 0);
}

/** Payments after `seen`, oldest first; cancelled ones are no news. */
export function arrivedSince(entries: Entry[], seen: number): Entry[] {
  return entries
    .filter((entry) => entry.kind === 'payment' && !entry.cancelled_by && numberOf(entry) > seen)
    .sort((a, b) => numberOf(a) - numberOf(b));
}

export interface Arrivals {
  /** In the green panel. */
  shown: Entry | undefined;
  /** Marked in the list. */
  fresh: string[];
  dismiss: () => void;
}

/** `onArrived` is called once for each payment that came in just now. */
export function useArrivals(entries: Entry[] | undefined, onArrived: (entry: Entry) => void): Arrivals {
  const seen = useRef<number | undefined>(undefined);
  const [shown, setShown] = useState<Entry | undefined>();
  const [fresh, setFresh] = useState<string[]>([]);
  useEffect(() => {
    if (!entries) return;
    const before = seen.current;
    seen.current = Math.max(before || 0, newestNumber(entries));
    if (before === undefined) return; // what stood there when the page opened is not news
    const arrived = arrivedSince(entries, before);
    if (arrived.length === 0) return;
    const now = arrived.filter((entry) => serverNow() - timeOf(entry.at) < just_now_ms);
    setFresh(arrived.filter((entry) => serverNow() - timeOf(entry.at) < still_news_ms).map((entry) => entry.id));
    const last = now[now.length - 1];
    if (last) setShown(last);
    now.forEach(onArrived);
  }, [entries]);
  useEffect(() => {
    if (fresh.length === 0) return undefined;
    const timer = setTimeout(() => {
      setShown(undefined);
      setFresh([]);
    }, shown_ms);
    return () => clearTimeout(timer);
  }, [fresh]);
  return { shown, fresh, dismiss: () => setShown(undefined) };
}
