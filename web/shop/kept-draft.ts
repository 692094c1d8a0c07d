// What is on its way at the counter, kept for a reload of the page: whom it is for, the amount, the result. It goes with the
// sign-out and is nobody else's: a card's code in it pays.
import { useState } from 'preact/hooks';
import { keepDraft, keptDraft } from '@meguri/shared/api';

/** `slot` names it on the device; a draft begins empty. */
export function useKeptDraft<Draft extends object>(slot: string): [draft: Draft, change: (next: Draft) => void] {
  const [draft, setDraft] = useState<Draft>(() => keptDraft<Draft>(slot) || ({} as Draft));
  return [
    draft,
    (next) => {
      setDraft(next);
      keepDraft(slot, next);
    },
  ];
}
