// The day in one card: the total, how many, and how it splits into programs. The bar is decoration; the figures beside
// the stamps say it. Points stand apart and are never added to yen.
import type { VNode } from 'preact';
import { serverNow, type Schemas } from '@meguri/shared/api';
import { clockMinutes, figure } from '@meguri/shared/texts';
import { Amount, Stamp, stampOf, TotalCard } from '@meguri/shared/ui';
import type { Entry } from '../shop.ts';
import { t } from './texts.ts';
import { cashOf } from './rows.ts';
import './sales-summary.css';

interface Summed {
  count: number;
  amount: number;
  by_program: { program: Schemas['ProgramTag']; amount: number }[];
}

export function SalesSummary({ sales, cancelled, title }: { sales: Summed; cancelled: number; title?: string }): VNode {
  const money = sales.by_program.filter((part) => part.program.unit === 'money' && part.amount !== 0);
  const points = sales.by_program.filter((part) => part.program.unit === 'point' && part.amount !== 0);
  const drawn = money.filter((part) => part.amount > 0);
  return (
    <section class="card sales-summary" aria-label={title ?? t('today.sales')}>
      <p class="sales-total">
        <Amount value={sales.amount} size="balance" />
        <span>{t('sales.counts', { n: figure(sales.count), c: figure(cancelled) })}</span>
      </p>
      {drawn.length > 0 && (
        <div class="sales-bar" aria-hidden="true">
          {drawn.map(({ program, amount }) => (
            <span key={program.id} class={`tone-${stampOf(program).tone}`} style={{ flex: `${amount} 0 0` }} />
          ))}
        </div>
      )}
      <ul class="sales-parts" aria-label={t('sales.by_program')}>
        {money.map(({ program, amount }) => (
          <li key={program.id}>
            <Stamp {...stampOf(program, true)} />
            <span class="whole">{t('amount.yen', { amount: figure(amount) })}</span>
          </li>
        ))}
      </ul>
      {points.length > 0 && (
        <ul class="sales-parts sales-points" aria-label={t('sales.points_used')}>
          {points.map(({ program, amount }) => (
            <li key={program.id}>
              <Stamp {...stampOf(program, true)} />
              <span class="whole">{t('sales.points', { amount: figure(amount) })}</span>
            </li>
          ))}
        </ul>
      )}
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
