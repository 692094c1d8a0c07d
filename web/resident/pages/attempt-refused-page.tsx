import type { VNode } from 'preact';
import type { Attempt } from '../payment/attempt.ts';
import { RefusedPayment } from './refused-payment.tsx';

/** The end of an attempt that paid nothing. */
export function AttemptRefusedPage({ attempt }: { attempt: Attempt }): VNode {
  return <RefusedPayment attempt={attempt} word={attempt.refusal ?? 'not_done'} explanation={attempt.explanation} />;
}
