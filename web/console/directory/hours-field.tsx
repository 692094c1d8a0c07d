// Opening hours of a week: a line a day, as people write them, and a day as the one above.
import type { VNode } from 'preact';
import { Button, TextInput } from '@meguri/shared/ui';
import { weekdays, type Draft, type Weekday } from './draft.ts';
import { t } from './texts.ts';

interface HoursProps {
  hours: Draft['hours'];
  onHours: (next: Draft['hours']) => void;
  wrong: Weekday | undefined;
}

export function HoursField({ hours, onHours, wrong }: HoursProps): VNode {
  const set = (day: number, typed: string) => onHours(hours.map((each, i) => (i === day ? typed : each)));
  return (
    <ol class="week">
      {weekdays.map((weekday, day) => {
        const name = t(`directory.${weekday}`);
        const above = day > 0 ? hours[day - 1] : undefined;
        return (
          <li key={weekday}>
            <TextInput
              label={name}
              value={hours[day] || ''}
              onValue={(typed) => set(day, typed)}
              autoComplete="off"
              maxLength={60}
              problem={wrong === weekday ? t('directory.hours_wrong') : undefined}
            />
            {above && (
              <Button size="small" kind="plain" label={t('directory.same_of', { day: name })} onClick={() => set(day, above)}>
                {t('directory.same')}
              </Button>
            )}
          </li>
        );
      })}
    </ol>
  );
}
