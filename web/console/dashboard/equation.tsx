// The council's question first: issued = held + spent + expired + refunded, and the difference stated. One strip a program;
// nothing is added across programs. The parts are added here from the API's so that each figure is one sum a clerk can redo:
// held = outstanding + on hold + promised + budgets, spent = receivable + settled + public dues, refunded also what the city
// took back.
import type { VNode } from 'preact';
import { figure } from '@meguri/shared/texts';
import { Icon, Stamp, stampOf } from '@meguri/shared/ui';
import { to } from '@meguri/shared/route';
import type { Dashboard } from '../data.ts';
import { t } from '../texts.ts';
import './equation.css';

export type Books = Dashboard['programs'][number];

export const waiting = (books: Books) => books.on_hold + books.promised + books.budgets;
export const held = (books: Books) => books.outstanding + waiting(books);
export const returned = (books: Books) => books.refunded + books.taken_back;
export const spent = (books: Books) => books.receivable + books.settled + books.public_dues;

/** What does not add up: the server's own difference, or ours if the figures on the screen do not sum. */
export function differenceOf(books: Books): number {
  const ours = books.issued - (held(books) + spent(books) + books.expired + returned(books));
  return books.difference !== 0 ? books.difference : ours;
}

function Figure({ name, value, unit, sign, note }: { name: string; value: number; unit: string; sign?: string; note?: VNode | string }): VNode {
  return (
    <div class="equation-part">
      {sign && (
        <span class="equation-sign" aria-hidden="true">
          {sign}
        </span>
      )}
      <dt>{name}</dt>
      <dd>
        <span class="equation-figure">{figure(value)}</span>
        <span class="equation-unit">{unit}</span>
        {note && <span class="equation-note">{note}</span>}
      </dd>
    </div>
  );
}

export function Equation({ books }: { books: Books }): VNode {
  const off = differenceOf(books);
  // Points are never yen.
  const points = books.program.unit === 'point';
  const unit = t(points ? 'unit_points' : 'unit');
  const said = (amount: number) => (points ? t('dry.points', { amount: figure(amount) }) : t('yen', { amount: figure(amount) }));
  const parts = { receivable: figure(books.receivable), settled: figure(books.settled), dues: figure(books.public_dues) };
  const check = (
    <span class={off === 0 ? 'balanced' : 'unbalanced'}>
      <Icon name={off === 0 ? 'check' : 'warning'} size={16} />
      {off === 0 ? t('dashboard.balanced', { none: said(0) }) : t('dashboard.difference', { amount: said(off) })}
    </span>
  );
  return (
    <section class={`panel equation${points ? ' equation-points' : ''}`} aria-label={t('dashboard.equation', { name: books.program.name })}>
      <h2 class="equation-name">
        <Stamp {...stampOf(books.program)} />
        <a href={to(`/programs/${books.program.id}`)}>{books.program.name}</a>
        {check}
      </h2>
      <dl>
        <Figure name={t('dashboard.issued')} value={books.issued} unit={unit} />
        <Figure
          name={t('dashboard.held')}
          value={held(books)}
          unit={unit}
          sign="="
          note={waiting(books) > 0 ? t('dashboard.on_hold', { amount: said(waiting(books)) }) : undefined}
        />
        <Figure name={t('dashboard.spent')} value={spent(books)} unit={unit} sign="+" note={t('dashboard.spent_parts', parts)} />
        <Figure name={t('dashboard.expired')} value={books.expired} unit={unit} sign="+" />
        <Figure name={t('dashboard.refunded')} value={returned(books)} unit={unit} sign="+" />
      </dl>
    </section>
  );
}
