// Top-ups by card that this device began and does not know the end of. Kept before anything is sent, with the key, so that
// a lost answer is asked for and never sent a second time under another one. Home shows a strip for them.
import { useEffect, useState } from 'preact/hooks';
import type { Schemas } from '@meguri/shared/api';

export interface KeptTopUp {
  person: string;
  key: string;
  /** Server time, unix ms. */
  keyExpiresAt: number;
  sentAt: number;
  program: Schemas['ProgramTag'];
  amount: number;
  /** Once the server has answered. */
  id?: string;
}

const slot = 'meguri.card_top_ups';
const changed = 'meguri-card-top-ups';
let memory: KeptTopUp[] = [];

function readAll(): KeptTopUp[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(slot) ?? 'null');
    if (Array.isArray(kept)) memory = kept as KeptTopUp[];
  } catch {
    // Forbidden storage: it lives as long as the page.
  }
  return memory;
}

function write(all: KeptTopUp[]): void {
  memory = all;
  try {
    localStorage.setItem(slot, JSON.stringify(all));
  } catch {
    // Not kept: the provider's page leads back here all the same.
  }
  window.dispatchEvent(new Event(changed));
}

/** Newest first. */
export function keptTopUps(person: string): KeptTopUp[] {
  return readAll().filter((each) => each.person === person);
}

export function keepTopUp(it: KeptTopUp): void {
  write([it, ...readAll().filter((each) => each.key !== it.key)]);
}

export function forgetTopUp(has: { id?: string; key?: string }): void {
  const all = readAll();
  const rest = all.filter((each) => (has.key === undefined || each.key !== has.key) && (has.id === undefined || each.id !== has.id));
  if (rest.length < all.length) write(rest);
}

export function useKeptTopUps(person: string): KeptTopUp[] {
  const [, redraw] = useState(0);
  useEffect(() => {
    const look = () => redraw((n) => n + 1);
    window.addEventListener(changed, look);
    window.addEventListener('storage', look);
    return () => {
      window.removeEventListener(changed, look);
      window.removeEventListener('storage', look);
    };
  }, []);
  return keptTopUps(person);
}
