// Open all day beside the till: the place's code, in words what it is doing, the day's total, the last payments with
// their digits. A payment slides in with the very digits and seal of the customer's page.
import type { VNode } from 'preact';
import { serverNow, timeOf } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { clockMinutes, figure, groupsOfFour, language } from '@meguri/shared/texts';
import {
  announce, Button, Icon, play, QrImage, ReceivedRow, ReceivePanel, SectionHead, Skeleton, stampOf, TextLink, TotalCard, Trouble, useOnline,
} from '@meguri/shared/ui';
import { speak, switchedOn, useWakeLock } from '../device.ts';
import { useLivePlace, useLiveSales } from '../live.ts';
import { ShopPage } from '../shop-page.tsx';
import { StoppedNotice } from '../stopped-notice.tsx';
import { usePlace, useSales, useShop, type Entry, type OwnPlace, type Sales } from '../shop.ts';
import { T, t } from '../texts.ts';
import { unitOf } from '../sales/rows.ts';
import { useArrivals, type Arrivals } from './arrivals.ts';
import { SoundPills } from './sound-pills.tsx';
import { useDaySeal } from './day-seal.ts';
import './receive-page.css';

/** Points are never yen. */
const pointsOf = (entry: Entry) => unitOf(entry) === 'point';

function ring(entry: Entry): void {
  const amount = figure(entry.amount);
  const said = t(pointsOf(entry) ? 'voice.said_points' : 'voice.said', { amount });
  announce(t('receive.arrived', { amount, digits: entry.digits.split('').join(' ') }), true);
  if (switchedOn('sound')) play('received');
  if (switchedOn('voice')) speak(said, language());
}

export function ReceivePage(): VNode {
  const shop = useShop();
  const place = usePlace();
  const sales = useSales();
  const online = useOnline();
  const arrivals = useArrivals(sales.data && sales.data.entries, ring);
  useLiveSales(sales);
  useLivePlace(place);
  useWakeLock();
  const lost = !online || (sales.problem !== undefined && sales.problem.kind !== 'refused');
  const stopped = place.data && place.data.status === 'closed';
  const nothing = !place.data && place.problem;
  return (
    <ShopPage tab="receive" placeIsTitle={t('receive.title')} aside={<SoundPills short />} idle={stopped}>
      {nothing ? (
        <Trouble onRetry={() => void place.reload()} office={shop.info.city} phone={shop.info.telephone} />
      ) : (
        <div class={`shop-columns receive-columns${arrivals.shown ? ' receive-now' : ''}`}>
          <div class="receive-left">
            {stopped && !arrivals.shown && <StoppedNotice what="receive" />}
            {place.data && (!stopped || arrivals.shown) && <Code place={place.data} arrivals={arrivals} />}
            {!place.data && <Skeleton shape="card" />}
            {!arrivals.shown && (lost || !stopped) && <State lost={lost} waits={sales.data !== undefined} />}
            {shop.reads && !stopped && !arrivals.shown && <ReadButton lost={lost} />}
          </div>
          <div class="receive-right">
            <Today sales={sales.data} at={sales.at} />
            <Recent sales={sales.data} fresh={arrivals.fresh} />
            <div class="only-tablet receive-switches">
              <SoundPills />
            </div>
          </div>
        </div>
      )}
    </ShopPage>
  );
}

function Code({ place, arrivals }: { place: OwnPlace; arrivals: Arrivals }): VNode {
  const seal = useDaySeal();
  const { shown, dismiss } = arrivals;
  const number = (
    <p class="place-number">
      {t('receive.number')} <strong class="whole">{groupsOfFour(place.code_number)}</strong>
    </p>
  );
  const qr = (size: number) => <QrImage text={place.code_url} label={t('receive.qr')} size={size} border={2} />;
  if (!shown) {
    return (
      <section class="place-code white-slip card">
        <h2 class="phrases">
          <T k="receive.scan" />
        </h2>
        {qr(420)}
        {number}
      </section>
    );
  }
  return (
    <>
      <ReceivePanel
        key={shown.id}
        amount={shown.amount}
        unit={pointsOf(shown) ? t('unit.point') : undefined}
        digits={shown.digits}
        receivedAt={timeOf(shown.at)}
        seal={seal}
        large={window.innerWidth >= 768}
        onNext={dismiss}
      />
      <section class="next-code white-slip card only-tablet">
        <div>
          <h2 class="phrases">
            <T k="receive.next_too" />
          </h2>
          {number}
        </div>
        {qr(148)}
      </section>
    </>
  );
}

function ReadButton({ lost }: { lost: boolean }): VNode {
  return (
    <div class="receive-read">
      <Button icon="scan" href={to('/code')} offReason={lost ? t('receive.lost') : undefined} reasonHidden>
        <T k="receive.read" />
      </Button>
    </div>
  );
}

/** `waits`: what came before is known, so a payment from now on is news and rings. */
function State({ lost, waits }: { lost: boolean; waits: boolean }): VNode {
  if (!lost && !waits) return <p class="receive-state" role="status" />;
  return (
    <p class={`receive-state${lost ? ' receive-lost' : ''}`} role="status">
      {lost ? <Icon name="no_signal" /> : <span class="pulse" aria-hidden="true" />}
      <span class="phrases">
        <T k={lost ? 'receive.lost' : 'receive.waiting'} />
      </span>
    </p>
  );
}

function Today({ sales, at }: { sales: Sales | undefined; at: number | undefined }): VNode {
  if (!sales) return <Skeleton shape="card" />;
  const note = t('today.note', { n: figure(sales.count), time: clockMinutes(at || serverNow()) });
  return <TotalCard title={t('today.sales')} note={note} amount={sales.amount} />;
}

const shown_rows = 6;

function Recent({ sales, fresh }: { sales: Sales | undefined; fresh: string[] }): VNode {
  if (!sales) return <Skeleton shape="rows" />;
  const rows = sales.entries.filter((entry) => entry.kind === 'payment').slice(0, shown_rows);
  return (
    <section class="recent">
      <div class="only-tablet">
        <SectionHead title={t('receive.recent')} href={to('/sales')} />
      </div>
      {rows.length === 0 && (
        <p class="recent-none phrases">
          <T k="receive.none" />
        </p>
      )}
      <ul aria-label={t('receive.recent')}>
        {rows.map((entry) => (
          <ReceivedRow
            key={entry.id}
            at={timeOf(entry.at)}
            stamps={entry.lots.map((lot) => stampOf(lot.program, true))}
            digits={entry.digits}
            amount={entry.amount}
            unit={unitOf(entry)}
            returned={entry.cancelled_amount}
            state={entry.cancelled_by ? 'cancelled' : fresh.indexOf(entry.id) >= 0 ? 'fresh' : undefined}
          />
        ))}
      </ul>
      <p class="recent-all only-phone">
        <TextLink href={to('/sales')}>{t('receive.all')}</TextLink>
      </p>
    </section>
  );
}
