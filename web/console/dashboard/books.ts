// What the first page adds up. The parts are added here from the API's so that each figure is one sum a clerk can redo:
// held = outstanding + on hold + promised + budgets, spent = receivable + settled + public dues, refunded also what the city
// took back. Yen of several programs may be added; points never are.
import type { Dashboard } from '../data.ts';

export type ProgramBooks = Dashboard['programs'][number];
export type Books = Omit<ProgramBooks, 'program'>;

export const waiting = (books: Books): number => books.on_hold + books.promised + books.budgets;
export const held = (books: Books): number => books.outstanding + waiting(books);
export const returned = (books: Books): number => books.refunded + books.taken_back;
export const spent = (books: Books): number => books.receivable + books.settled + books.public_dues;

/** What does not add up: the server's own difference, or ours if the figures on the screen do not sum. */
export function differenceOf(books: Books): number {
  const ours = books.issued - (held(books) + spent(books) + books.expired + returned(books));
  return books.difference !== 0 ? books.difference : ours;
}

const words = ['issued', 'outstanding', 'on_hold', 'promised', 'budgets', 'receivable', 'public_dues', 'expired', 'refunded', 'taken_back', 'settled', 'difference'] as const;

export const inMoney = (programs: readonly ProgramBooks[]): ProgramBooks[] => programs.filter(({ program }) => program.unit === 'money');
export const inPoints = (programs: readonly ProgramBooks[]): ProgramBooks[] => programs.filter(({ program }) => program.unit === 'point');

/** All of them together, which must be of money. */
export function totalOf(programs: readonly Books[]): Books {
  const total = Object.fromEntries(words.map((word) => [word, 0])) as unknown as Books;
  programs.forEach((books) => words.forEach((word) => (total[word] += books[word])));
  return total;
}

/** Days from now on until a budget is used up, at the speed of the last seven; undefined: not in a month, or there is no end to it. */
export function daysLeft(budget: number, issued: number, in_a_week: number): number | undefined {
  if (budget === 0 || in_a_week <= 0 || issued >= budget) return undefined;
  const days = Math.floor(((budget - issued) * 7) / in_a_week);
  return days <= 31 ? days : undefined;
}
