// A command that moves money, from this page: its key is taken first and kept on the device before sending; a lost answer
// is asked for until it is known. Pages only show the state.
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  askOutcome, pendingCommand, sendOnce, usePending, type Answer, type Outcome, type Pending, type Schemas,
} from '@meguri/shared/api';

type CommandKind = Pending['kind'];
const ask_again_ms = 3000;

export type CommandState = { state: 'ready' } | { state: 'sending' } | Outcome;

export interface Command {
  now: CommandState;
  pending: Pending | undefined;
  /** Does nothing while one is under way. */
  send: (pending: Pending, post: () => Promise<Answer<Schemas['Entry']>>) => Promise<void>;
  check: () => Promise<void>;
  checking: boolean;
}

/** `resume`: begin with asking about the command of this kind that was left unknown earlier. */
export function useCommand(kind: CommandKind, resume = false): Command {
  const left = resume ? pendingCommand(kind) : undefined;
  const [now, setNow] = useState<CommandState>(left ? { state: 'unknown' } : { state: 'ready' });
  const [checking, setChecking] = useState(false);
  const pending = useRef<Pending | undefined>(left);
  const busy = useRef(false);

  const check = async () => {
    if (!pending.current || busy.current) return;
    busy.current = true;
    setChecking(true);
    const outcome = await askOutcome(pending.current);
    busy.current = false;
    setChecking(false);
    setNow(outcome);
  };
  const send: Command['send'] = async (command, post) => {
    if (busy.current) return;
    busy.current = true;
    pending.current = command;
    setNow({ state: 'sending' });
    const outcome = await sendOnce(command, post);
    busy.current = false;
    setNow(outcome);
  };
  useEffect(() => {
    if (now.state !== 'unknown') return undefined;
    const timer = setInterval(() => void check(), ask_again_ms);
    return () => clearInterval(timer);
  }, [now.state]);
  return { now, pending: pending.current, send, check, checking };
}

export type Known = Exclude<Outcome, { state: 'unknown' }>;

/** Leaving the ochre page is allowed: the page that is shown then goes on asking, and is told the result once. */
export function useAskingOn(kind: CommandKind, onKnown: (outcome: Known) => void): void {
  const pending = usePending(kind);
  const known = useRef(onKnown);
  known.current = onKnown;
  const key = pending && pending.key;
  useEffect(() => {
    if (!key) return undefined;
    let over = false;
    const ask = async () => {
      const outcome = await askOutcome({ kind, key });
      if (over || outcome.state === 'unknown') return;
      over = true;
      known.current(outcome);
    };
    const timer = setInterval(() => void ask(), ask_again_ms);
    return () => {
      // What was asked last still tells its result: it is final and would be lost.
      clearInterval(timer);
    };
  }, [key]);
}
