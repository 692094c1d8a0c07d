// What the list can be narrowed by: two chips that people need most, a few kinds of business, and the rest behind 業種.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { figure } from '@meguri/shared/texts';
import { Chip, Select, Stamp, stampOf } from '@meguri/shared/ui';
import type { Guide, Points, Wanted } from './guide.ts';
import { t } from '../texts/shops/index.ts';

const most_chips = 2;

export interface FiltersProps {
  guide: Guide | undefined;
  wanted: Wanted;
  onWanted: (wanted: Wanted) => void;
}

export function SearchField({ value, onValue }: { value: string; onValue: (value: string) => void }): VNode {
  return (
    <label class="shop-search">
      <span class="heard">{t('shops.search')}</span>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20.5 20.5" />
      </svg>
      <input
        type="search"
        value={value}
        maxLength={60}
        placeholder={t('shops.search_hint')}
        autocomplete="off"
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </label>
  );
}

export function Filters({ guide, wanted, onWanted }: FiltersProps): VNode {
  const [all, setAll] = useState(false);
  const set = (change: Partial<Wanted>) => onWanted({ ...wanted, ...change });
  // The newest is what people ask for: the older ones are used everywhere most often, and stand behind 業種.
  const money = (guide ? guide.programs : []).filter((each) => each.unit === 'money').slice(-1);
  const types = (guide ? guide.types : []).slice(0, most_chips);
  const narrowed = (wanted.program !== '' && !money.some((each) => each.id === wanted.program)) || wanted.area !== '' || wanted.near !== '' || (wanted.type !== '' && !types.some((each) => each.word === wanted.type));
  return (
    <div role="group" aria-label={t('shops.filters')}>
      <div class="chips">
        <Chip on={wanted.open} onPress={() => set({ open: !wanted.open })}>
          {t('shops.open_now')}
        </Chip>
        {money.map((each) => {
          const on = wanted.program === each.id;
          return (
            <Chip key={each.id} on={on} onPress={() => set({ program: on ? '' : each.id })}>
              <Stamp {...stampOf(each, true)} />
              <span class="chip-word">{t('shops.usable')}</span>
            </Chip>
          );
        })}
      </div>
      <div class="chips">
        <Chip on={narrowed} icon="menu" expanded={all} onPress={() => setAll(!all)}>
          {t('shops.type')}
        </Chip>
        {types.map(({ word }) => (
          <Chip key={word} on={wanted.type === word} onPress={() => set({ type: wanted.type === word ? '' : word })}>
            {word}
          </Chip>
        ))}
      </div>
      {all && guide && <MoreFilters guide={guide} wanted={wanted} set={set} />}
    </div>
  );
}

function MoreFilters({ guide, wanted, set }: { guide: Guide; wanted: Wanted; set: (change: Partial<Wanted>) => void }): VNode {
  const any = { value: '', label: t('shops.any') };
  const counted = (words: Guide['types']) => words.map(({ word, places }) => ({ value: word, label: `${word} (${figure(places)})` }));
  const points = (['either', 'given', 'taken'] as const).map((value) => ({ value, label: t(`shops.points_${value}`) }));
  const nearest = guide.areas.map(({ word }) => ({ value: word, label: t('shops.near', { area: word }) }));
  return (
    <div class="card shop-filters">
      <Select label={t('shops.type')} value={wanted.type} onValue={(type) => set({ type })} options={[any, ...counted(guide.types)]} />
      <Select
        label={t('shops.program')}
        value={wanted.program}
        onValue={(program) => set({ program })}
        options={[any, ...guide.programs.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <Select label={t('shops.area')} value={wanted.area} onValue={(area) => set({ area })} options={[any, ...counted(guide.areas)]} />
      <Select
        label={t('shops.points')}
        value={wanted.points}
        onValue={(value) => set({ points: value as Points | '' })}
        options={[any, ...points]}
      />
      <Select
        label={t('shops.order')}
        value={wanted.near}
        onValue={(near) => set({ near })}
        options={[{ value: '', label: t('shops.by_reading') }, ...nearest]}
      />
    </div>
  );
}
