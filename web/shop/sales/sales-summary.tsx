// The day in one card: the total, how many, and how it splits into programs. The bar is decoration; the figures beside
// the stamps say it.
import type { VNode } from 'preact';
import { serverNow } from '@meguri/shared/api';
import { clockMinutes, figure } from '@meguri/shared/texts';
import { Amount, Stamp, stampOf, TotalCard } from '@meguri/shared/ui';
import type { Entry, Sales } from '../shop.ts';
import { t } from './texts.ts';
import { cashOf } from './rows.ts';
import './sales-summary.css';

export function SalesSummary({ sales, cancelled }: { sales: Sales; cancelled: number }): VNode {
  const parts = sales.by_program.filter((part) => part.amount > 0);
  return (
    <section class="card sales-summary" aria-label={t('today.sales')}>
      <p class="sales-total">
        <Amount value={sales.amount} size="balance" />
        <span>{t('sales.counts', { n: figure(sales.count), c: cancelled })}</span>
      </p>
      {parts.length > 0 && (
        <div class="sales-bar" aria-hidden="true">
          {parts.map(({ program, amount }) => (
            <span key={program.id} class={`tone-${stampOf(program).tone}`} style={{ flex: `${amount} 0 0` }} />
          ))}
        </div>
      )}
      <ul class="sales-parts" aria-label={t('sales.by_program')}>
        {parts.map(({ program, amount }) => (
          <li key={program.id}>
            <Stamp {...stampOf(program, true)} />
            <span class="whole">{t('amount.yen', { amount: figure(amount) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function CashCard({ entries, title }: { entries: Entry[]; title: string }): VNode {
  const cash = cashOf(entries);
  return (
    <div class="cash-card">
      <TotalCard
        title={title}
        note={t('today.note', { n: figure(cash.count), time: clockMinutes(serverNow()) })}
        amount={cash.amount}
      />
    </div>
  );
}
