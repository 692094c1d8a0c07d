// The list itself: how many of all, in which order, line by line, page by page.
import type { VNode } from 'preact';
import { serverNow } from '@meguri/shared/api';
import { asOfTime, figure } from '@meguri/shared/texts';
import { Button, EmptyState, Skeleton } from '@meguri/shared/ui';
import { t, T } from '../texts/shops/index.ts';
import { nothing, type Found, type Wanted } from './guide.ts';
import { ShopLine } from './shop-line.tsx';

/** Nothing was typed or chosen that could be taken back. */
const isWide = (wanted: Wanted) => JSON.stringify({ ...wanted, points: '' }) === JSON.stringify(nothing);

export function ShopList({ found, wanted, onClear }: { found: Found; wanted: Wanted; onClear: () => void }): VNode {
  const { guide, places, kept, at } = found;
  const now = serverNow();
  if (!guide) return <Skeleton shape="rows" />;
  if (places.length === 0 && isWide(wanted)) {
    return <EmptyState title={<T k={wanted.points === '' ? 'shops.none_yet' : 'shops.points_none_yet'} />} text={<T k="shops.none_yet_text" />} />;
  }
  if (places.length === 0) {
    return (
      <EmptyState title={<T k="shops.none" />} text={<T k="shops.none_text" />}>
        <Button kind="outline" onClick={onClear}>
          {t('shops.clear')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      {kept && at !== undefined && (
        <p class="note note-ochre phrases">
          <T k="shops.kept" v={{ time: asOfTime(at) }} />
        </p>
      )}
      <p class="shops-count" role="status">
        <strong>{t('shops.found', { n: figure(guide.found) })}</strong>
        <span class="quiet">{t('shops.of_all', { n: figure(guide.all) })}</span>
        <span class="shops-order">{wanted.near === '' ? t('shops.by_reading') : t('shops.near', { area: wanted.near })}</span>
      </p>
      <ul class="shop-lines">
        {places.map((row) => (
          <ShopLine key={row.id} row={row} programs={guide.programs} now={now} near={wanted.near} />
        ))}
      </ul>
      {found.more && (
        <Button kind="outline" busy={found.loading} onClick={found.more}>
          {t('shops.more')}
        </Button>
      )}
    </>
  );
}
