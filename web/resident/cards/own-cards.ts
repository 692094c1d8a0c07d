// The cards linked to this app, and the commands on them.
import { useState } from 'preact/hooks';
import { api, ask, askOutcome, outcomeUnknown, sendOnce, serverNow, setPendingOwner, usePending, useResource, type Answer, type Outcome, type Problem, type Resource, type Schemas } from '@meguri/shared/api';

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

/** The card stays as it is; whoever holds it can read it again. */
export const unlinkCard = (card: Card): Promise<Answer<unknown>> => ask(api.POST('/api/wallet/cards/{id}/unlink', { params: { path: { id: card.id } }, body: {} }));

/** Moves everything on a card into the app, once: asked again after a lost answer it tells what became of that one. */
export function useMove(card: Card, code: string, person: string) {
  setPendingOwner(person);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | undefined>();
  const kept = usePending('move_card');
  const pending = kept && kept.name === card.id ? kept : undefined;
  const run = async (work: () => Promise<Outcome>) => {
    setBusy(true);
    setOutcome(await work());
    setBusy(false);
  };
  const begin = async (pin: string): Promise<Outcome> => {
    const fresh = await ask(api.POST('/api/keys', { body: {} }));
    if (!fresh.ok) return { state: 'not_done', problem: fresh.problem };
    const { key } = fresh.data;
    const command = { kind: 'move_card' as const, key, sentAt: serverNow(), amount: card.balance, name: card.id };
    return sendOnce(command, () => ask(api.POST('/api/wallet/cards/move', { body: { key, code, ...(pin && { pin }) } })));
  };
  return {
    busy,
    outcome,
    /** Sent, and no answer yet: also after a reload. */
    pending,
    move: (pin: string) => run(() => begin(pin)),
    askAgain: () => run(async () => (pending ? askOutcome(pending) : { state: 'unknown' })),
  };
}

/** Stops a card; pressed again after a lost answer it stops the same card. */
export function useBlock(card: Card) {
  const [state, setState] = useState<'ready' | 'sending' | 'unknown' | 'done'>('ready');
  const [problem, setProblem] = useState<Problem | undefined>();
  const block = async () => {
    setState('sending');
    setProblem(undefined);
    const fresh = await ask(api.POST('/api/keys', { body: {} }));
    const answer = fresh.ok ? await ask(api.POST('/api/wallet/cards/{id}/block', { params: { path: { id: card.id } }, body: { key: fresh.data.key } })) : fresh;
    if (answer.ok) return setState('done');
    if (fresh.ok && outcomeUnknown(answer.problem)) return setState('unknown');
    setProblem(answer.problem);
    setState('ready');
  };
  return { state, problem, block };
}
