// A payment in the shop's lists: time, stamps of what it was paid with, its four digits, the amount, and at the
// end an action (取消) or a word (取消済).
import type { ComponentChildren, VNode } from 'preact';
import { figure } from '../texts/amounts.ts';
import { clockMinutes } from '../texts/dates.ts';
import { t, yen } from '../texts/shared-texts.ts';
import { DigitsChip } from './four-digits.tsx';
import './rows.css';
import { Stamp, type StampProps } from './stamp.tsx';

export interface ReceivedRowProps {
  at: number;
  stamps: StampProps[];
  digits: string;
  amount: number;
  /** Default 円. */
  unit?: string | undefined;
  /** How much of it was given back, when a part of it stands. */
  returned?: number | undefined;
  /** 'fresh' = just received; 'chosen' = being cancelled beside; 'cancelled' = struck out. */
  state?: 'fresh' | 'chosen' | 'cancelled' | undefined;
  action?: ComponentChildren;
}

export function ReceivedRow({ at, stamps, digits, amount, unit, returned, state, action }: ReceivedRowProps): VNode {
  const cancelled = state === 'cancelled';
  return (
    <li class={`received-row${state ? ` received-${state}` : ''}`}>
      <span class="received-time">{clockMinutes(at)}</span>
      <span class="received-stamps">
        {stamps.map((stamp, i) => (
          <Stamp key={i} {...stamp} />
        ))}
      </span>
      <DigitsChip digits={digits} off={cancelled} />
      <span class="received-end">
        {unit ? figure(amount) + unit : yen(amount)}
        {returned !== undefined && returned > 0 && !cancelled && (
          <span class="received-returned">{t('row.returned', { amount: yen(returned) })}</span>
        )}
      </span>
      {(action !== undefined || cancelled) && (
        <span class="received-action">{action ?? t('row.cancelled')}</span>
      )}
    </li>
  );
}
