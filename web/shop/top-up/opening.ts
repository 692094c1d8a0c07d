// What the customer holds out: a code of the app, which works once, or a card, which works as long as it lives.
import { api, ask, type Answer } from '@meguri/shared/api';
import { isCard } from '../card-code.ts';
import type { Opened, OpenedCard, OpenedCode } from './draft.ts';

async function openCode(code: string): Promise<Answer<OpenedCode>> {
  const answer = await ask(api.POST('/api/wallet-codes/open', { body: { code } }));
  if (!answer.ok) return answer;
  const { wallet, label, programs, key } = answer.data;
  return { ok: true, data: { by: 'code', wallet, label, programs, key } };
}

/** Also one that is not handed out yet. Each look brings a key of its own. */
export async function openCard(code: string): Promise<Answer<OpenedCard>> {
  const answer = await ask(api.POST('/api/card-codes/open', { body: { code } }));
  if (!answer.ok) return answer;
  const { card, pin, programs, key } = answer.data;
  return { ok: true, data: { by: 'card', code, card, pin, programs, key } };
}

export const openForTopUp = (code: string): Promise<Answer<Opened>> => (isCard(code) ? openCard(code) : openCode(code));
