// The figure that is being typed, under the sentence that says whose figure it is.
import type { ComponentChildren, VNode } from 'preact';
import { T } from '../texts/shared-texts.ts';
import { Amount } from './amount.tsx';

interface AmountLineProps {
  amount: number;
  /** Undefined: yen. */
  unit?: string | undefined;
  /** Instead of 「お店の人が言った金額を入れてください」. */
  words?: ComponentChildren;
}

export function AmountLine({ amount, unit, words }: AmountLineProps): VNode {
  return (
    <div class="amount-line">
      <p class="phrases">
        {words ?? <T k="amount.prompt" />}
      </p>
      <Amount value={amount} size="entry" {...(unit && { unit })} cursor />
    </div>
  );
}
