// Where value can be used [MNU-c, MNU-d, PNT-j]: the list first, the map second. Open to whoever is not signed in as well.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { go } from '@meguri/shared/route';
import { Icon, Page, Skeleton, Trouble, useHeadingFocus, type IconName } from '@meguri/shared/ui';
import { ResidentBar } from '../pages/resident-bar.tsx';
import { Strips } from '../pages/strips.tsx';
import { useCity } from '../state/city.ts';
import { t } from '../texts/shops/index.ts';
import { Filters, SearchField } from './filters.tsx';
import { nothing, useGuide, type Points, type Wanted } from './guide.ts';
import { MapView } from './map-view.tsx';
import { ShopList } from './shop-list.tsx';
import './shops.css';

type View = 'list' | 'map';

// Who comes back from a shop's page finds the list as it was left.
const left = new Map<string, { wanted: Wanted; view: View; top: number }>();

interface ShopsPageProps {
  /** Only places for points: a page of its own in the menu. */
  points?: Points;
}

export function ShopsPage({ points }: ShopsPageProps): VNode {
  const { info, person } = useCity();
  const here = points ?? '';
  const before = left.get(here);
  const [wanted, setWanted] = useState<Wanted>(before ? before.wanted : { ...nothing, points: here });
  const [view, setView] = useState<View>(before ? before.view : 'list');
  const found = useGuide(wanted);
  useEffect(() => {
    if (before && before.top > 0) window.scrollTo(0, before.top);
    return undefined;
  }, []);
  useEffect(() => {
    const keep = () => left.set(here, { wanted, view, top: window.pageYOffset });
    keep();
    window.addEventListener('scroll', keep);
    return () => window.removeEventListener('scroll', keep);
  }, [wanted, view]);
  const unreachable = found.problem?.kind === 'unreachable';
  return (
    <div class="long shops">
      <Page
        title={t(points ? 'shops.points_title' : 'shops.title')}
        strips={<Strips asOf={found.at} unreachable={unreachable} />}
        head={<Head title={t(points ? 'shops.points_title' : 'shops.title')} view={view} onView={setView} />}
        bar={person === '' ? undefined : <ResidentBar at="shops" />}
      >
        <SearchField value={wanted.q} onValue={(q) => setWanted({ ...wanted, q })} />
        <Filters guide={found.guide} wanted={wanted} onWanted={setWanted} />
        {!found.guide && found.problem && <Trouble onRetry={found.reload} office={info?.city} phone={info?.telephone} />}
        {!found.guide && !found.problem && <Skeleton shape="rows" count={5} />}
        {found.guide && view === 'map' && <MapView wanted={wanted} onWanted={setWanted} found={found} />}
        {found.guide && view === 'list' && <ShopList found={found} wanted={wanted} onClear={() => setWanted({ ...nothing, points: here })} />}
      </Page>
    </div>
  );
}

function Head({ title, view, onView }: { title: string; view: View; onView: (view: View) => void }): VNode {
  const heading = useHeadingFocus(title);
  const { person } = useCity();
  const choice = (each: View, icon: IconName) => (
    <button type="button" class={view === each ? 'segment segment-on' : 'segment'} aria-pressed={view === each} onClick={() => onView(each)}>
      <Icon name={icon} size={20} />
      {t(each === 'list' ? 'shops.list' : 'shops.map')}
    </button>
  );
  return (
    <header class="shops-head page-width">
      {person === '' && (
        <button class="page-head-button" type="button" onClick={() => go('/sign-in', true)} aria-label={t('shops.back')}>
          <Icon name="back" />
        </button>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <div class="segments" role="group" aria-label={t('shops.view')}>
        {choice('list', 'list')}
        {choice('map', 'map')}
      </div>
    </header>
  );
}

export function PointsPlacesPage(): VNode {
  return <ShopsPage points="either" />;
}
