// What is on its way at the counter, kept for a reload of the page: whom it is for, the amount, the result.
import { useState } from 'preact/hooks';

function kept<Draft extends object>(slot: string): Draft {
  try {
    return (JSON.parse(sessionStorage.getItem(slot) || '{}') as Draft) || ({} as Draft);
  } catch {
    return {} as Draft;
  }
}

/** `slot` names it on the device; a draft begins empty. */
export function useKeptDraft<Draft extends object>(slot: string): [draft: Draft, change: (next: Draft) => void] {
  const [draft, setDraft] = useState(() => kept<Draft>(slot));
  return [
    draft,
    (next) => {
      setDraft(next);
      try {
        sessionStorage.setItem(slot, JSON.stringify(next));
      } catch {
        // Not kept: a reload begins anew at the customer's code.
      }
    },
  ];
}
