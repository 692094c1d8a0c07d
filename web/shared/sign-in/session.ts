// Who is signed in, for the whole app: asked once at the start, changed by signing in and out, and ended at once when
// the server says so (an answer 401, or the event session_ended).
import { useCallback, useEffect, useState } from 'preact/hooks';
import { api, ask, forgetResources, onSignedOut, setPendingOwner, type Problem, type Schemas } from '../api/index.ts';

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

export function useSession(): Signed {
  const [session, setShown] = useState<Session | undefined>();
  const [info, setInfo] = useState<Info | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const [ended, setEnded] = useState(false);

  // Before anything is drawn for this person: whose unfinished commands the pages may see.
  const setSession = useCallback((next: Session) => {
    setPendingOwner((next.person && next.person.id) || '');
    setShown(next);
  }, []);
  const start = useCallback(async () => {
    setProblem(undefined);
    const [who, facts] = await Promise.all([ask(api.GET('/api/session')), ask(api.GET('/api/info'))]);
    if (who.ok) setSession(who.data);
    else setProblem(who.problem);
    if (facts.ok) setInfo(facts.data);
    else setProblem(facts.problem);
  }, []);
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
