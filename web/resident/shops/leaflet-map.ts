// Leaflet, fetched when somebody first looks at the map. Marks are drawn by CSS: no pictures but the map's own.
import { control, divIcon, latLngBounds, map as makeMap, marker, tileLayer } from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { t } from '../texts/shops/index.ts';
import type { GuideRow } from './guide.ts';

export interface MapParts {
  tiles: string;
  attribution: string;
  rows: GuideRow[];
  onOpen: (id: string) => void;
  /** The pictures do not come. */
  onFailed: () => void;
}

const most_failures = 4;

/** Draws into `box`; returns what takes it away again. */
export function drawMap(box: HTMLElement, { tiles, attribution, rows, onOpen, onFailed }: MapParts): () => void {
  const map = makeMap(box, { zoomControl: false, zoomAnimation: false });
  control.zoom({ zoomInTitle: t('shops.zoom_in'), zoomOutTitle: t('shops.zoom_out') }).addTo(map);
  let came = 0;
  let failed = 0;
  const credit = document.createElement('span');
  credit.textContent = attribution; // text, whatever stands in it
  const layer = tileLayer(tiles, { maxZoom: 18, attribution: credit.innerHTML });
  layer.on('tileload', () => came++);
  layer.on('tileerror', () => {
    failed++;
    if (came === 0 && failed >= most_failures) onFailed();
  });
  layer.addTo(map);
  const spots = rows.map((row): [number, number] => [Number(row.latitude_e6) / 1e6, Number(row.longitude_e6) / 1e6]);
  rows.forEach((row, i) => {
    const icon = divIcon({ className: row.now.state === 'open' ? 'map-spot map-spot-open' : 'map-spot', iconSize: [28, 28], iconAnchor: [14, 14] });
    const spot = marker(spots[i] as [number, number], { icon, title: row.name, alt: row.name, keyboard: true });
    const link = document.createElement('a');
    link.href = `/shops/${row.id}`;
    link.textContent = row.name;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      onOpen(row.id);
    });
    spot.bindPopup(link, { closeButton: false }).addTo(map);
  });
  if (spots.length > 0) map.fitBounds(latLngBounds(spots).pad(0.1), { maxZoom: 16 });
  else map.setView([36.147, 139.388], 13);
  return () => void map.remove();
}
