// Giving points to another resident: whose code it is, how many, and the one command, whose lost answer is asked for.
import { useEffect, useState } from 'preact/hooks';
import { api, ask, askOutcome, pendingCommand, sendOnce, serverNow, setPendingOwner, type Answer, type Outcome, type Problem, type Schemas } from '@meguri/shared/api';

export type Offer = Schemas['TransferOffer'];

export interface Opened {
  /** Reference to the receiver, for this giver only. */
  to: string;
  name: string;
  programs: Offer[];
  key: string;
}

const longest_code = 500;
const ask_again_ms = 3000;

export function useReceiver(onOpened: (opened: Opened) => void) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const open = async (code: string) => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const answer = await ask(api.POST('/api/transfers/open', { body: { code: code.slice(0, longest_code) } }));
    setBusy(false);
    if (answer.ok) onOpened(answer.data);
    else setProblem(answer.problem);
  };
  return { busy, problem, open };
}

export interface Asked {
  opened: Opened;
  offer: Offer;
  amount: number;
}

type Try = { explanation: Schemas['Explanation']; refusal?: Schemas['Refusal'] };

export function tryGiving({ opened, offer, amount }: Asked): Promise<Answer<Try>> {
  return ask(api.POST('/api/transfers/preview', { body: { to: opened.to, program: offer.program.id, amount } }));
}

/** One that was left unknown earlier is asked about first; nothing new is given before. */
export function useGiving(person: string) {
  setPendingOwner(person);
  const [pending, setPending] = useState(() => pendingCommand('transfer'));
  const [outcome, setOutcome] = useState<Outcome | undefined>(pending && { state: 'unknown' });
  const [busy, setBusy] = useState(false);
  const run = async (work: () => Promise<Outcome>) => {
    if (busy) return;
    setBusy(true);
    setOutcome(await work());
    setBusy(false);
  };
  const give = ({ opened, offer, amount }: Asked) => {
    const { key, to, name } = opened;
    const command = { kind: 'transfer' as const, key, sentAt: serverNow(), amount, points: true, name };
    setPending(command);
    return run(() => sendOnce(command, () => ask(api.POST('/api/transfers', { body: { key, to, program: offer.program.id, amount } }))));
  };
  const check = () => run(async () => (pending ? askOutcome(pending) : { state: 'unknown' }));
  const unknown = outcome?.state === 'unknown';
  useEffect(() => {
    if (!unknown) return undefined;
    const timer = setInterval(() => void check(), ask_again_ms);
    return () => clearInterval(timer);
  }, [unknown, busy]);
  return { pending, outcome, busy, give, check };
}
