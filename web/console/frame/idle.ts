// An office PC is left alone often: after a quarter of an hour without a touch the console signs out, saying so two minutes
// before. Touches in another tab count too.
import { useEffect, useRef, useState } from 'preact/hooks';

const idle_ms = 14 * 60000; // a little before the server's own quarter of an hour
const warn_ms = 2 * 60000;
const slot = 'meguri.console.touched';

export interface Idle {
  /** Seconds until signed out; undefined while there is nothing to say. */
  left: number | undefined;
  stay: () => void;
}

function lastTouch(own: number): number {
  try {
    return Math.max(own, Number(localStorage.getItem(slot)) || 0);
  } catch {
    return own;
  }
}

export function useIdle(onIdle: () => void): Idle {
  const own = useRef(Date.now());
  const [left, setLeft] = useState<number | undefined>();
  const out = useRef(onIdle);
  out.current = onIdle;
  const stay = () => {
    own.current = Date.now();
    setLeft(undefined);
    try {
      localStorage.setItem(slot, String(own.current));
    } catch {
      // Other tabs then count for themselves.
    }
  };
  useEffect(() => {
    stay();
    // While the warning stands, only its own button keeps the session: a jolted mouse is no decision.
    const touched = () => {
      if (Date.now() - lastTouch(own.current) < idle_ms - warn_ms) stay();
    };
    const kinds = ['keydown', 'click', 'scroll'];
    kinds.forEach((kind) => document.addEventListener(kind, touched, true));
    const timer = setInterval(() => {
      const rest = idle_ms - (Date.now() - lastTouch(own.current));
      if (rest <= 0) out.current();
      else setLeft(rest <= warn_ms ? Math.ceil(rest / 1000) : undefined);
    }, 1000);
    return () => {
      clearInterval(timer);
      kinds.forEach((kind) => document.removeEventListener(kind, touched, true));
    };
  }, []);
  return { left, stay };
}
