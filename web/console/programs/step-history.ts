// The steps of a form in the browser's history, an entry each: Back goes one step back and never out of the form. An entry
// remembers which steps lie below it, so that going back inside the form walks over them instead of adding more, and
// leaving the form for good leaves them all: Back from what was made does not lead into an empty form.
import { go } from '@meguri/shared/route';

/** The form's steps in the entries below this one, the nearest last. */
function below(): number[] {
  const state = history.state as { steps?: number[] } | null;
  return (state && state.steps) || [];
}

/** From one step to another; what stands below the entry tells whether it is a way back. */
export function goToStep(addressOf: (step: number) => string, from: number, to: number): void {
  const steps = below();
  if (to > from) return go(addressOf(to), false, { steps: steps.concat(from) });
  const at = steps.lastIndexOf(to);
  if (at >= 0) history.go(at - steps.length);
  else go(addressOf(to), true, history.state);
}

/** Another address for the entry that is shown. */
export function correctStep(address: string): void {
  go(address, true, history.state);
}

/** To another page, in place of the whole form. */
export function leaveSteps(address: string): void {
  const { length } = below();
  if (length === 0) return go(address, true);
  window.addEventListener('popstate', () => go(address, true), { once: true });
  history.go(-length);
}
