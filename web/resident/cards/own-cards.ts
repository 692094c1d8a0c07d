// The cards linked to this app, and the commands on them. A command's key is kept on the device until its answer has come:
// asked again, also after a reload, it is done once.
import { useState } from 'preact/hooks';
import { api, ask, outcomeUnknown, useResource, type Answer, type Problem, type Resource, type Schemas } from '@meguri/shared/api';

export type Card = Schemas['Card'];

export function useOwnCards(): Resource<{ cards: Card[] }> {
  return useResource('own cards', () => ask(api.GET('/api/wallet/cards')));
}

/** What the camera read of each card, by its number: needed to move it, gone when the page is closed. */
const read = new Map<string, string>();
export const codeOf = (id: string): string | undefined => read.get(id);

export async function linkCard(code: string): Promise<Answer<Card>> {
  const answer = await ask(api.POST('/api/wallet/cards', { body: { code } }));
  if (answer.ok) read.set(answer.data.id, code);
  return answer;
}

const prefix = 'meguri.card.';

async function keyFor(what: string): Promise<Answer<string>> {
  const kept = sessionStorage.getItem(prefix + what);
  if (kept) return { ok: true, data: kept };
  const fresh = await ask(api.POST('/api/keys', { body: {} }));
  if (!fresh.ok) return fresh;
  sessionStorage.setItem(prefix + what, fresh.data.key);
  return { ok: true, data: fresh.data.key };
}

export interface Doing<Done> {
  state: 'ready' | 'sending' | 'unknown' | 'done';
  problem: Problem | undefined;
  done: Done | undefined;
  run: (send: (key: string) => Promise<Answer<Done>>) => Promise<void>;
}

/** `what` names the command and the card it is about: one at a time for each. */
export function useOnce<Done>(what: string): Doing<Done> {
  const [state, setState] = useState<Doing<Done>['state']>('ready');
  const [problem, setProblem] = useState<Problem | undefined>();
  const [done, setDone] = useState<Done | undefined>();
  const run: Doing<Done>['run'] = async (send) => {
    setState('sending');
    setProblem(undefined);
    const key = await keyFor(what);
    if (!key.ok) {
      setProblem(key.problem);
      return setState('ready');
    }
    const answer = await send(key.data);
    if (!answer.ok && outcomeUnknown(answer.problem)) return setState('unknown');
    sessionStorage.removeItem(prefix + what);
    if (answer.ok) setDone(answer.data);
    else setProblem(answer.problem);
    setState(answer.ok ? 'done' : 'ready');
  };
  return { state, problem, done, run };
}
