// One stream of events for the whole app, handed on to the page that is shown. A second, slow asking covers a stream
// that looks open but has died on the way (some routers drop quiet connections without a word).
import { useEffect, useRef } from 'preact/hooks';
import type { Resource } from '@meguri/shared/api';
import { newestNumber } from './receive/arrivals.ts';
import type { OwnPlace, Sales } from './shop.ts';

type Look = (entry: number, kind: string) => void;
const listeners: Look[] = [];
const safety_ms = 20000;
/** The list of a day follows the journal a moment behind: an announced entry that is not in it yet is asked for again. */
const again_ms = [250, 750, 2000];

/** `entry`: the number of the entry that was announced, with its kind; 0 when only something may have been missed. */
export function tellLive(entry: number, kind = ''): void {
  listeners.slice().forEach((listener) => listener(entry, kind));
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Keeps a day's list up to date while the page is shown. */
export function useLiveSales(sales: Resource<Sales>): void {
  const latest = useRef(sales);
  latest.current = sales;
  useEffect(() => {
    let wanted = 0;
    let running = false;
    let over = false;
    const behind = () => {
      const { data } = latest.current;
      return !data || newestNumber(data.entries) < wanted;
    };
    const look: Look = async (entry) => {
      wanted = Math.max(wanted, entry);
      if (running) return;
      running = true;
      await latest.current.reload();
      for (const wait of again_ms) {
        await pause(wait);
        if (over || !behind()) break;
        await latest.current.reload();
      }
      running = false;
      wanted = 0;
    };
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') tellLive(0);
    }, safety_ms);
    listeners.push(look);
    return () => {
      over = true;
      listeners.splice(listeners.indexOf(look), 1);
      clearInterval(timer);
    };
  }, []);
}

const moving = ['payment', 'top_up', 'cancel'];

/** Keeps what is known of the place up to date: money that moves changes nothing of it. */
export function useLivePlace(place: Resource<OwnPlace>): void {
  const latest = useRef(place);
  latest.current = place;
  useEffect(() => {
    const look: Look = (_, kind) => {
      if (moving.indexOf(kind) < 0) void latest.current.reload();
    };
    listeners.push(look);
    return () => void listeners.splice(listeners.indexOf(look), 1);
  }, []);
}

/** Keeps figures of the day up to date while the page is shown: whatever happens here may have moved them. */
export function useLiveFigures(reload: () => Promise<void>): void {
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    const look: Look = () => void latest.current();
    listeners.push(look);
    return () => void listeners.splice(listeners.indexOf(look), 1);
  }, []);
}
