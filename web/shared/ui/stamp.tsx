// 印: one kanji per program in a frame. The program's name must stand beside it at least once on the page;
// where it does not (rows of a shop's list), `name` makes the stamp say it.
import type { VNode } from 'preact';
import './stamp.css';

export type Tone = 'green' | 'persimmon' | 'azure' | 'teal' | 'plum' | 'grey';

export interface StampProps {
  kanji: string;
  tone?: Tone;
  size?: 22 | 28 | 40;
  /** The program's name, read instead of the kanji. Without it the stamp is decoration. */
  name?: string | undefined;
  /** Ended programs are grey. */
  ended?: boolean;
}

export function Stamp({ kanji, tone = 'green', size = 28, name, ended }: StampProps): VNode {
  const look = `stamp stamp-${size} tone-${ended ? 'grey' : tone}`;
  if (name === undefined) {
    return (
      <span class={look} aria-hidden="true">
        {kanji}
      </span>
    );
  }
  return (
    <span class={look} role="img" aria-label={name}>
      {kanji}
    </span>
  );
}
