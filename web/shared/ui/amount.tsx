// An amount of money or points: tabular digits, thousands comma, a small unit on the same baseline. Reads
// as one phrase ("860円"). Units never mix: a point amount says its own unit.
import type { VNode } from 'preact';
import { figure, signedFigure } from '../texts/amounts.ts';
import { t } from '../texts/shared-texts.ts';
import './amount.css';

export type AmountSize = 'row' | 'total' | 'balance' | 'entry' | 'paid' | 'face';

export interface AmountProps {
  value: number;
  size?: AmountSize;
  /** Default 円. */
  unit?: string;
  /** Shows + before what came in. A minus is always shown. */
  signed?: boolean;
  /** While it is being typed. */
  cursor?: boolean;
}

/** Steps down with the number of digits (visual rule 80 → 64 → 52 → 48). */
function lengthClass(value: number): string {
  const digits = String(Math.abs(value)).length;
  if (digits < 5) return '';
  if (digits === 5) return ' amount-long';
  return digits === 6 ? ' amount-longer' : ' amount-longest';
}

export function Amount({ value, size = 'row', unit, signed, cursor }: AmountProps): VNode {
  return (
    <span class={`amount amount-${size}${lengthClass(value)}`}>
      <span>{signed ? signedFigure(value) : figure(value)}</span>
      {cursor && <span class="amount-cursor" />}
      <span class="amount-unit">{unit ?? t('unit.yen')}</span>
    </span>
  );
}
