// Finding a place by what people type: parts of the name, the reading, the area or the organization; katakana, full-width
// letters and capitals make no difference.
import type { Place } from '../data.ts';

/** Katakana as hiragana, whatever its width: as the list is sorted. */
export const hiragana = (text: string): string =>
  text.normalize('NFKC').replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

export function folded(text: string): string {
  return hiragana(text).toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Whether every word stands somewhere in what is said of it. */
export function matches(typed: string, said: string[]): boolean {
  const text = folded(said.join(' '));
  return folded(typed).split(' ').every((word) => text.indexOf(word) >= 0);
}

export const matching = (places: Place[], typed: string): Place[] =>
  places.filter((place) => matches(typed, [place.name, place.reading, place.area, place.type, place.organization.name, place.code_number]));
