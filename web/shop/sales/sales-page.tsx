// A day's takings: total, split by stamp, each payment with its digits. Cancelling is a page of its own on phones and
// stands beside the list on tablets.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { serverNow, timeOf } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { clockMinutes, dayOf, dayWithWeekday, quantity } from '@meguri/shared/texts';
import { announce, Button, EmptyState, Pill, ReceivedRow, Skeleton, stampOf, TextInput, TextLink, Trouble } from '@meguri/shared/ui';
import { useLiveSales } from '../live.ts';
import { PageTitle, ShopPage } from '../shop-page.tsx';
import { useSales, useShop, type Entry, type Sales } from '../shop.ts';
import { T, t } from './texts.ts';
import { useAskingOn, useCommand } from '../use-command.ts';
import { CancelPanel, CancelUnknown } from './cancel-panel.tsx';
import { cancelledCount, payments, topUps, unitOf } from './rows.ts';
import { SaveLink } from './save-link.tsx';
import { CashCard, SalesSummary } from './sales-summary.tsx';
import './sales-page.css';

interface SalesPageProps {
  /** YYYY-MM-DD; today without. */
  day?: string | undefined;
  /** The entry being cancelled, or 'unknown': one whose result is not known yet. */
  cancelling?: string | undefined;
}

export function SalesPage({ day, cancelling }: SalesPageProps): VNode {
  if (cancelling !== undefined) return <CancelPage key={cancelling} id={cancelling} />;
  return <DayPage day={day} />;
}

function DayPage({ day }: { day: string | undefined }): VNode {
  const sales = useSales(day);
  useLiveSales(sales);
  useAskingOn('cancel', (outcome) => {
    announce(outcome.state === 'done' ? t('cancel.done') : t('cancel.not_cancelled'), true);
    void sales.reload();
  });
  return (
    <ShopPage tab="sales" plain>
      <div class="shop-columns sales-columns">
        <div class="sales-list">
          <DayHead day={day} sales={sales.data} />
          <DayList sales={sales.data} problem={sales.problem !== undefined} retry={() => void sales.reload()} day={day} />
        </div>
      </div>
    </ShopPage>
  );
}

function CancelPage({ id }: { id: string }): VNode {
  const sales = useSales();
  const command = useCommand('cancel', true);
  useLiveSales(sales);
  if (command.now.state === 'unknown') return <CancelUnknown command={command} />;
  return (
    <ShopPage tab="sales" plain noBar>
      <div class="shop-columns sales-columns sales-cancelling">
        <div class="sales-list">
          <div class="shop-title">
            <h2>{t('today.sales')}</h2>
          </div>
          <DayList sales={sales.data} problem={sales.problem !== undefined} retry={() => void sales.reload()} cancelling={id} />
        </div>
        <CancelPanel id={id} sales={sales.data} command={command} onDone={() => void sales.reload()} />
      </div>
    </ShopPage>
  );
}

function DayHead({ day, sales }: { day: string | undefined; sales: Sales | undefined }): VNode {
  const { takesMoney, topsUp } = useShop();
  const [choosing, setChoosing] = useState(false);
  const today = dayOf(serverNow());
  const shown = day && day !== today ? dayWithWeekday(day, serverNow()) : undefined;
  const cash = topsUp && !takesMoney;
  const title = shown
    ? t(cash ? 'sales.top_ups_of_day' : 'sales.of_day', { day: shown })
    : t(cash ? 'sales.top_ups_today' : 'today.sales');
  const choose = (
    <Pill icon="calendar" onClick={() => setChoosing(!choosing)}>
      {t('sales.choose_day')}
    </Pill>
  );
  return (
    <>
      <PageTitle title={title} note={sales && !shown ? dayWithWeekday(sales.date, serverNow()) : undefined}>
        {choose}
      </PageTitle>
      {(choosing || shown) && <DayChoice day={day || today} today={today} away={shown !== undefined} />}
    </>
  );
}

function DayChoice({ day, today, away }: { day: string; today: string; away: boolean }): VNode {
  return (
    <div class="day-choice card">
      <TextInput
        type="date"
        label={t('sales.day')}
        value={day}
        onValue={(next) => {
          if (/^\d{4}-\d\d-\d\d$/.test(next) && next <= today) go(next === today ? '/sales' : `/sales/${next}`);
        }}
      />
      {away && (
        <Button kind="plain" href={to('/sales')}>
          {t('sales.back_today')}
        </Button>
      )}
    </div>
  );
}

interface DayListProps extends SalesPageProps {
  sales: Sales | undefined;
  problem: boolean;
  retry: () => void;
}

function DayList({ sales, problem, retry, day, cancelling }: DayListProps): VNode {
  const { info, takesMoney, topsUp } = useShop();
  if (!sales) return problem ? <Trouble onRetry={retry} office={info.city} phone={info.telephone} /> : <Skeleton shape="rows" count={6} />;
  const paid = payments(sales.entries);
  const given = topUps(sales.entries);
  const withPayments = takesMoney || paid.length > 0;
  return (
    <>
      {withPayments && <SalesSummary sales={sales} cancelled={cancelledCount(sales)} />}
      {(topsUp || given.length > 0) && <CashCard entries={given} title={t('today.top_ups')} />}
      {withPayments && paid.length === 0 && <EmptyState title={<T k="sales.none" />} text={<T k="sales.none_text" />} />}
      {paid.length > 0 && <Payments entries={paid} day={day} cancelling={cancelling} />}
      {given.length > 0 && <Given entries={given} />}
      {sales.entries.length >= 1000 && <p class="quiet">{t('sales.only_newest')}</p>}
      {day && paid.length > 0 && (
        <p class="quiet phrases">
          <T k="sales.not_today" />
        </p>
      )}
      {topsUp && (
        <TextLink href={to(day ? `/cash/${day}` : '/cash')}>{t('sales.cash')}</TextLink>
      )}
      {paid.length > 0 && <SaveLink query={{ from: sales.date, to: sales.date }} />}
      {withPayments && !cancelling && (
        <TextLink href={to('/sales/period')}>{t('sales.period_link')}</TextLink>
      )}
    </>
  );
}

function Payments({ entries, day, cancelling }: { entries: Entry[] } & SalesPageProps): VNode {
  const mayCancel = useShop().may('cancel') && !day;
  const stateOf = (entry: Entry) => (entry.cancelled_by ? 'cancelled' : entry.id === cancelling ? 'chosen' : undefined);
  return (
    <ul class="sales-rows" aria-label={t('nav.sales')}>
      {entries.map((entry) => (
        <ReceivedRow
          key={entry.id}
          at={timeOf(entry.at)}
          stamps={entry.lots.map((lot) => stampOf(lot.program, true))}
          digits={entry.digits}
          amount={entry.amount}
          unit={unitOf(entry)}
          returned={entry.cancelled_amount}
          state={stateOf(entry)}
          action={mayCancel && !entry.cancelled_by ? <CancelLink entry={entry} chosen={entry.id === cancelling} /> : undefined}
        />
      ))}
    </ul>
  );
}

function CancelLink({ entry, chosen }: { entry: Entry; chosen: boolean }): VNode {
  if (chosen) return <strong>{t('sales.chosen')}</strong>;
  const label = t('sales.cancel_of', { time: clockMinutes(timeOf(entry.at)), digits: entry.digits, amount: quantity(entry.amount, unitOf(entry)) });
  return (
    <Button kind="plain" size="small" href={to(`/sales/cancel/${entry.id}`)} label={label}>
      {t('sales.cancel')}
    </Button>
  );
}

function Given({ entries }: { entries: Entry[] }): VNode {
  return (
    <ul class="sales-rows" aria-label={t('top_up.recent')}>
      {entries.map((entry) => (
        <ReceivedRow
          key={entry.id}
          at={timeOf(entry.at)}
          stamps={entry.lots.map((lot) => stampOf(lot.program, true))}
          digits={entry.digits}
          amount={entry.amount}
          state={entry.cancelled_by ? 'cancelled' : undefined}
        />
      ))}
    </ul>
  );
}
