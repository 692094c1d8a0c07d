// Finding a place by what people type: parts of the name, the reading, the area or the organization; katakana, full-width
// letters and capitals make no difference.
import type { Place } from '../data.ts';

/** Katakana as hiragana, whatever its width: as the list is sorted. */
export const hiragana = (text: string): string =>
  text.normalize('NFKC').replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

export function folded(text: string): string {
  return hiragana(text).toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Every word must be found somewhere. */
export function matching(places: Place[], typed: string): Place[] {
  const words = folded(typed).split(' ').filter(Boolean);
  if (words.length === 0) return places;
  return places.filter((place) => {
    const text = folded([place.name, place.reading, place.area, place.type, place.organization.name, place.code_number].join(' '));
    return words.every((word) => text.indexOf(word) >= 0);
  });
}
