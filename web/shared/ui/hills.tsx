// The strip on top of home: the Chichibu hills, the Arakawa bank and its trees, changing with the season. Drawn, tiny,
// decoration only.
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { dayOf } from '../texts/dates.ts';
import './hills.css';

export type Season = 'spring' | 'summer' | 'autumn' | 'winter';

/** By the month in Japan: cherry, fans and sun, autumn leaves, clear winter hills. */
export function seasonOf(time: number): Season {
  const month = Number(dayOf(time).slice(5, 7));
  if (month >= 3 && month <= 5) return 'spring';
  if (month >= 6 && month <= 9) return 'summer';
  return month <= 11 && month >= 10 ? 'autumn' : 'winter';
}

const crowns: Record<Season, string[]> = {
  spring: ['#f5cfd8', '#f8dfe3', '#f2c3cf', '#cdd9b0'],
  summer: ['#b9cfa0', '#c6d8ad', '#a9c491', '#bcd0a8'],
  autumn: ['#cfd2a6', '#eccb9b', '#e8b9a4', '#d9c79a'],
  winter: ['#dcdccf', '#d3d6c6', '#e2e0d4', '#cfd4c4'],
};

// [x, width] of each crown, left bank and right bank; the gap keeps the name and the sun free.
const trees: [number, number][] = [
  [4, 30], [22, 24], [40, 28], [58, 34], [84, 26], [104, 22],
  [262, 26], [282, 30], [300, 26], [318, 30], [334, 24], [352, 32], [372, 28], [388, 24],
];

function Trees({ season }: { season: Season }): VNode {
  const colours = crowns[season];
  return (
    <g class="hills-trees">
      {trees.map(([x, width], i) => {
        const y = x < 200 ? 52 : 46;
        return (
          <g key={x}>
            <path class="hills-trunk" d={`M${x} ${y}v12`} />
            <ellipse cx={x} cy={y} rx={width / 2.2} ry="7.5" fill={colours[(i * 5) % colours.length]} />
          </g>
        );
      })}
    </g>
  );
}

export function Hills({ now }: { now: number }): VNode {
  const season = seasonOf(now);
  const fade = useId();
  return (
    <svg class="hills" viewBox="0 0 390 92" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
      <defs>
        <linearGradient id={fade} x1="0" y1="0" x2="0" y2="1">
          <stop class="hills-fade" offset="0.78" stop-opacity="0" />
          <stop class="hills-fade" offset="1" stop-opacity="1" />
        </linearGradient>
      </defs>
      <circle class="hills-sun" cx="250" cy={season === 'summer' ? 17 : 21} r="15" />
      <path class="hills-far" d="M0 44L62 24l34 12 52-22 58 26 72-38 36 16 30-10 46 26v58H0z" />
      {season === 'winter' && <path class="hills-snow" d="M278 2l20 9-9 2-7-3-9 5-6-4zM148 14l15 7-10 1-6-2-9 4-5-3z" />}
      <path class="hills-mid" d="M0 56c60-14 110 2 170-2s120-18 220-16v54H0z" />
      <Trees season={season} />
      <path class="hills-near" d="M0 62c70 2 130-8 200 0s130-12 190-6v36H0z" />
      <path class="hills-river" d="M0 70c80 0 150-4 220-4s120-10 170-4v30H0z" />
      <path class="hills-glint" d="M20 80h46M210 78h58" />
      <rect width="390" height="92" fill={`url(#${fade})`} />
    </svg>
  );
}
