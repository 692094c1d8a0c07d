// The figure that is being typed, under the sentence that says whose figure it is.
import type { VNode } from 'preact';
import { T } from '../texts/shared-texts.ts';
import { Amount } from './amount.tsx';

export function AmountLine({ amount, unit }: { amount: number; unit?: string | undefined }): VNode {
  return (
    <div class="amount-line">
      <p class="phrases">
        <T k="amount.prompt" />
      </p>
      <Amount value={amount} size="entry" {...(unit && { unit })} cursor />
    </div>
  );
}
