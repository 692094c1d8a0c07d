// Who is signed in, for the whole app: asked once at the start, changed by signing in and out, and ended at once when
// the server says so (an answer 401, or the event session_ended).
import { useCallback, useEffect, useState } from 'preact/hooks';
import { api, ask, forgetResources, knownResource, onSignedOut, putResource, setPendingOwner, setResourceOwner, type Problem, type Schemas } from '../api/index.ts';

export type Session = Schemas['Session'];
export type Info = Schemas['Info'];

export interface Signed {
  session: Session | undefined;
  info: Info | undefined;
  /** Neither is there yet, and why. */
  problem: Problem | undefined;
  /** Was signed in and is no more, without having signed out here. */
  ended: boolean;
  retry: () => void;
  signedIn: (session: Session) => void;
  signOut: () => Promise<void>;
  end: () => void;
  /** From the page that says it has ended, to the sign-in page. */
  acknowledge: () => void;
}

const again_ms = 3000;

/** `keep`: under which name this device keeps who is signed in, so that the app opens without a network; '' = it does not. */
export function useSession(keep = ''): Signed {
  const [session, setShown] = useState<Session | undefined>();
  /** Shown from what was kept: the server has not said so yet. */
  const [unsure, setUnsure] = useState(false);
  const [info, setInfo] = useState<Info | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const [ended, setEnded] = useState(false);

  // Before anything is drawn for this person: whose unfinished commands and kept figures the pages may see.
  const setSession = useCallback((next: Session) => {
    const person = (next.person && next.person.id) || '';
    setPendingOwner(person);
    setResourceOwner(person);
    setShown(next);
  }, []);
  const keepIt = (what: string, data: unknown) => {
    if (keep !== '') putResource(`${keep}/${what}`, data, true);
  };
  /** A no of the server is a no; only where it could not be asked is the last answer as good. */
  const keptOf = <T,>(what: string, problem: Problem): T | undefined =>
    keep !== '' && (problem.kind === 'unreachable' || problem.kind === 'trouble') ? knownResource<T>(`${keep}/${what}`) : undefined;
  const start = useCallback(async () => {
    setProblem(undefined);
    const [who, facts] = await Promise.all([ask(api.GET('/api/session')), ask(api.GET('/api/info'))]);
    if (who.ok) {
      // Ended while the app was closed: what was kept of somebody goes now.
      if (keep !== '' && who.data.role === 'none') forgetResources();
      setSession(who.data);
      keepIt('session', who.data);
    }
    if (facts.ok) {
      setInfo(facts.data);
      keepIt('info', facts.data);
    }
    const kept_session = who.ok ? undefined : keptOf<Session>('session', who.problem);
    const kept_info = facts.ok ? undefined : keptOf<Info>('info', facts.problem);
    if (kept_session) setSession(kept_session);
    if (kept_info) setInfo(kept_info);
    setUnsure(kept_session !== undefined || kept_info !== undefined);
    if (!who.ok && !kept_session) setProblem(who.problem);
    if (!facts.ok && !kept_info) setProblem(facts.problem);
  }, []);
  useEffect(() => {
    if (!unsure) return undefined;
    const again = () => void start();
    const timer = setInterval(again, again_ms);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [unsure]);
  const end = useCallback(() => {
    setPendingOwner('');
    setShown((now) => {
      if (now && now.role !== 'none') setEnded(true);
      return { role: 'none' };
    });
    forgetResources();
  }, []);
  useEffect(() => {
    void start();
    return onSignedOut(end);
  }, []);

  return {
    session,
    info,
    problem,
    ended,
    retry: () => void start(),
    signedIn: (next) => {
      forgetResources();
      setEnded(false);
      setSession(next);
      keepIt('session', next);
    },
    signOut: async () => {
      await ask(api.POST('/api/session/end', { body: {} }));
      forgetResources();
      setSession({ role: 'none' });
      setEnded(false);
    },
    end,
    acknowledge: () => setEnded(false),
  };
}
