// The map, where the city has named its pictures and there is a network; otherwise the list by distance from an area:
// never a blank map.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { go } from '@meguri/shared/route';
import { Select, Skeleton, useOnline } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { t, T } from '../texts/shops/index.ts';
import { allOf, nothing, type Found, type GuideRow, type Wanted } from './guide.ts';
import { ShopList } from './shop-list.tsx';

interface MapViewProps {
  wanted: Wanted;
  onWanted: (wanted: Wanted) => void;
  found: Found;
}

type Trouble = 'no_map' | 'map_failed';

export function MapView({ wanted, onWanted, found }: MapViewProps): VNode {
  const { info } = useCity();
  const online = useOnline();
  const [failed, setFailed] = useState(false);
  const map = info && info.map;
  const lost = !online || found.kept || found.problem !== undefined;
  if (!map || lost || failed) {
    return <NearestFirst wanted={wanted} onWanted={onWanted} found={found} why={failed ? 'map_failed' : 'no_map'} />;
  }
  return <Drawn map={map} wanted={wanted} onFailed={() => setFailed(true)} />;
}

function NearestFirst({ wanted, onWanted, found, why }: MapViewProps & { why: Trouble }): VNode {
  const areas = (found.guide ? found.guide.areas : []).map(({ word }) => ({ value: word, label: word }));
  return (
    <>
      <p class="note phrases" role="status">
        <T k={`shops.${why}`} />
      </p>
      <Select
        label={t('shops.where_from')}
        value={wanted.near}
        onValue={(near) => onWanted({ ...wanted, near })}
        options={[{ value: '', label: '—' }, ...areas]}
      />
      <ShopList found={found} wanted={wanted} onClear={() => onWanted({ ...nothing, points: wanted.points })} />
    </>
  );
}

interface DrawnProps {
  map: { tiles: string; attribution: string };
  wanted: Wanted;
  onFailed: () => void;
}

function Drawn({ map, wanted, onFailed }: DrawnProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const [rows, setRows] = useState<GuideRow[] | undefined>();
  const key = JSON.stringify(wanted);
  useEffect(() => {
    let there = true;
    void allOf(wanted).then((all) => {
      if (!there) return;
      if (all) setRows(all);
      else onFailed();
    });
    return () => {
      there = false;
    };
  }, [key]);
  const located = (rows || []).filter((row) => row.latitude_e6 !== undefined);
  useEffect(() => {
    if (!rows || !box.current) return undefined;
    let remove: (() => void) | undefined;
    let there = true;
    import('./leaflet-map.ts').then(
      (file) => {
        if (there && box.current) remove = file.drawMap(box.current, { ...map, rows: located, onOpen: (id) => go(`/shops/${id}`), onFailed });
      },
      () => onFailed(),
    );
    return () => {
      there = false;
      remove?.();
    };
  }, [rows]);
  const without = rows ? rows.length - located.length : 0;
  return (
    <>
      {!rows && <Skeleton shape="card" />}
      <div class="shop-map" ref={box} role="region" aria-label={t('shops.map_of', { n: located.length })} />
      {without > 0 && (
        <p class="quiet phrases">
          <T k="shops.not_on_map" v={{ n: without }} />
        </p>
      )}
    </>
  );
}
