// From the API's program to its stamp. The tone follows the kanji, so that a program looks the same everywhere.
import type { StampProps, Tone } from './stamp.tsx';

const known: Record<string, Tone> = { 通: 'green', 冬: 'persimmon', 子: 'azure', 春: 'teal', 輪: 'plum' };
const others: Tone[] = ['azure', 'teal', 'persimmon', 'green'];

/** `named`: the stamp reads the program's name itself (rows where the name does not stand beside it). */
export function stampOf(program: { stamp: string; name: string }, named = false): StampProps {
  const tone = known[program.stamp] ?? others[program.stamp.charCodeAt(0) % others.length];
  return { kanji: program.stamp, tone, name: named ? program.name : undefined };
}
