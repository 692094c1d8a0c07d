// Paths of an app below its base (/, /shop/, /console/). Links stay ordinary <a href>; a click on one inside the base
// changes the page without loading it anew, everything else is left to the browser.
import { useEffect, useState } from 'preact/hooks';

const changed = 'meguri-path';
const env = (import.meta as { env?: { BASE_URL?: string } }).env;
const base = (env && env.BASE_URL) || '/';

/** '/shop/sales' → '/sales' (always begins with /). */
function below(pathname: string): string {
  return pathname.indexOf(base) === 0 ? `/${pathname.slice(base.length)}` : '/';
}

/** The address of a path of this app, for href: to('/sales') → '/shop/sales'. */
export function to(path: string): string {
  return base + path.replace(/^\//, '');
}

/** Goes to a path of this app. `replace`: back must not return to the page left (amount → paid). `state`: what the entry of
    the history remembers, for the page that comes back to it. */
export function go(path: string, replace = false, state: unknown = null): void {
  history[replace ? 'replaceState' : 'pushState'](state, '', to(path));
  window.dispatchEvent(new Event(changed));
}

/** The current path below the base; the component is drawn again when it changes. */
export function usePath(): string {
  const [path, setPath] = useState(() => below(location.pathname));
  useEffect(() => {
    const look = () => setPath(below(location.pathname));
    look();
    window.addEventListener('popstate', look);
    window.addEventListener(changed, look);
    return () => {
      window.removeEventListener('popstate', look);
      window.removeEventListener(changed, look);
    };
  }, []);
  return path;
}

/** Undefined: a broken %, as of an address that was copied badly. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** match('/lots/:id', '/lots/7') → {id: '7'}; undefined when it is another page. */
export function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/\/$/, '').split('/');
  if (path !== '/' && wanted.length !== given.length) return undefined;
  if (path === '/') return pattern === '/' ? {} : undefined;
  const found: Record<string, string> = {};
  for (let i = 0; i < wanted.length; i++) {
    const word = wanted[i] || '';
    const part = given[i] || '';
    const value = word.charAt(0) === ':' && part !== '' ? decoded(part) : undefined;
    if (value !== undefined) found[word.slice(1)] = value;
    else if (word !== part) return undefined;
  }
  return found;
}

/** Call once at the start. */
export function startRouting(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    // The resident app lives at /, which contains the other apps and the server's own addresses.
    const foreign = base === '/' && /^\/(api|shop|console|sim|gallery)\//.test(link.pathname);
    if (link.pathname.indexOf(base) !== 0 || foreign) return;
    event.preventDefault();
    history.pushState(null, '', link.pathname + link.search + link.hash);
    window.dispatchEvent(new Event(changed));
  });
}
