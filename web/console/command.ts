// A command of the console: a key is taken first and kept while the same thing is tried again, so that a press after a
// lost answer cannot do it twice.
import { useRef, useState } from 'preact/hooks';
import { api, ask, type Answer, type Problem } from '@meguri/shared/api';

export interface Keyed<T> {
  /** The answer, or undefined: then `problem` says why. */
  run: (send: (key: string) => Promise<Answer<T>>) => Promise<T | undefined>;
  busy: boolean;
  problem: Problem | undefined;
  forget: () => void;
}

export function useKeyed<T>(): Keyed<T> {
  const key = useRef<string | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const failed = (found: Problem) => {
    setBusy(false);
    setProblem(found);
    return undefined;
  };
  const run: Keyed<T>['run'] = async (send) => {
    if (busy) return undefined;
    setBusy(true);
    setProblem(undefined);
    if (!key.current) {
      const opened = await ask(api.POST('/api/keys', { body: {} }));
      if (!opened.ok) return failed(opened.problem);
      key.current = opened.data.key;
    }
    const answer = await send(key.current);
    // Refused or done: the key has its final answer. No answer: the next try must ask with the same key.
    const known = answer.ok || answer.problem.kind === 'refused';
    if (known) key.current = undefined;
    if (!answer.ok) return failed(answer.problem);
    setBusy(false);
    return answer.data;
  };
  return { run, busy, problem, forget: () => setProblem(undefined) };
}

/** The same for commands that need no key (looking somebody up, inviting). */
export function usePlain<T>(): { run: (sent: Promise<Answer<T>>) => Promise<T | undefined>; busy: boolean; problem: Problem | undefined } {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  return {
    busy,
    problem,
    run: async (sent) => {
      setBusy(true);
      setProblem(undefined);
      const answer = await sent;
      setBusy(false);
      setProblem(answer.ok ? undefined : answer.problem);
      if (answer.ok) return answer.data;
      return undefined;
    },
  };
}
