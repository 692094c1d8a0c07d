// The counter of a top-up place between two customers: one button, the cash that should be in the drawer, the last ones.
import type { VNode } from 'preact';
import { timeOf, usePending } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { Button, ReceivedRow, SectionHead, Skeleton, stampOf, TextLink, Trouble } from '@meguri/shared/ui';
import { useLivePlace, useLiveSales } from '../live.ts';
import { topUps } from '../sales/rows.ts';
import { CashCard } from '../sales/sales-summary.tsx';
import { ShopPage } from '../shop-page.tsx';
import { StoppedNotice } from '../stopped-notice.tsx';
import { usePlace, useSales, useShop } from '../shop.ts';
import { T, t } from './texts.ts';
import { useAskingOn, type Known } from '../use-command.ts';

export function StartPage({ onKnown }: { onKnown: (outcome: Known) => void }): VNode {
  const { info } = useShop();
  const sales = useSales();
  const place = usePlace();
  const pending = usePending('top_up');
  useLiveSales(sales);
  useLivePlace(place);
  useAskingOn('top_up', onKnown);
  const stopped = place.data && place.data.status === 'closed';
  const entries = sales.data && topUps(sales.data.entries);
  return (
    <ShopPage tab="top_up" placeIsTitle={t('top_up.title')} ground="top-up" idle={stopped}>
      <div class="narrow stack">
        {stopped ? (
          <StoppedNotice what="top_up" />
        ) : (
          <Begin pending={pending !== undefined} />
        )}
        {!entries && sales.problem && <Trouble onRetry={() => void sales.reload()} office={info.city} phone={info.telephone} />}
        {!entries && !sales.problem && <Skeleton shape="card" />}
        {entries && (
          <>
            <CashCard entries={entries} title={t('today.top_ups')} />
            <TextLink href={to('/cash')}>{t('top_up.count')}</TextLink>
            <section>
              <SectionHead title={t('top_up.recent')} href={to('/sales')} />
              {entries.length === 0 && (
                <p class="recent-none phrases">
                  <T k="top_up.none" />
                </p>
              )}
              <ul class="start-rows" aria-label={t('top_up.recent')}>
                {entries.slice(0, 5).map((entry) => (
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
            </section>
          </>
        )}
      </div>
    </ShopPage>
  );
}

function Begin({ pending }: { pending: boolean }): VNode {
  return (
    <>
      <Button kind="top-up" icon="scan" href={to('/top-up/scan')} offReason={pending ? t('top_up.pending_first') : undefined}>
        <T k="top_up.start" />
      </Button>
      <p class="quiet phrases start-note">
        <T k="top_up.start_note" />
      </p>
      <p class="start-note">
        <TextLink href={to('/code')}>{t('top_up.card')}</TextLink>
      </p>
    </>
  );
}
