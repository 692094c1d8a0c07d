// A place in the list: tile, name, trade, whether it is open, and the stamps of what can be used there.
import type { VNode } from 'preact';
import { to } from '@meguri/shared/route';
import { Icon, NorenTile, Stamp, stampOf } from '@meguri/shared/ui';
import type { Guide, GuideRow } from './guide.ts';
import { distance, openWords } from './opening.ts';
import { t } from '../texts/shops/index.ts';

const most_stamps = 4;
export type ProgramTag = Guide['programs'][number];

export function OpenLine({ row, now }: { row: GuideRow; now: number }): VNode | null {
  const words = openWords(row, now);
  if (!words) return null;
  return (
    <span class="shop-open">
      <strong class={`open-${words.tone}`}>{words.word}</strong> <span class="whole">{words.when}</span>
    </span>
  );
}

export function ShopLine({ row, programs, now, near }: { row: GuideRow; programs: ProgramTag[]; now: number; near: string }): VNode {
  const usable = programs.filter((each) => row.programs.indexOf(each.id) >= 0);
  const money = usable.filter((each) => each.unit === 'money').slice(0, most_stamps);
  const points = usable.filter((each) => each.unit === 'point').slice(0, 1);
  const far = row.metres === undefined ? '' : ` ${t('shops.from_area', { area: near, distance: distance(row.metres) })}`;
  return (
    <li>
      <a class="shop-line" href={to(`/shops/${row.id}`)}>
        <NorenTile letter={row.name} photo={row.photo} />
        <span class="shop-line-words">
          <strong class="shop-line-name">{row.name}</strong>
          <span class="quiet">
            {row.type}・{row.area}
            {far}
          </span>
          <OpenLine row={row} now={now} />
          <span class="shop-stamps">
            {money.map((each) => (
              <Stamp key={each.id} {...stampOf(each, true)} />
            ))}
            {points.map((each) => (
              <Stamp key={each.id} {...stampOf(each, true)} />
            ))}
            {points.length > 0 && <span>{t('shops.points_too')}</span>}
          </span>
          {row.gives_points && <span class="shop-also">{t('shops.gives')}</span>}
          {row.tops_up && <span class="shop-also shop-also-top-up">{t('shops.tops_up')}</span>}
        </span>
        <Icon name="chevron" size={20} />
      </a>
    </li>
  );
}
