// The council's question first: issued = held + spent + expired + refunded, of all money together, and the difference stated.
import type { VNode } from 'preact';
import { figure } from '@meguri/shared/texts';
import { Icon } from '@meguri/shared/ui';
import { t } from '../texts.ts';
import { differenceOf, held, inMoney, returned, spent, totalOf, waiting, type ProgramBooks } from './books.ts';
import './equation.css';

function Figure({ name, value, sign, note }: { name: string; value: number; sign?: string; note?: VNode | string }): VNode {
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
        <span class="equation-unit">{t('unit')}</span>
        {note && <span class="equation-note">{note}</span>}
      </dd>
    </div>
  );
}

export function Equation({ programs }: { programs: ProgramBooks[] }): VNode {
  const books = totalOf(inMoney(programs));
  const said = (amount: number) => t('yen', { amount: figure(amount) });
  // A difference in points is none of yen, and must not go unseen either; nor may two that cancel each other.
  const wrong = programs.find((each) => differenceOf(each) !== 0);
  const off = wrong ? differenceOf(wrong) : differenceOf(books);
  const offs = wrong && wrong.program.unit === 'point' ? t('dry.points', { amount: figure(off) }) : said(off);
  const parts = { receivable: figure(books.receivable), settled: figure(books.settled), dues: figure(books.public_dues) };
  const check = (
    <span class={off === 0 ? 'balanced' : 'unbalanced'}>
      <Icon name={off === 0 ? 'check' : 'warning'} size={16} />
      {off === 0 ? t('dashboard.balanced', { none: said(0) }) : t('dashboard.difference', { amount: offs })}
    </span>
  );
  return (
    <section class="panel equation" aria-label={t('dashboard.equation')}>
      <dl>
        <Figure name={t('dashboard.issued')} value={books.issued} />
        <Figure name={t('dashboard.held')} value={held(books)} sign="=" note={waiting(books) > 0 ? t('dashboard.on_hold', { amount: said(waiting(books)) }) : undefined} />
        <Figure name={t('dashboard.spent')} value={spent(books)} sign="+" note={t('dashboard.spent_parts', parts)} />
        <Figure name={t('dashboard.expired')} value={books.expired} sign="+" />
        <Figure name={t('dashboard.refunded')} value={returned(books)} sign="+" note={check} />
      </dl>
    </section>
  );
}
