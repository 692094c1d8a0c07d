// A small account: lines of "what … how much". Used for what a payment spends, for a refused sum and for the
// facts of an unknown payment.
import type { ComponentChildren, VNode } from 'preact';
import { withBreaks } from '../texts/define.ts';
import './account.css';
import { Stamp, type StampProps } from './stamp.tsx';

export interface AccountLine {
  name: ComponentChildren;
  value: ComponentChildren;
  note?: string | undefined;
  stamp?: StampProps | undefined;
  /** Words of any length, as a shop's name: they go on in a second line. Without it a value stays whole. */
  long?: boolean;
  /** The line that matters: larger figure. */
  lead?: boolean;
  /** Does not count here ("使えません"). */
  faint?: boolean;
}

export function Account({ lines }: { lines: AccountLine[] }): VNode {
  return (
    <dl class="account">
      {lines.map((line, i) => (
        <div key={i} class={`account-row${line.lead ? ' account-row-lead' : ''}${line.faint ? ' account-row-faint' : ''}`}>
          <dt class={line.stamp ? 'account-with-stamp' : undefined}>
            {line.stamp && <Stamp {...line.stamp} />}
            <span>
              {line.name}
              {line.note && <span class="account-note">{withBreaks(line.note)}</span>}
            </span>
          </dt>
          <dd class={line.long ? undefined : 'whole'}>{line.value}</dd>
        </div>
      ))}
    </dl>
  );
}
