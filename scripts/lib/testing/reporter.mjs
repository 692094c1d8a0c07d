// A node:test reporter for scripts/test: one JSON line for each test, with its whole name and its file.
export default async function* reporter(events) {
  const parents = []; // names of the tests that are open, by nesting
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      parents.length = data.nesting;
      parents[data.nesting] = data.name;
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const error = data.details?.error;
    const line = {
      name: [...parents.slice(0, data.nesting), data.name].join(' > '),
      own: data.name,
      file: data.file ?? '',
      suite: data.details?.type === 'suite',
      passed: type === 'test:pass',
      skipped: data.skip ?? data.todo ?? false,
      seconds: (data.details?.duration_ms ?? 0) / 1000,
      error: error ? String(error.cause?.stack ?? error.cause ?? error.message) : '',
    };
    yield `${JSON.stringify(line)}\n`;
  }
}
