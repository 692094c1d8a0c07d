// Invented people, shops and moments of the gallery: Sunday 22 November 2026, 12:34:58 in Japan.
import type { PaidPart } from '../paid-page.tsx';
import type { StampProps } from '../stamp.tsx';

export const moment = Date.UTC(2026, 10, 22, 3, 34, 58);
export const paidAt = Date.UTC(2026, 10, 22, 3, 34, 56);
export const standing = (): number => moment;

export const winter: StampProps = { kanji: '冬', tone: 'persimmon' };
export const ordinary: StampProps = { kanji: '通', tone: 'green' };
export const child: StampProps = { kanji: '子', tone: 'azure' };

export const shop = 'ベーカリーむぎの輪';
export const parts: PaidPart[] = [{ name: '冬のプレミアム', amount: 860, stamp: winter }];
export const today = (hour: number, minute: number): number => Date.UTC(2026, 10, 22, hour - 9, minute);
