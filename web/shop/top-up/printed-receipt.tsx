// The receipt of a top-up on paper: what came in and until when, and the number with which it can be found again. On screen
// it is the page itself.
import type { VNode } from 'preact';
import { timeOf } from '@meguri/shared/api';
import { figure, receiptMoment } from '@meguri/shared/texts';
import { useShop, type Entry } from '../shop.ts';
import { endOf } from './amount-page.tsx';
import './printed-receipt.css';
import { t } from './texts.ts';

export function PrintedReceipt({ entry }: { entry: Entry }): VNode {
  const { info, placeName, staffName } = useShop();
  const lines: [string, string][] = [
    [t('receipt.cash'), t('amount.yen', { amount: figure(entry.amount) })],
    ...entry.lots.map((lot): [string, string] => [`${lot.program.name} ${endOf(lot)}`, t('amount.yen', { amount: figure(lot.amount) })]),
    [t('csv.digits'), entry.digits],
    [t('receipt.number'), entry.id],
    [t('receipt.place'), placeName],
    [t('receipt.staff'), staffName],
  ];
  return (
    <div class="printed-receipt" aria-hidden="true">
      <p class="printed-title">
        {info.city} {t('receipt.title')}
      </p>
      <p>{receiptMoment(timeOf(entry.at))}</p>
      {lines.map(([name, value]) => (
        <p key={name} class="printed-line">
          <span>{name}</span> <span>{value}</span>
        </p>
      ))}
      <p>{t('receipt.ask', { telephone: info.telephone })}</p>
    </div>
  );
}
