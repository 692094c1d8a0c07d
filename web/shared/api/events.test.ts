import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listen, type LiveEvent } from './events.ts';

class FakeSource {
  static made: FakeSource[] = [];
  readyState = 0;
  closed = false;
  onopen: () => void = () => undefined;
  onerror: () => void = () => undefined;
  handlers = new Map<string, (message: { data: string }) => void>();
  url: string;
  constructor(url: string) {
    this.url = url;
    FakeSource.made.push(this);
  }
  addEventListener(type: string, handler: (message: { data: string }) => void) {
    this.handlers.set(type, handler);
  }
  close() {
    this.closed = true;
    this.readyState = 2;
  }
  open() {
    this.readyState = 1;
    this.onopen();
  }
}
const Source = FakeSource as unknown as typeof EventSource;
const newest = () => FakeSource.made[FakeSource.made.length - 1] as FakeSource;

test('entries are told; a stream that opens says catch up: what is shown may be older', () => {
  const heard: LiveEvent[] = [];
  const stop = listen('/api/events', (event) => heard.push(event), { Source });
  newest().open();
  newest().handlers.get('entry')?.({ data: '{"id":"9","kind":"payment"}' });
  newest().open();
  newest().handlers.get('entry')?.({ data: 'broken' });
  stop();
  assert.deepEqual(heard, [{ type: 'catch_up' }, { type: 'entry', id: '9', kind: 'payment' }, { type: 'catch_up' }, { type: 'catch_up' }]);
  assert.equal(newest().closed, true);
});

test('while the stream is down the page asks by itself', (context) => {
  context.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  let asked = 0;
  const stop = listen('/api/events', () => asked++, { Source, poll_ms: 1000 });
  const first = newest();
  context.mock.timers.tick(2000);
  assert.equal(asked, 2);
  first.readyState = 2;
  first.onerror();
  context.mock.timers.tick(3000);
  assert.notEqual(newest(), first, 'a closed stream is opened again');
  newest().open();
  const before = asked;
  context.mock.timers.tick(5000);
  assert.equal(asked, before, 'no polling while it is open');
  stop();
});

test('removed while signed in: told once, then silence', () => {
  const heard: LiveEvent[] = [];
  const stop = listen('/api/events', (event) => heard.push(event), { Source });
  newest().handlers.get('session_ended')?.({ data: '' });
  assert.deepEqual(heard, [{ type: 'session_ended' }]);
  assert.equal(newest().closed, true);
  stop();
});
