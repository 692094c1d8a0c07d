// A stand-in for Safari 12 in a current Chromium: taken away before a page loads, what that browser lacks. Passed to
// playwright's addInitScript. It cannot show missing CSS (scripts/lint.mjs forbids that) nor another layout engine.
export function oldPhone() {
  const gone = [
    'queueMicrotask', 'globalThis', 'ResizeObserver', 'IntersectionObserver', 'PointerEvent', 'BigInt', 'structuredClone',
    'WeakRef', 'FinalizationRegistry', 'HTMLDialogElement', 'BarcodeDetector', 'AggregateError', 'OffscreenCanvas',
    'createImageBitmap', 'requestIdleCallback', 'scheduler', 'navigation', 'CSSStyleSheet.prototype.replaceSync',
  ];
  const parts = [
    [Object, ['fromEntries', 'hasOwn', 'groupBy']],
    [Promise, ['allSettled', 'any', 'withResolvers']],
    [String.prototype, ['matchAll', 'replaceAll', 'at', 'trimStart', 'isWellFormed']],
    [Array.prototype, ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']],
    [Element.prototype, ['replaceChildren', 'toggleAttribute', 'checkVisibility']],
    [Intl, ['PluralRules', 'RelativeTimeFormat', 'ListFormat', 'Segmenter', 'DisplayNames']],
    [Crypto.prototype, ['randomUUID']],
    [AbortSignal, ['timeout', 'any']],
    [Blob.prototype, ['text', 'arrayBuffer']],
    [URL, ['canParse']],
  ];
  for (const name of gone) {
    try {
      delete window[name];
    } catch {
      // some cannot be taken away; the page then has more than the old phone would
    }
  }
  for (const [owner, names] of parts) for (const name of names) delete owner[name];
}
