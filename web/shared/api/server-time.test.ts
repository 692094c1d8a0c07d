import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forgetServerTime, noteServerTime, serverNow, timeOf } from './server-time.ts';

beforeEach(forgetServerTime);
const near = (actual: number, wanted: number) => assert.ok(Math.abs(actual - wanted) < 50, `${actual} ~ ${wanted}`);

test('the server’s clock is taken at the middle of the round trip', () => {
  const now = Date.now();
  noteServerTime(now + 3_600_000, now - 100, now);
  near(serverNow(), Date.now() + 3_600_050);
});

test('a slow answer does not spoil what a quick one told', () => {
  const now = Date.now();
  noteServerTime(now + 1000, now - 10, now);
  noteServerTime(now + 1400, now - 900, now);
  near(serverNow(), Date.now() + 1005);
});

test('a correction of the device’s clock is followed at once', () => {
  const now = Date.now();
  noteServerTime(now + 1000, now - 10, now);
  noteServerTime(now - 7_200_000, now - 200, now);
  near(serverNow(), Date.now() - 7_199_900);
});

test('an answer without the header changes nothing', () => {
  noteServerTime(NaN, 0, 1);
  near(serverNow(), Date.now());
});

test('the API’s times are Japan’s', () => {
  assert.equal(timeOf('2026-11-22T12:34:56.789+09:00'), Date.UTC(2026, 10, 22, 3, 34, 56, 789));
});
