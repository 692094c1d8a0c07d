// Which of the city's codes a camera has read, by its form alone: enough to say what was held before it when another kind was
// wanted. Whether it is good is the server's to say.
export type KindOfCode = 'shop' | 'card' | 'wallet' | 'other';

export function kindOfCode(text: string): KindOfCode {
  if (text.indexOf('000201') === 0 || /\/s\/[^/]+$/i.test(text)) return 'shop';
  if (/\/c\/[^/]+$/i.test(text)) return 'card';
  if (/\/w\/[^/]+$/i.test(text) || text.indexOf('hQVKUFFSMW') === 0) return 'wallet';
  return 'other';
}
