// One stream of events for the whole app, handed on to the page that is shown. A second, slow asking covers a stream
// that looks open but has died on the way (some routers drop quiet connections without a word).
import { useEffect, useRef } from 'preact/hooks';

const listeners: (() => void)[] = [];
const safety_ms = 20000;

export function tellLive(): void {
  listeners.slice().forEach((listener) => listener());
}

/** Calls `look` whenever something may have happened. */
export function useLive(look: () => void): void {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    const listener = () => latest.current();
    listeners.push(listener);
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') listener();
    }, safety_ms);
    return () => {
      listeners.splice(listeners.indexOf(listener), 1);
      clearInterval(timer);
    };
  }, []);
}
