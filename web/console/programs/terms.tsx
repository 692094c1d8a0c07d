// A program's terms as sentences that a council member reads without help.
import type { VNode } from 'preact';
import { consoleDay, figure } from '@meguri/shared/texts';
import type { Terms } from '../data.ts';
import { T, t } from '../texts.ts';
import './programs.css';

export function periodOf(terms: Pick<Terms, 'issue_from' | 'issue_to'>): string {
  const { issue_from: from, issue_to: to } = terms;
  if (from && to) return t('period.both', { from: consoleDay(from), to: consoleDay(to) });
  if (from) return t('period.from', { from: consoleDay(from) });
  return to ? t('period.to', { to: consoleDay(to) }) : t('common.always');
}

export function expiryOf({ expiry }: Pick<Terms, 'expiry'>): string {
  if (expiry.kind === 'days_after') return t('expiry.days_after', { days: expiry.days });
  if (expiry.kind === 'months_after') return t('expiry.months_after', { months: expiry.months });
  return expiry.kind === 'fixed' ? t('expiry.fixed', { day: consoleDay(expiry.date) }) : t('expiry.never');
}

function Usable({ expiry }: Pick<Terms, 'expiry'>): VNode {
  if (expiry.kind === 'days_after') return <T k="terms.days_after" v={{ days: figure(expiry.days) }} />;
  if (expiry.kind === 'months_after') return <T k="terms.months_after" v={{ months: figure(expiry.months) }} />;
  return expiry.kind === 'fixed' ? <T k="terms.fixed" v={{ day: consoleDay(expiry.date) }} /> : <T k="terms.never" />;
}

function Amounts({ top_up }: Required<Pick<Terms, 'top_up'>>): VNode {
  const { minimum, maximum, step } = top_up;
  return <T k="terms.amounts" v={{ min: figure(minimum), max: figure(maximum), step: figure(step) }} />;
}

/** Two sentences a line; between them, as between their phrases, a line may break. */
export function TermsText({ terms }: { terms: Terms }): VNode {
  const { top_up, budget, origin } = terms;
  const person = top_up && top_up.person_maximum;
  const limited = terms.issue_from || terms.issue_to;
  return (
    <div class="terms">
      <p>
        <T k={origin === 'paid' ? 'terms.paid' : 'terms.granted'} />
        <wbr />
        {top_up && <Amounts top_up={top_up} />}
      </p>
      <p>
        <Usable expiry={terms.expiry} />
        <wbr />
        {limited ? <T k="terms.period" v={{ period: periodOf(terms) }} /> : <T k="terms.always" />}
      </p>
      <p>
        {person ? <T k="terms.person" v={{ amount: figure(person) }} /> : <T k="terms.no_person" />}
        <wbr />
        {budget ? <T k="terms.budget" v={{ amount: figure(budget) }} /> : <T k="terms.no_budget" />}
      </p>
    </div>
  );
}
