// Days on which a place is closed beside its week: the nth weekday of every month, and single days.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { consoleDay } from '@meguri/shared/texts';
import { Button, Select, TextInput } from '@meguri/shared/ui';
import { weekdays, type Draft, type Weekday } from './draft.ts';
import { t } from './texts.ts';

type Closed = Pick<Draft, 'closedWeeks' | 'closedDates'>;
const weeks = [1, 2, 3, 4, 5];

export function ClosedField({ closed, onClosed }: { closed: Closed; onClosed: (next: Closed) => void }): VNode {
  const { closedWeeks, closedDates } = closed;
  const [nth, setNth] = useState('1');
  const [weekday, setWeekday] = useState<Weekday>('monday');
  const [date, setDate] = useState('');
  const addWeek = () => {
    const has = closedWeeks.some((each) => each.nth === Number(nth) && each.weekday === weekday);
    if (!has) onClosed({ closedDates, closedWeeks: [...closedWeeks, { nth: Number(nth), weekday }] });
  };
  const addDate = () => {
    if (date && closedDates.indexOf(date) < 0) onClosed({ closedWeeks, closedDates: [...closedDates, date].sort() });
    setDate('');
  };
  const named = [
    ...closedWeeks.map((each) => ({
      name: t('directory.week_of', { n: each.nth, day: t(`directory.${each.weekday}`) }),
      drop: () => onClosed({ closedDates, closedWeeks: closedWeeks.filter((other) => other !== each) }),
    })),
    ...closedDates.map((each) => ({ name: consoleDay(each), drop: () => onClosed({ closedWeeks, closedDates: closedDates.filter((other) => other !== each) }) })),
  ];
  return (
    <>
      {named.length > 0 && (
        <ul class="closed-days">
          {named.map(({ name, drop }) => (
            <li key={name}>
              {name}
              <Button size="small" kind="plain" label={t('directory.drop_of', { what: name })} onClick={drop}>
                {t('directory.drop')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div class="row closed-new">
        <Select label={t('directory.week')} value={nth} onValue={setNth} options={weeks.map((n) => ({ value: String(n), label: t('directory.nth', { n }) }))} />
        <Select
          label={t('directory.weekday')}
          value={weekday}
          onValue={(value) => setWeekday(value as Weekday)}
          options={weekdays.map((value) => ({ value, label: t(`directory.${value}`) }))}
        />
        <Button size="small" kind="outline" onClick={addWeek}>
          {t('directory.add_week')}
        </Button>
      </div>
      <div class="row closed-new">
        <TextInput type="date" label={t('directory.date')} value={date} onValue={setDate} />
        <Button size="small" kind="outline" onClick={addDate}>
          {t('directory.add_date')}
        </Button>
      </div>
    </>
  );
}
