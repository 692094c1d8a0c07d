// A day's total: 「きょうの売上 19件・12:33時点 23,480円」.
import type { VNode } from 'preact';
import { Amount } from './amount.tsx';
import './rows.css';

export function TotalCard({ title, note, amount }: { title: string; note: string; amount: number }): VNode {
  return (
    <section class="card total-card" aria-label={title}>
      <div>
        <h2>{title}</h2>
        <p class="quiet">{note}</p>
      </div>
      <Amount value={amount} size="total" />
    </section>
  );
}
