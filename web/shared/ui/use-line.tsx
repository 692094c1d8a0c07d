// 「冬のプレミアムで払います 860円 ›」: which value will be used, as one quiet line that opens the reasons.
import type { VNode } from 'preact';
import { figure } from '../texts/amounts.ts';
import { yen } from '../texts/shared-texts.ts';
import { Icon } from './icon.tsx';
import './keypad.css';
import { Stamp, type StampProps } from './stamp.tsx';

export interface UseLineProps {
  stamps: StampProps[];
  words: string;
  amount?: number | undefined;
  /** Undefined: yen. */
  unit?: string | undefined;
  onOpen?: (() => void) | undefined;
}

export function UseLine({ stamps, words, amount, unit, onOpen }: UseLineProps): VNode {
  const inner = (
    <>
      {stamps.map((stamp, i) => (
        <Stamp key={i} {...stamp} />
      ))}
      <span class="use-line-words">{words}</span>
      <span class="use-line-end">
        {amount !== undefined && (unit ? figure(amount) + unit : yen(amount))}
        {onOpen && <Icon name="chevron" size={18} />}
      </span>
    </>
  );
  if (!onOpen) return <div class="use-line">{inner}</div>;
  return (
    <button class="use-line" type="button" onClick={onOpen}>
      {inner}
    </button>
  );
}
