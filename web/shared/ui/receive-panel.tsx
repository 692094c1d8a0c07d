// The shop's side of a payment: same green, digits, boxes and seal as the customer's page. Slides in from above;
// the page that shows it lets it give way after 20 s or at a tap.
import type { VNode } from 'preact';
import { receiptTime } from '../texts/dates.ts';
import { withBreaks } from '../texts/define.ts';
import { t, T } from '../texts/shared-texts.ts';
import { Amount } from './amount.tsx';
import { Button } from './button.tsx';
import { DaySeal } from './day-seal.tsx';
import { FourDigits } from './four-digits.tsx';
import { Icon } from './icon.tsx';
import './paid-page.css';
import './receive-panel.css';
import { Shippo } from './shippo.tsx';

export interface ReceivePanelProps {
  amount: number;
  unit?: string | undefined;
  digits: string;
  receivedAt: number;
  seal: string;
  /** Beside the digits, where the customer has no screen to hold them against: what is left on the card. */
  note?: string | undefined;
  /** Tablet: large digits. */
  large?: boolean;
  onNext?: (() => void) | undefined;
}

export function ReceivePanel({ amount, unit, digits, receivedAt, seal, note, large, onNext }: ReceivePanelProps): VNode {
  return (
    <section class="receive" aria-label={t('received.title')}>
      <Shippo />
      <div class="paid-title">
        <span class="paid-check">
          <Icon name="check" size={24} />
        </span>
        <h2>{t('received.title')}</h2>
      </div>
      <p>
        <Amount value={amount} size="paid" {...(unit && { unit })} />
      </p>
      <div class="receive-slip white-slip">
        <div>
          <strong>{t('paid.digits')}</strong>
          <span class="quiet phrases">
            {note === undefined ? <T k="received.same_as_customer" /> : withBreaks(note)}
          </span>
        </div>
        <FourDigits digits={digits} large={large} />
      </div>
      <div class="receive-facts">
        <span class="whole">{receiptTime(receivedAt)}</span>
        <DaySeal kanji={seal} beside />
      </div>
      {onNext && (
        <Button kind="on-green" onClick={onNext}>
          {t('received.next')}
        </Button>
      )}
    </section>
  );
}
