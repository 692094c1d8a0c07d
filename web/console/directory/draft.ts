// A place's entry as it is typed: letters in fields, and back to what the API takes. What is left empty is not stated.
import type { paths } from '@meguri/shared/api';

type Answer = paths['/api/places/{id}/directory']['get']['responses']['200']['content']['application/json'];
export type WrittenDirectory = Answer;
export type PlaceDirectory = Answer['directory'];
export type ClosedWeek = NonNullable<PlaceDirectory['closed_weeks']>[number];
export type Weekday = ClosedWeek['weekday'];

export const weekdays: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const words = ['reading', 'address', 'telephone', 'keywords', 'text', 'url'] as const;
type Words = (typeof words)[number];

export interface Draft extends Record<Words, string> {
  /** Numbers of the city's list. */
  types: string[];
  /** "36.1396, 139.3888" */
  point: string;
  /** By weekday, Monday first: "9:00-12:00 13:00-18:30"; '' is a closed day. */
  hours: string[];
  closedWeeks: ClosedWeek[];
  closedDates: string[];
}

export type Faults = Partial<Record<Words | 'point' | 'types', true>> & { hours?: Weekday };

const minutes_a_day = 24 * 60;
const degrees = 1_000_000;

const clock = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

/** "9:00-12:00 13:00-18:30", also with 〜, 、 and full-width digits; past midnight "17:00-1:00" or "17:00-25:00". Undefined: it
    cannot be meant so. */
function stretchesOf(typed: string): { from: number; to: number }[] | undefined {
  const text = typed.normalize('NFKC').replace(/\s*[-\u2010-\u2015\u2212\u301c~]\s*/g, '-');
  const found = text.split(/[\s,/\u3001]+/).filter((each) => each !== '');
  const stretches = found.map((each) => {
    const parts = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(each);
    if (!parts) return undefined;
    const [begin, begin_minute, end, end_minute] = parts.slice(1).map(Number) as [number, number, number, number];
    if (begin > 23 || begin_minute > 59 || end > 35 || end_minute > 59) return undefined;
    const [from, to] = [begin * 60 + begin_minute, end * 60 + end_minute];
    return { from, to: to > from ? to : to + minutes_a_day };
  });
  return stretches.every((each) => each !== undefined && each.to - each.from <= minutes_a_day && each.to < 36 * 60) ? (stretches as { from: number; to: number }[]) : undefined;
}

export function draftOf(directory: PlaceDirectory): Draft {
  const { latitude_e6: latitude, longitude_e6: longitude } = directory;
  const of_day = (weekday: Weekday) =>
    (directory.hours || [])
      .filter((each) => each.weekday === weekday)
      .sort((a, b) => a.from - b.from)
      .map(({ from, to }) => `${clock(from)}-${clock(to)}`)
      .join(' ');
  const plain = Object.fromEntries(words.map((word) => [word, directory[word] || ''])) as Record<Words, string>;
  return {
    ...plain,
    types: (directory.types || []).map(String),
    point: latitude === undefined || longitude === undefined ? '' : `${latitude / degrees}, ${longitude / degrees}`,
    hours: weekdays.map(of_day),
    closedWeeks: directory.closed_weeks || [],
    closedDates: (directory.closed_dates || []).map(({ date }) => date),
  };
}

/** Latitude and longitude in millionths of a degree; undefined: no such point in Japan. */
function pointOf(typed: string): [number, number] | undefined {
  const found = /^\s*(\d{2}(?:\.\d+)?)[\s,、]+(\d{3}(?:\.\d+)?)\s*$/.exec(typed.normalize('NFKC'));
  if (!found) return undefined;
  const [latitude, longitude] = [Number(found[1]), Number(found[2])];
  const inside = latitude >= 20 && latitude <= 46 && longitude >= 122 && longitude <= 154;
  return inside ? [Math.round(latitude * degrees), Math.round(longitude * degrees)] : undefined;
}

export const most_types = 5;

export function faultsOf(draft: Draft): Faults {
  const faults: Faults = {};
  if (draft.telephone.trim() && !/^[0-9+() -]+$/.test(draft.telephone.trim())) faults.telephone = true;
  if (draft.url.trim() && !/^https?:\/\/[^\s/]+/.test(draft.url.trim())) faults.url = true;
  if (draft.point.trim() && !pointOf(draft.point)) faults.point = true;
  if (draft.types.length > most_types) faults.types = true;
  const wrong = draft.hours.findIndex((day) => !stretchesOf(day));
  if (wrong >= 0) faults.hours = weekdays[wrong] as Weekday;
  return faults;
}

/** Only for a draft without faults. */
export function directoryOf(draft: Draft): PlaceDirectory {
  const directory: PlaceDirectory = {};
  for (const word of words) if (draft[word].trim()) directory[word] = draft[word].trim();
  if (draft.types.length > 0) directory.types = draft.types.map(Number);
  const point = draft.point.trim() ? pointOf(draft.point) : undefined;
  if (point) [directory.latitude_e6, directory.longitude_e6] = point;
  const hours = draft.hours.flatMap((day, i) => (stretchesOf(day) || []).map((each) => ({ weekday: weekdays[i] as Weekday, ...each })));
  if (hours.length > 0) directory.hours = hours;
  if (draft.closedWeeks.length > 0) directory.closed_weeks = draft.closedWeeks;
  if (draft.closedDates.length > 0) directory.closed_dates = draft.closedDates.map((date) => ({ date }));
  return directory;
}
