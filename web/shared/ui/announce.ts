// Says a sentence to screen readers without moving focus. One live region for the whole app, made on
// the first use and kept: regions that come and go are not read reliably.
let region: HTMLElement | null = null;

export function announce(sentence: string, urgent = false): void {
  if (!region) {
    region = document.createElement('div');
    region.className = 'heard';
    document.body.appendChild(region);
  }
  region.setAttribute('aria-live', urgent ? 'assertive' : 'polite');
  region.textContent = '';
  const target = region;
  // The same sentence twice must be heard twice: the text has to change for that.
  setTimeout(() => {
    target.textContent = sentence;
  }, 50);
}
