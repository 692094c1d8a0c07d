import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wayOf } from './ways.ts';

const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const android = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15';
const facts = { standalone: false, offered: false, userAgent: android, touchPoints: 5 };

test('the way to the home screen is that of the browser', () => {
  assert.equal(wayOf(facts), 'other');
  assert.equal(wayOf({ ...facts, offered: true }), 'offer');
  assert.equal(wayOf({ ...facts, userAgent: iphone }), 'ios');
  assert.equal(wayOf({ ...facts, userAgent: mac }), 'ios'); // an iPad
  assert.equal(wayOf({ ...facts, userAgent: mac, touchPoints: 0 }), 'other');
});

test('inside LINE there is none before the browser; from the home screen none is needed', () => {
  assert.equal(wayOf({ ...facts, userAgent: `${iphone} Safari Line/14.10.0` }), 'line');
  assert.equal(wayOf({ ...facts, userAgent: `${android} Line/14.10.0/IAB`, offered: true }), 'line');
  assert.equal(wayOf({ ...facts, standalone: true, offered: true }), 'already');
});
