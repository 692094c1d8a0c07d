// From what was scanned to a page for the amount. The key is taken first and stays with that code: when the answer is lost, the
// same question again has the same answer, and nothing else ever does.
import { useRef, useState } from 'preact/hooks';
import { api, ask, type Answer, type Problem } from '@meguri/shared/api';
import { play } from '@meguri/shared/ui';
import { isCard } from '../card-code.ts';
import { switchedOn } from '../device.ts';
import type { Opened } from './draft.ts';

async function openCode(code: string, key: string): Promise<Answer<Opened>> {
  const answer = await ask(api.POST('/api/wallet-codes/open-to-pay', { body: { key, code } }));
  if (!answer.ok) return answer;
  const { wallet, points } = answer.data;
  return { ok: true, data: { by: 'code', key, wallet, points } };
}

async function openCard(code: string): Promise<Answer<Opened>> {
  const answer = await ask(api.POST('/api/card-codes/open', { body: { code } }));
  if (!answer.ok) return answer;
  const { key, card, pin } = answer.data;
  return { ok: true, data: { by: 'card', key, code, card, pin } };
}

export interface Opening {
  busy: boolean;
  problem: Problem | undefined;
  open: (text: string) => Promise<void>;
  /** The same code once more, when no answer came. */
  again: (() => Promise<void>) | undefined;
}

export function useOpening(onOpened: (opened: Opened) => void): Opening {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const last = useRef<{ code: string; key?: string } | undefined>(undefined);
  const running = useRef(false);
  const keyFor = async (code: string): Promise<Answer<string>> => {
    const kept = last.current && last.current.code === code && last.current.key;
    if (kept) return { ok: true, data: kept };
    const answer = await ask(api.POST('/api/keys', { body: {} }));
    if (!answer.ok) return answer;
    last.current = { code, key: answer.data.key };
    return { ok: true, data: answer.data.key };
  };
  const attempt = async (code: string): Promise<Answer<Opened>> => {
    if (isCard(code)) return openCard(code);
    const key = await keyFor(code);
    return key.ok ? openCode(code, key.data) : key;
  };
  const open = async (text: string) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    const code = text.slice(0, 500);
    if (!last.current || last.current.code !== code) last.current = { code };
    let answer = await attempt(code);
    // A moment without network: once more before anybody is bothered.
    if (!answer.ok && answer.problem.kind !== 'refused') answer = await attempt(code);
    running.current = false;
    setBusy(false);
    if (answer.ok) {
      last.current = undefined;
      return onOpened(answer.data);
    }
    if (answer.problem.kind === 'refused') last.current = undefined;
    setProblem(answer.problem);
    if (switchedOn('sound')) play('refused');
  };
  const lost = problem && problem.kind !== 'refused' && last.current;
  return { busy, problem, open, again: lost ? () => open(lost.code) : undefined };
}
