// Money only (points have their own strip, never added). Never on a paid or a code page: those are shown
// to others.
import type { VNode } from 'preact';
import { figure } from '../texts/amounts.ts';
import { asOfTime, dayWithWeekday, type Day } from '../texts/dates.ts';
import { t } from '../texts/shared-texts.ts';
import { Amount } from './amount.tsx';
import './balance-card.css';
import { Pill } from './button.tsx';
import { Icon } from './icon.tsx';
import { Skeleton } from './skeleton.tsx';
import { Stamp, type StampProps } from './stamp.tsx';

export interface BalanceCardProps {
  /** Sum of all money lots, yen; undefined while it is not known yet. */
  amount?: number | undefined;
  /** Server time, unix ms. */
  now: number;
  /** Given when the figure may be old (no connection): shown instead of the top-up pill. */
  asOf?: number | undefined;
  /** The lot that expires next. */
  next?: { amount: number; expiresOn: Day; stamp: StampProps } | undefined;
  lotsHref?: string | undefined;
  topUpHref?: string | undefined;
}

function NextExpiry({ next, now, href }: { next: NonNullable<BalanceCardProps['next']>; now: number; href?: string | undefined }) {
  const inner = (
    <>
      <Stamp {...next.stamp} />
      <span>
        <strong>{t('balance.next_expiry_amount', { amount: figure(next.amount) })}</strong>
        {t('balance.next_expiry_middle')}
        <span class="whole">
          <strong>{dayWithWeekday(next.expiresOn, now)}</strong>
          {t('balance.next_expiry_end')}
        </span>
      </span>
      {href !== undefined && <Icon name="chevron" size={20} />}
    </>
  );
  if (href === undefined) return <div class="balance-card-next">{inner}</div>;
  return (
    <a class="balance-card-next" href={href}>
      {inner}
    </a>
  );
}

export function BalanceCard({ amount, now, asOf, next, lotsHref, topUpHref }: BalanceCardProps): VNode {
  return (
    <section class="card balance-card" aria-label={t('balance.title')}>
      <div class="balance-card-top">
        <div class="balance-card-head">
          <h2>{t('balance.title')}</h2>
          {asOf !== undefined ? (
            <span class="quiet">{t('balance.as_of', { time: asOfTime(asOf) })}</span>
          ) : (
            topUpHref !== undefined && (
              <Pill kind="top-up" icon="plus" href={topUpHref}>
                {t('balance.top_up')}
              </Pill>
            )
          )}
        </div>
        <div class="balance-card-figure">
          {amount === undefined ? (
            <Skeleton shape="balance" label={t('balance.loading')} />
          ) : (
            <Amount value={amount} size="balance" />
          )}
        </div>
      </div>
      {next && <NextExpiry next={next} now={now} href={lotsHref} />}
    </section>
  );
}
