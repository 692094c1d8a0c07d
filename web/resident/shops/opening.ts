// Opening hours in words.
import { timeOf } from '@meguri/shared/api';
import { clockMinutes, dayOf, daysUntil, dayWithWeekday } from '@meguri/shared/texts';
import type { GuideRow, PlaceDirectory } from './guide.ts';
import { t } from '../texts/shops/index.ts';

const closing_ms = 30 * 60 * 1000;

export interface OpenWords {
  tone: 'open' | 'closing' | 'closed';
  word: string;
  when: string;
}

/** 8:30 · 翌1:00; minutes of a day, over 1440 of the day after. */
export function clockOf(minute: number): string {
  const of_day = minute >= 1440 && minute !== 1440 ? minute - 1440 : minute;
  const text = `${Math.floor(of_day / 60)}:${of_day % 60 < 10 ? '0' : ''}${of_day % 60}`;
  return minute > 1440 ? t('shops.next_day', { time: text }) : text;
}

/** What stands in a row; undefined where nobody has written hours. `now`: the server's time, unix ms. */
export function openWords(row: GuideRow, now: number): OpenWords | undefined {
  const { state, until, opens_at } = row.now;
  if (state === 'unknown') return undefined;
  if (state === 'open') {
    const end = until === undefined ? undefined : timeOf(until);
    const soon = end !== undefined && end - now <= closing_ms;
    const when = end === undefined ? '' : t('shops.until', { time: clockMinutes(end).replace(/^0/, '') });
    return { tone: soon ? 'closing' : 'open', word: t(soon ? 'shops.closing' : 'shops.open'), when };
  }
  if (opens_at === undefined) return { tone: 'closed', word: t('shops.closed'), when: '' };
  const begins = timeOf(opens_at);
  const time = clockMinutes(begins).replace(/^0/, '');
  const days = daysUntil(dayOf(begins), now);
  const later = () => t('shops.opens_on', { day: dayWithWeekday(dayOf(begins), now), time });
  const when = days === 0 ? t('shops.opens', { time }) : days === 1 ? t('shops.opens_tomorrow', { time }) : later();
  return { tone: 'closed', word: t('shops.closed'), when };
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

export interface DayHours {
  weekday: Weekday;
  stretches: string[];
}

/** The week, Monday first; undefined where nobody has written hours. */
export function weekOf(directory: PlaceDirectory): DayHours[] | undefined {
  const hours = directory.hours;
  if (!hours || hours.length === 0) return undefined;
  return weekdays.map((weekday) => ({
    weekday,
    stretches: hours
      .filter((each) => each.weekday === weekday)
      .sort((a, b) => a.from - b.from)
      .map((each) => `${clockOf(each.from)}–${clockOf(each.to)}`),
  }));
}

export function weekdayOf(now: number): Weekday {
  const day = Math.floor((now + 9 * 3600 * 1000) / (24 * 3600 * 1000)) + 3; // 1970-01-01 was a Thursday
  return weekdays[day % 7] as Weekday;
}

/** 350m · 1.2km */
export function distance(metres: number): string {
  if (metres < 1000) return t('shops.metres', { n: Math.max(10, Math.round(metres / 10) * 10) });
  return t('shops.kilometres', { n: (Math.round(metres / 100) / 10).toFixed(1) });
}
