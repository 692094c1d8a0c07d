// Says a sentence to screen readers without moving focus. One live region for the whole app, made on
// the first use and kept: regions that come and go are not read reliably. What is said is what is shown, and said once: where
// a heading takes focus, a field shows its problem or something has role="alert", that is read already.
let region: HTMLElement | undefined;
let waiting: ReturnType<typeof setTimeout> | undefined;
let onNextPage: string | undefined;

function empty(): void {
  clearTimeout(waiting);
  if (region) region.textContent = '';
}

export function announce(sentence: string, urgent = false): void {
  empty();
  if (!region) {
    region = document.createElement('div');
    region.className = 'heard';
    document.body.appendChild(region);
  }
  const target = region;
  target.setAttribute('aria-live', urgent ? 'assertive' : 'polite');
  // The same sentence twice must be heard twice: the text has to change for that.
  waiting = setTimeout(() => {
    target.textContent = sentence;
  }, 50);
}

/** For what was done by leaving this page: said when the next one is there. */
export function announceThere(sentence: string): void {
  onNextPage = sentence;
}

/** Another page is there: what was said of the last one, or was about to be, no longer stands anywhere. */
export function pageChanged(): void {
  empty();
  const sentence = onNextPage;
  onNextPage = undefined;
  if (sentence) announce(sentence, true);
}
