// Live pages. The server's events are a hint to ask again, never the truth: whoever listens fetches anew. The browser
// resumes by itself after the last event it saw; every time the stream opens we say 'catch_up' as well (the first time
// too: something may have happened since the page asked), and while it is down we ask every few seconds (polling).
import { useEffect, useRef } from 'preact/hooks';

export type LiveEvent =
  | { type: 'entry'; id: string; kind: string }
  /** Something may have been missed: fetch. */
  | { type: 'catch_up' }
  /** Signed out elsewhere, or removed. */
  | { type: 'session_ended' };

export interface EventsOptions {
  poll_ms?: number;
  /** For tests. */
  Source?: typeof EventSource;
}

const poll_default_ms = 1500; // only while the stream is down
const retry_ms = 1000; // as the server tells the browser

/** Listens until the returned function is called. */
export function listen(url: string, onEvent: (event: LiveEvent) => void, options: EventsOptions = {}): () => void {
  const Source = options.Source || (typeof EventSource === 'undefined' ? undefined : EventSource);
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let over = false;

  const open = () => {
    if (over || !Source) return;
    source = new Source(url);
    source.onopen = () => onEvent({ type: 'catch_up' });
    source.onerror = () => {
      // CLOSED = the browser has given up (an answer that was no stream): we try again ourselves.
      if (source && source.readyState === 2) {
        source.close();
        retry = setTimeout(open, retry_ms);
      }
    };
    source.addEventListener('entry', (message) => {
      try {
        const { id, kind } = JSON.parse((message as MessageEvent).data) as { id: string; kind: string };
        onEvent({ type: 'entry', id, kind });
      } catch {
        onEvent({ type: 'catch_up' }); // an event we cannot read still says that something happened
      }
    });
    source.addEventListener('session_ended', () => {
      over = true;
      if (source) source.close();
      onEvent({ type: 'session_ended' });
    });
  };

  open();
  const poll = setInterval(() => {
    if (!over && (!source || source.readyState !== 1)) onEvent({ type: 'catch_up' });
  }, options.poll_ms || poll_default_ms);
  return () => {
    over = true;
    if (source) source.close();
    if (retry) clearTimeout(retry);
    clearInterval(poll);
  };
}

/** Listens while the page is shown; also says 'catch_up' when the person comes back to it. */
export function useEvents(onEvent: (event: LiveEvent) => void, url = '/api/events', options: EventsOptions = {}): void {
  const handler = useRef(onEvent);
  handler.current = onEvent;
  useEffect(() => {
    const stop = listen(url, (event) => handler.current(event), options);
    const seen = () => {
      if (document.visibilityState === 'visible') handler.current({ type: 'catch_up' });
    };
    document.addEventListener('visibilitychange', seen);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', seen);
    };
  }, [url]);
}
