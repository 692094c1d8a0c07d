// What a page reads while the server works on it.
import { useEffect } from 'preact/hooks';
import type { Resource } from '@meguri/shared/api';

const every_ms = 1000;

/** Asks again every second while `going` says so; a page that nobody sees asks nothing. */
export function useWhile<T>(resource: Resource<T>, going: (data: T) => boolean): Resource<T> {
  const on = resource.data !== undefined && going(resource.data);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void resource.reload();
    }, every_ms);
    return () => clearInterval(timer);
  }, [on]);
  return resource;
}
