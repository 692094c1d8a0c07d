// Dates and times as Meguri writes them. Always Japan's time (UTC+9, no summer time), whatever the
// device says: a phone set to another country must show the same deadline as the shop beside it.
// Nothing here uses Intl or the device's zone. Times are unix milliseconds, days 'YYYY-MM-DD'.
import { language } from './language.ts';

export type Day = string;

const jst_ms = 9 * 3600 * 1000;
const day_ms = 24 * 3600 * 1000;
const weekdays_ja = ['日', '月', '火', '水', '木', '金', '土'];
const weekdays_en = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const full_months_en = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const months_en = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Parts {
  year: number;
  month: number;
  day: number;
  weekday: number;
  hour: number;
  minute: number;
  second: number;
}

function partsOf(time: number): Parts {
  const shifted = new Date(time + jst_ms);
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
  };
}

const two = (n: number) => (n < 10 ? `0${n}` : `${n}`);

/** 「日」 … 「土」 */
export const weekdayOf = (time: number): string => (language() === 'en' ? weekdays_en : weekdays_ja)[partsOf(time).weekday] as string;

/** The Japanese calendar day of a moment. */
export function dayOf(time: number): Day {
  const { year, month, day } = partsOf(time);
  return `${year}-${two(month)}-${two(day)}`;
}

/** The first moment of a day in Japan, unix ms; NaN if the text is no day. */
export function startOfDay(day: Day): number {
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) || [];
  return Date.UTC(Number(y), Number(m) - 1, Number(d)) - jst_ms;
}

/** Whole days from today (of `now`) to `day`; 0 = today. */
export function daysUntil(day: Day, now: number): number {
  return Math.round((startOfDay(day) - startOfDay(dayOf(now))) / day_ms);
}

function yearWord(year: number, thisYear: number): string {
  if (year === thisYear) return '';
  return year === thisYear + 1 ? '来年' : `${year}年`;
}

/** 11月 · November: a month by itself, 1 … 12. */
export function monthName(month: number): string {
  return language() === 'en' ? full_months_en[month - 1] || '' : `${month}月`;
}

/** 12月31日(木) · 来年3月31日(水) · 2028年3月31日(金). Any day but those of this year names its year. */
export function dayWithWeekday(day: Day, now: number): string {
  const { year, month, day: dom, weekday } = partsOf(startOfDay(day));
  const thisYear = partsOf(now).year;
  if (language() === 'en') {
    const tail = year === thisYear ? '' : ` ${year}`;
    return `${weekdays_en[weekday]} ${dom} ${months_en[month - 1]}${tail}`;
  }
  return `${yearWord(year, thisYear)}${month}月${dom}日(${weekdays_ja[weekday]})`;
}

/** The era year of receipts: 令和8年. Meguri did not exist before Reiwa (1 May 2019). */
function eraYear(year: number): string {
  const reiwa = year - 2018;
  return `令和${reiwa === 1 ? '元' : reiwa}年`;
}

/** 令和8年11月22日(日) */
export function receiptDay(time: number): string {
  const { year, month, day, weekday } = partsOf(time);
  if (language() === 'en') return `${weekdays_en[weekday]} ${day} ${months_en[month - 1]} ${year}`;
  return `${eraYear(year)}${month}月${day}日(${weekdays_ja[weekday]})`;
}

/** 12時34分56秒 */
export function receiptTime(time: number): string {
  const { hour, minute, second } = partsOf(time);
  if (language() === 'en') return `${two(hour)}:${two(minute)}:${two(second)}`;
  return `${hour}時${two(minute)}分${two(second)}秒`;
}

/** 令和8年11月22日(日) 12時34分56秒 */
export function receiptMoment(time: number): string {
  return `${receiptDay(time)} ${receiptTime(time)}`;
}

/** 12時20分 — the moment of figures that may be old. */
export function asOfTime(time: number): string {
  const { hour, minute } = partsOf(time);
  return language() === 'en' ? `${two(hour)}:${two(minute)}` : `${hour}時${two(minute)}分`;
}

/** 12:34:58 */
export function clockSeconds(time: number): string {
  const { hour, minute, second } = partsOf(time);
  return `${two(hour)}:${two(minute)}:${two(second)}`;
}

/** 12:34 */
export function clockMinutes(time: number): string {
  return clockSeconds(time).slice(0, 5);
}

/** Seconds of the minute with their fraction, 0 ≤ s < 60: where the ring's dot stands. */
export function secondOfMinute(time: number): number {
  return (((time % 60000) + 60000) % 60000) / 1000;
}

/** きょう 16:08 · きのう 16:08 · 20日(金) · 10月3日(土) · 2025年10月3日(金): for lists of what happened. */
export function recentMoment(time: number, now: number): string {
  const ago = -daysUntil(dayOf(time), now);
  const en = language() === 'en';
  if (ago === 0) return `${en ? 'Today' : 'きょう'} ${clockMinutes(time)}`;
  if (ago === 1) return `${en ? 'Yesterday' : 'きのう'} ${clockMinutes(time)}`;
  const that = partsOf(time);
  const today = partsOf(now);
  const same_month = that.year === today.year && that.month === today.month;
  if (!en && same_month && ago > 0) return `${that.day}日(${weekdays_ja[that.weekday]})`;
  return dayWithWeekday(dayOf(time), now);
}

/** 2026/11/22 12:34 — the console's form, sortable by eye. */
export function consoleMoment(time: number): string {
  const { year, month, day } = partsOf(time);
  return `${year}/${two(month)}/${two(day)} ${clockMinutes(time)}`;
}

/** 2026/11/22 */
export function consoleDay(day: Day): string {
  return day.replace(/-/g, '/');
}

/** 4分20秒 · 20秒: a time limit in words; seconds ≥ 0, rounded up. */
export function remaining(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  if (language() === 'en') return minutes ? `${minutes} min ${rest} s` : `${rest} s`;
  return minutes ? `${minutes}分${rest}秒` : `${rest}秒`;
}
