// One stream of events for the whole app; pages listen in. Events are hints: whoever hears one asks the server.
import { useEffect, useRef } from 'preact/hooks';
import type { LiveEvent } from '@meguri/shared/api';

const listeners = new Set<(event: LiveEvent) => void>();

export function passOn(event: LiveEvent): void {
  listeners.forEach((listener) => listener(event));
}

export function useLive(onEvent: (event: LiveEvent) => void): void {
  const handler = useRef(onEvent);
  handler.current = onEvent;
  useEffect(() => {
    const listener = (event: LiveEvent) => handler.current(event);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
}
