// A payment in the shop's lists: time, stamps of what it was paid with, its four digits, the amount, and at the
// end an action (取消) or a word (取消済).
import type { ComponentChildren, VNode } from 'preact';
import { clockMinutes } from '../texts/dates.ts';
import { quantity, t } from '../texts/shared-texts.ts';
import { DigitsChip } from './four-digits.tsx';
import './rows.css';
import { Stamp, type StampProps } from './stamp.tsx';

export interface ReceivedRowProps {
  at: number;
  stamps: StampProps[];
  digits: string;
  amount: number;
  /** Points are never yen. */
  unit?: 'money' | 'point' | undefined;
  /** How much of it was given back, when a part of it stands. */
  returned?: number | undefined;
  /** 'fresh' = just received; 'chosen' = being cancelled beside; 'cancelled' = struck out. */
  state?: 'fresh' | 'chosen' | 'cancelled' | undefined;
  action?: ComponentChildren;
  /** Below the digits: who took it, what it takes back. */
  note?: string | undefined;
}

export function ReceivedRow({ at, stamps, digits, amount, unit, returned, state, action, note }: ReceivedRowProps): VNode {
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
        {quantity(amount, unit)}
        {returned !== undefined && returned > 0 && !cancelled && (
          <span class="received-returned">{t('row.returned', { amount: quantity(returned, unit) })}</span>
        )}
        {note !== undefined && <span class="received-note">{note}</span>}
      </span>
      {(action !== undefined || cancelled) && (
        <span class="received-action">{action ?? t('row.cancelled')}</span>
      )}
    </li>
  );
}
