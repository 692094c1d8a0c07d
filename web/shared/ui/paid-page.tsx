// 「支払いました」: the one moment of full colour in the product; no other page may be full green. Meant to be read
// across a counter: shop, amount, the moving second, four digits and seal equal to the shop's. The balance is
// hidden (the phone is being shown). Back and reload show this page again and cannot pay.
import type { ComponentChildren, VNode } from 'preact';
import { figure } from '../texts/amounts.ts';
import { receiptDay, receiptTime } from '../texts/dates.ts';
import { t, T, yen } from '../texts/shared-texts.ts';
import { DaySeal } from './day-seal.tsx';
import { FourDigits } from './four-digits.tsx';
import { Icon } from './icon.tsx';
import { useHeadingFocus } from './page.tsx';
import './paid-page.css';
import { PaidRing } from './paid-ring.tsx';
import { Shippo } from './shippo.tsx';
import { Stamp, type StampProps } from './stamp.tsx';

export interface PaidPart {
  name: string;
  amount: number;
  stamp: StampProps;
}

export interface PaidPageProps {
  amount: number;
  unit?: string | undefined;
  placeName: string;
  digits: string;
  /** When the payment was made, server time, unix ms. */
  paidAt: number;
  seal: string;
  /** Which value it was paid with. */
  parts: PaidPart[];
  /** The server's time now (shared/api serverNow). */
  now: () => number;
  /** Two buttons: <Button kind="on-green"> and <Button kind="white">. */
  buttons: ComponentChildren;
  strips?: ComponentChildren;
}

function PaidSlip({ digits, paidAt, seal, parts, unit }: PaidPageProps): VNode {
  return (
    <div class="slip white-slip">
      <div class="slip-digits">
        <div>
          <strong>{t('paid.digits')}</strong>
          <span class="quiet phrases">
            <T k="paid.same_as_shop" />
          </span>
        </div>
        <FourDigits digits={digits} />
      </div>
      <div class="slip-facts">
        <div>
          <p class="quiet whole">{receiptDay(paidAt)}</p>
          <p class="slip-time whole">{receiptTime(paidAt)}</p>
          {parts.map((part, i) => (
            <p class="slip-part" key={i}>
              <Stamp {...part.stamp} />
              <span>
                {part.name} <span class="whole">{unit ? figure(part.amount) + unit : yen(part.amount)}</span>
              </span>
            </p>
          ))}
        </div>
        <DaySeal kanji={seal} />
      </div>
    </div>
  );
}

export function PaidPage(props: PaidPageProps): VNode {
  const heading = useHeadingFocus(t('paid.title'));
  return (
    <div class="paid">
      <Shippo />
      {props.strips}
      <main class="paid-body page-width">
        <div class="paid-main">
        <div class="paid-title">
          <span class="paid-check">
            <Icon name="check" size={28} />
          </span>
          <h1 ref={heading} tabIndex={-1}>
            {t('paid.title')}
          </h1>
        </div>
        <PaidRing amount={props.amount} {...(props.unit && { unit: props.unit })} placeName={props.placeName} now={props.now} />
          <PaidSlip {...props} />
        </div>
        <div class="paid-foot">
          <p class="phrases">
            <T k="paid.show" />
          </p>
          <div class="paid-buttons">{props.buttons}</div>
        </div>
      </main>
    </div>
  );
}
