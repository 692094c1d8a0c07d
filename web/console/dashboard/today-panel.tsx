// What is being spent today, beside the same weekday of last week, and the seven days up to today: filled = this week, outlined =
// the week before; the figures stand beside the bars, or in the table for the ears.
import type { VNode } from 'preact';
import { timeOf } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { asOfTime, figure, startOfDay, weekdayOf } from '@meguri/shared/texts';
import type { Dashboard } from '../data.ts';
import { Panel } from '../frame/parts.tsx';
import { t } from '../texts.ts';

export function TodayPanel({ data }: { data: Dashboard }): VNode {
  const { today, last_week, week } = data;
  return (
    <Panel title={t('dashboard.week')} actions={<a href={to('/reports/flows')}>{t('dashboard.in_and_out')}</a>}>
      <div class="today">
        <div class="today-sum">
          <p class="quiet">{t('dashboard.until_now', { time: asOfTime(timeOf(data.as_of)) })}</p>
          <p>
            <span class="equation-figure">{figure(today.paid)}</span>
            <span class="equation-unit">{t('unit')}</span>
          </p>
          <p>{t('count', { n: figure(today.payments) })}</p>
          <Change now={today.paid} then={last_week.paid} />
          <p class="quiet">{t('dashboard.topped_up', { now: figure(today.topped_up), then: figure(last_week.topped_up) })}</p>
          <p class="today-legend quiet">
            <span class="today-key today-now" /> {t('dashboard.this_week')} <span class="today-key today-then" /> {t('dashboard.week_before')}
          </p>
        </div>
        <Bars week={week} />
      </div>
    </Panel>
  );
}

function Change({ now, then }: { now: number; then: number }): VNode {
  const change = then > 0 ? Math.round((1000 * (now - then)) / then) / 10 : undefined;
  const word = change === undefined ? undefined : change < 0 ? 'dashboard.less' : 'dashboard.more';
  return (
    <p>
      {word && change !== undefined && <span class="today-change">{t(word, { n: Math.abs(change) })}</span>} {t('dashboard.then', { amount: figure(then) })}
    </p>
  );
}

/** The least of 1, 2, 5, 10, 20 … that is not below it: where the scale ends. */
function roundUp(most: number): number {
  for (let step = 1000; ; step *= 10) for (const times of [1, 2, 5]) if (step * times >= most) return step * times;
}

function Bars({ week }: Pick<Dashboard, 'week'>): VNode {
  const top = roundUp(Math.max(...week.flatMap(({ paid, paid_week_before }) => [paid, paid_week_before])));
  const height = (amount: number) => ({ height: `${(100 * Math.max(amount, 0)) / top}%`, visibility: amount > 0 ? 'visible' : 'hidden' });
  return (
    <figure class="bars">
      <span class="bars-scale quiet" aria-hidden="true">
        <span>{t('yen', { amount: figure(top) })}</span>
        <span>0</span>
      </span>
      <ol>
        {week.map(({ day, paid, paid_week_before }, n) => (
          <li key={day}>
            <span class="bars-pair" aria-hidden="true">
              <span class="bars-then" style={height(paid_week_before)} />
              <span class="bars-now" style={height(paid)} />
            </span>
            <span class={n === week.length - 1 ? 'bars-today' : undefined}>{weekdayOf(startOfDay(day))}</span>
            <span class="heard">{t('dashboard.bar', { now: figure(paid), then: figure(paid_week_before) })}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
