// What the history is narrowed by: the three kinds that people look for, as chips, and the rest behind 「しぼりこむ」.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, serverNow, useResource, type Schemas } from '@meguri/shared/api';
import { dayOf, monthName } from '@meguri/shared/texts';
import { Chip, Select } from '@meguri/shared/ui';
import { t } from './texts.ts';
import { kinds, type Kind, type Wanted } from './wanted.ts';

const chips = ['payments', 'top_ups', 'points'] as const;

interface Props {
  wanted: Wanted;
  onWanted: (wanted: Wanted) => void;
}

/** 「11月」, of another year 「2025年11月」. */
export function monthTitle(month: string): string {
  const [year = '', number = ''] = month.split('-');
  const values = { year, month: monthName(Number(number)) };
  return year === dayOf(serverNow()).slice(0, 4) ? t('history.month', { month: values.month }) : t('history.month_of_year', values);
}

export function Filters({ wanted, onWanted }: Props): VNode {
  const narrowed = wanted.month !== '' || wanted.program !== '' || (wanted.kind !== '' && !chips.some((each) => each === wanted.kind));
  const [open, setOpen] = useState(narrowed);
  return (
    <div class="history-filters" role="group" aria-label={t('history.filters')}>
      <div class="chips">
        {chips.map((kind) => {
          const on = wanted.kind === kind;
          return (
            <Chip key={kind} on={on} onPress={() => onWanted({ ...wanted, kind: on ? '' : kind })}>
              {t(`history.${kind}`)}
            </Chip>
          );
        })}
        <Chip on={narrowed} icon="menu" expanded={open} onPress={() => setOpen(!open)}>
          {t('history.more')}
        </Chip>
      </div>
      {open && <More wanted={wanted} onWanted={onWanted} />}
    </div>
  );
}

interface Option {
  value: string;
  label: string;
}
/** What is chosen can be seen also where the list does not have it: from a link, or before the list is there. */
function offered(options: Option[], chosen: Option): Option[] {
  const all = [{ value: '', label: t('history.all') }, ...options];
  return chosen.value === '' || all.some((each) => each.value === chosen.value) ? all : all.concat(chosen);
}

function More({ wanted, onWanted }: Props): VNode {
  const choices = useResource<Schemas['HistoryChoices']>('history-choices', () => ask(api.GET('/api/wallet/history/choices', {})));
  const { months, programs } = choices.data ?? { months: [], programs: [] };
  return (
    <div class="card history-more">
      <Select
        label={t('history.in_month')}
        value={wanted.month}
        onValue={(month) => onWanted({ ...wanted, month })}
        options={offered(months.map((each) => ({ value: each, label: monthTitle(each) })), { value: wanted.month, label: wanted.month && monthTitle(wanted.month) })}
      />
      <Select
        label={t('history.kind')}
        value={wanted.kind}
        onValue={(kind) => onWanted({ ...wanted, kind: kind as Kind | '' })}
        options={offered(kinds.map((each) => ({ value: each, label: t(`history.${each}`) })), { value: '', label: '' })}
      />
      <Select
        label={t('history.program')}
        value={wanted.program}
        onValue={(program) => onWanted({ ...wanted, program })}
        options={offered(programs.map(({ id, name }) => ({ value: id, label: name })), { value: wanted.program, label: wanted.program })}
      />
    </div>
  );
}
