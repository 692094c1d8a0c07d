// 確認番号: four digits, identical on the customer's and the shop's page, read out one by one.
import type { VNode } from 'preact';
import { t } from '../texts/shared-texts.ts';
import './four-digits.css';

export interface FourDigitsProps {
  digits: string;
  large?: boolean;
}

const spoken = (digits: string) => `${t('paid.digits')} ${digits.split('').join(' ')}`;

export function FourDigits({ digits, large }: FourDigitsProps): VNode {
  return (
    <span class={`four-digits${large ? ' four-digits-large' : ''}`} role="img" aria-label={spoken(digits)}>
      {digits.split('').map((digit, i) => (
        <span key={i} aria-hidden="true">
          {digit}
        </span>
      ))}
    </span>
  );
}

/** The same digits in a row of a list. */
export function DigitsChip({ digits, off }: { digits: string; off?: boolean }): VNode {
  return (
    <span class={`digits-chip${off ? ' digits-chip-off' : ''}`} role="img" aria-label={spoken(digits)}>
      <span aria-hidden="true">{digits}</span>
    </span>
  );
}
