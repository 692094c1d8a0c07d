// What ends when: by deadline, the soonest in persimmon, and in which order it is spent.
import type { VNode } from 'preact';
import { serverNow, timeOf, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { daysUntil, dayWithWeekday, monthName, type Day } from '@meguri/shared/texts';
import { Amount, Button, EmptyState, Icon, LotCard, LotsHead, Page, Skeleton, Stamp, stampOf } from '@meguri/shared/ui';
import { useWallet } from '../state/city.ts';
import { t, T } from '../texts/records/index.ts';
import { ResidentBar } from './resident-bar.tsx';
import { ServerTrouble } from './server-trouble.tsx';
import { Strips } from './strips.tsx';
import './lots-page.css';

type Lot = Schemas['Wallet']['lots'][number];

interface Deadline {
  day: Day | undefined;
  lots: Lot[];
}

/** Soonest first; what never ends comes last. */
export function byDeadline(lots: Lot[]): Deadline[] {
  const found = new Map<string, Lot[]>();
  for (const lot of lots) {
    const day = lot.expires_on ?? '';
    found.set(day, (found.get(day) ?? []).concat(lot));
  }
  return Array.from(found)
    .sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1))
    .map(([day, those]) => ({ day: day === '' ? undefined : day, lots: those }));
}

/** 「12月末」「来年3月末」「来年5月21日」 */
function shortDay(day: Day | undefined, now: number): string {
  if (day === undefined) return t('lots.forever_short');
  const [year = 0, month = 0, dom = 0] = day.split('-').map(Number);
  const is_last = dom === new Date(Date.UTC(year, month, 0)).getUTCDate();
  const words = is_last ? t('lots.month_end', { month: monthName(month) }) : t('lots.month_day', { month: monthName(month), day: dom });
  const ahead = year - new Date(now + 9 * 3600 * 1000).getUTCFullYear();
  if (ahead === 0) return words;
  return ahead === 1 ? t('lots.next_year', { day: words }) : t('lots.later_year', { year, day: words });
}

function leftWords(day: Day | undefined, now: number): string {
  if (day === undefined) return '';
  const days = daysUntil(day, now);
  return days <= 0 ? t('lots.last_day') : t('lots.left', { n: days });
}

/** At most four stamps stand in a row; more would not fit a small phone. */
const most_stamps = 4;

function OrderStrip({ deadlines, now }: { deadlines: Deadline[]; now: number }): VNode {
  const firsts = deadlines.reduce<Lot[]>((all, { lots }) => all.concat(lots), []).slice(0, most_stamps);
  return (
    <ol class="order">
      {firsts.map((lot, i) => (
        <li key={i} class={i === 0 ? 'order-soon' : undefined}>
          <Stamp {...stampOf(lot.program, true)} size={40} />
          <span>{shortDay(lot.expires_on, now)}</span>
        </li>
      ))}
    </ol>
  );
}

function Lots({ lots, balance, now }: { lots: Lot[]; balance: number; now: number }): VNode {
  const deadlines = byDeadline(lots);
  return (
    <>
      <div class="card">
        <p class="lots-total">
          <span>{t('lots.total')}</span>
          <Amount value={balance} size="total" />
        </p>
        <OrderStrip deadlines={deadlines} now={now} />
      </div>
      <p class="order-line quiet">
        <Icon name="swap" size={20} />
        <span>{t('lots.order')}</span>
      </p>
      {deadlines.map(({ day, lots: those }, i) => (
        <section key={day ?? ''}>
          <LotsHead
            deadline={day === undefined ? t('lots.forever') : t('lots.until', { day: dayWithWeekday(day, now) })}
            left={leftWords(day, now)}
            soon={i === 0 && day !== undefined}
          />
          {those.map((lot) => (
            <LotCard
              key={lot.program.id + lot.origin}
              stamp={stampOf(lot.program)}
              name={lot.program.name}
              where={[t('lots.everywhere'), t(lot.origin === 'paid' ? 'lots.paid' : 'lots.granted')]}
              amount={lot.amount}
              unit={lot.program.unit === 'point' ? t('common.point_unit') : undefined}
            />
          ))}
        </section>
      ))}
    </>
  );
}

export function LotsPage(): VNode {
  const wallet = useWallet();
  const { data } = wallet;
  if (!data && wallet.problem) return <ServerTrouble onRetry={() => void wallet.reload()} title={t('lots.title')} />;
  return (
    <Page
      title={t('lots.title')}
      strips={<Strips asOf={data && timeOf(data.as_of)} unreachable={wallet.problem?.kind === 'unreachable'} />}
      onBack={() => go('/', true)}
      onHelp={() => go('/help')}
      bar={<ResidentBar at="lots" />}
    >
      {!data && <Skeleton shape="card" />}
      {data?.lots.length === 0 && (
        <EmptyState title={t('lots.empty')} text={<T k="lots.empty_text" />}>
          <Button kind="top-up" icon="plus" href={to('/top-up')}>
            {t('home.first_top_up')}
          </Button>
        </EmptyState>
      )}
      {data && data.lots.length > 0 && <Lots lots={data.lots} balance={data.balance} now={serverNow()} />}
    </Page>
  );
}
