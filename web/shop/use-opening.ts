// What a scanned or typed code opens. One question at a time; a refusal is heard as well as read.
import { useState } from 'preact/hooks';
import type { Answer, Problem } from '@meguri/shared/api';
import { play } from '@meguri/shared/ui';
import { switchedOn } from './device.ts';

/** No code that the city ever printed is longer; whatever was scanned, no more is sent. */
export const longest_code = 500;

export interface Opening {
  busy: boolean;
  problem: Problem | undefined;
  open: (code: string) => Promise<void>;
}

export function useOpening<Opened>(askFor: (code: string) => Promise<Answer<Opened>>, onOpened: (opened: Opened) => void): Opening {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const open = async (code: string) => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const answer = await askFor(code.slice(0, longest_code));
    setBusy(false);
    if (answer.ok) return onOpened(answer.data);
    setProblem(answer.problem);
    if (switchedOn('sound')) play('refused');
  };
  return { busy, problem, open };
}
