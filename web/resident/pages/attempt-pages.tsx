// The pages of one attempt to pay. Its state decides which page stands here, not the address: back, reload and a second
// tab can therefore show nothing but what is true, and never a pay button for what was sent.
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { go } from '@meguri/shared/route';
import { announce, play } from '@meguri/shared/ui';
import { figure } from '@meguri/shared/texts';
import { isFinal, isOpen, type Attempt } from '../payment/attempt.ts';
import { markSeen, useAttempt } from '../payment/attempt-store.ts';
import { t as ofPoints } from '../purse/texts.ts';
import { useCity } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { AmountPage } from './amount-page.tsx';
import { AttemptRefusedPage } from './attempt-refused-page.tsx';
import { AttemptUnknownPage } from './attempt-unknown-page.tsx';
import { ConfirmPage } from './confirm-page.tsx';
import { ResidentPaidPage } from './resident-paid-page.tsx';
import { WhyPage } from './why-page.tsx';
import './attempt-pages.css';

export type AttemptPage = 'amount' | 'why' | 'confirm' | 'result';

/** Where the address has to go, or undefined when it is right. */
function rightAddress(attempt: Attempt, page: string): string | undefined {
  if (attempt.paidAs !== undefined) return `/pay/${attempt.paidAs}/result`;
  const settled = isFinal(attempt) || attempt.state === 'unknown';
  if (settled) return page === 'result' ? undefined : `/pay/${attempt.id}/result`;
  if (page === 'result' && attempt.state === 'draft') return `/pay/${attempt.id}`;
  if (page === 'confirm' && attempt.amount <= 0) return `/pay/${attempt.id}`;
  return undefined;
}

/** Sound and words at the moment of the result; not again after a reload. */
function useResultHeard(attempt: Attempt | undefined): void {
  const before = useRef(attempt?.state);
  const state = attempt?.state;
  useEffect(() => {
    const was_open = before.current === 'sent' || before.current === 'unknown';
    before.current = state;
    if (!attempt || !was_open || document.visibilityState !== 'visible') return;
    if (state === 'paid') {
      play('paid');
      const digits = attempt.entry?.digits.split('').join(' ') ?? '';
      const words = { amount: figure(attempt.amount), place: attempt.place.name, digits };
      announce(attempt.points ? ofPoints('paid.heard_points', words) : t('paid.heard', words), true);
    }
    if (state === 'not_paid') play('refused');
  }, [state]);
}

export function AttemptPages({ id, page }: { id: string; page: string }): VNode | null {
  const { person } = useCity();
  const attempt = useAttempt(id, person);
  useResultHeard(attempt);
  useEffect(() => {
    if (attempt && isFinal(attempt) && page === 'result') markSeen(attempt);
  }, [attempt?.state, page]);
  const right = attempt ? rightAddress(attempt, page) : '/';
  useEffect(() => {
    if (right !== undefined) go(right, true);
  }, [right]);

  if (!attempt || attempt.paidAs !== undefined) return null;
  if (attempt.state === 'paid') return <ResidentPaidPage attempt={attempt} />;
  if (attempt.state === 'not_paid') return <AttemptRefusedPage attempt={attempt} />;
  if (attempt.state === 'unknown') return <AttemptUnknownPage attempt={attempt} />;
  // Sent a moment ago, from this tab or another: the page with the button, which cannot be pressed.
  if (isOpen(attempt) || (page === 'confirm' && attempt.amount > 0)) return <ConfirmPage attempt={attempt} />;
  if (page === 'why') return <WhyPage attempt={attempt} />;
  return <AmountPage attempt={attempt} />;
}
