// What iOS 12 and Chrome 67 lack and the apps or their libraries use. Imported first by every app.
// Nothing else may be used that is newer than these browsers: scripts/lint.mjs keeps the list.
const world = self as unknown as Record<string, unknown>;

if (!world['globalThis']) world['globalThis'] = self;

if (!world['queueMicrotask']) {
  const ready = Promise.resolve();
  world['queueMicrotask'] = (job: () => void) => {
    ready.then(job).catch((problem) => setTimeout(() => { throw problem; }));
  };
}

if (!Object.fromEntries) {
  Object.fromEntries = ((pairs: Iterable<[string, unknown]>) => {
    const result: Record<string, unknown> = {};
    for (const [key, value] of pairs) result[key] = value;
    return result;
  }) as typeof Object.fromEntries;
}
export {};
