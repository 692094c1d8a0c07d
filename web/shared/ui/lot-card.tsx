// A lot: value of one program with one deadline. Grouped by deadline under LotsHead; the soonest in persimmon.
import type { ComponentChildren, VNode } from 'preact';
import { withBreaks } from '../texts/define.ts';
import { Amount } from './amount.tsx';
import './rows.css';
import { Stamp, type StampProps } from './stamp.tsx';

export interface LotCardProps {
  stamp: StampProps;
  name: string;
  /** Where and for what it can be used, one line each. */
  where: string[];
  amount: number;
  unit?: string;
  /** A <TextLink green>「使える店 412店」. */
  link?: ComponentChildren;
}

export function LotCard({ stamp, name, where, amount, unit, link }: LotCardProps): VNode {
  return (
    <div class="card lot">
      <Stamp {...stamp} size={40} />
      <div class="lot-words">
        <p class="lot-name">{withBreaks(name)}</p>
        {where.map((line) => (
          <p class="quiet" key={line}>
            {line}
          </p>
        ))}
        {link}
      </div>
      <Amount value={amount} unit={unit} size="total" />
    </div>
  );
}

/** 「12月31日(木)まで … あと39日」 */
export function LotsHead({ deadline, left, soon }: { deadline: string; left: string; soon?: boolean }): VNode {
  return (
    <div class="lots-head">
      <h2>{deadline}</h2>
      <span class={soon ? 'lots-soon' : undefined}>{left}</span>
    </div>
  );
}
