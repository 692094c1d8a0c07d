import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '@meguri/shared/api';

/** The server's time whenever the page is drawn, and at least once a second. */
export function useNow(): number {
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => draw((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return serverNow();
}
