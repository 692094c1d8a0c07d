import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '@meguri/shared/api';

/** The server's time, once a second. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
