// All places, found by name, reading or area. What is searched stands in the address, to be kept and sent on.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { to } from '@meguri/shared/route';
import { Button, EmptyState, TextInput, TextLink } from '@meguri/shared/ui';
import { usePlaces, type Place } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel } from '../frame/parts.tsx';
import { T, t } from '../texts.ts';
import { matching } from './find.ts';
import './places.css';

const rows_at_once = 100;
const searched = () => new URLSearchParams(location.search).get('q') || '';

export const canDo = (place: Pick<Place, 'capabilities'>) => place.capabilities.map((each) => t(`places.${each}`)).join(' / ');

export function PlaceBadge({ place }: { place: Place }): VNode {
  return <Badge look={place.status === 'open' ? 'good' : 'stop'}>{t(`places.${place.status}`)}</Badge>;
}

export function PlacesPage(): VNode {
  const places = usePlaces();
  const add = (
    <>
      <TextLink href={to('/places/prints')}>{t('places.prints')}</TextLink>
      <TextLink href={to('/places/import')}>{t('places.import')}</TextLink>
      <Button size="small" href={to('/places/new')}>
        {t('places.add')}
      </Button>
    </>
  );
  return (
    <ConsolePage title={t('places.title')} actions={add}>
      <Loaded of={places}>{(data) => <List places={data.places} />}</Loaded>
    </ConsolePage>
  );
}

function List({ places }: { places: Place[] }): VNode {
  const [typed, setTyped] = useState(searched);
  const [most, setMost] = useState(rows_at_once);
  const found = matching(places, typed);
  const search = (next: string) => {
    setTyped(next);
    setMost(rows_at_once);
    history.replaceState(null, '', next ? `?q=${encodeURIComponent(next)}` : location.pathname);
  };
  if (places.length === 0) {
    return (
      <EmptyState title={<T k="places.empty" />} text={<T k="places.empty_text" />}>
        <Button href={to('/places/new')}>{t('places.add')}</Button>
      </EmptyState>
    );
  }
  return (
    <Panel title={t('places.title')} note={t('places.shown', { n: places.length, m: found.length })}>
      <div class="search">
        <TextInput type="search" label={t('places.search')} value={typed} onValue={search} autoComplete="off" />
      </div>
      <p class="heard" role="status">
        {t('places.shown', { n: places.length, m: found.length })}
      </p>
      {found.length === 0 ? (
        <EmptyState title={<T k="places.none" />} text={<T k="places.none_text" />} />
      ) : (
        <DataTable caption={t('places.title')} columns={columns} rows={found.slice(0, most)} keyOf={(place) => place.id} />
      )}
      {found.length > most && (
        <Button kind="plain" size="small" onClick={() => setMost(most + rows_at_once)}>
          {t('places.more', { n: Math.min(rows_at_once, found.length - most) })}
        </Button>
      )}
    </Panel>
  );
}

const columns: Column<Place>[] = [
  {
    key: 'name',
    get head() {
      return t('places.name');
    },
    cell: (place) => (
      <a href={to(`/places/${place.id}`)}>
        {place.name}
        <span class="reading">{place.reading}</span>
      </a>
    ),
  },
  { key: 'type', get head() { return t('places.type'); }, cell: (place) => place.type },
  { key: 'area', get head() { return t('places.area'); }, cell: (place) => place.area },
  { key: 'organization', get head() { return t('places.organization'); }, cell: (place) => place.organization.name },
  { key: 'can', get head() { return t('places.can'); }, cell: (place) => canDo(place) },
  { key: 'status', get head() { return t('places.status'); }, cell: (place) => <PlaceBadge place={place} /> },
];
