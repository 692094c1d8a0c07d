// A program's terms as sentences that a council member reads without help; the figures in bold.
import type { VNode } from 'preact';
import { consoleDay, figure, withBreaks } from '@meguri/shared/texts';
import type { Terms } from '../data.ts';
import { t } from '../texts.ts';
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

export function sentencesOf(terms: Terms): string[] {
  const { top_up, budget, expiry, origin } = terms;
  const amounts = top_up && { min: figure(top_up.minimum), max: figure(top_up.maximum), step: figure(top_up.step) };
  const period = periodOf(terms);
  const usable =
    expiry.kind === 'days_after'
      ? t('terms.days_after', { days: figure(expiry.days) })
      : expiry.kind === 'fixed'
        ? t('terms.fixed', { day: consoleDay(expiry.date) })
        : expiry.kind === 'months_after'
          ? t('terms.months_after', { months: figure(expiry.months) })
          : t('terms.never');
  return [
    t(origin === 'paid' ? 'terms.paid' : 'terms.granted') + (amounts ? t('terms.amounts', amounts) : ''),
    usable + (period === t('common.always') ? t('terms.always') : t('terms.period', { period })),
    (top_up?.person_maximum ? t('terms.person', { amount: figure(top_up.person_maximum) }) : t('terms.no_person')) +
      (budget ? t('terms.budget', { amount: figure(budget) }) : t('terms.no_budget')),
  ];
}

export function TermsText({ terms }: { terms: Terms }): VNode {
  return (
    <div class="terms">
      {sentencesOf(terms).map((sentence) => (
        <p key={sentence}>{withBreaks(sentence)}</p>
      ))}
    </div>
  );
}
