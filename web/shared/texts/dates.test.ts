import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as dates from './dates.ts';
import { setCurrentLanguage } from './language.ts';

const sunday = Date.UTC(2026, 10, 22, 3, 34, 56); // 12:34:56 in Japan

test('the device is far from Japan in these tests', () => {
  assert.notEqual(new Date(sunday).getHours(), 12);
});

test('deadlines name the weekday, and the year unless it is this one', () => {
  assert.equal(dates.dayWithWeekday('2026-12-31', sunday), '12月31日(木)');
  assert.equal(dates.dayWithWeekday('2027-03-31', sunday), '来年3月31日(水)');
  assert.equal(dates.dayWithWeekday('2028-02-29', sunday), '2028年2月29日(火)');
  assert.equal(dates.dayWithWeekday('2025-12-31', sunday), '2025年12月31日(水)');
});

test('receipts carry the era year and the time to the second', () => {
  assert.equal(dates.receiptMoment(sunday), '令和8年11月22日(日) 12時34分56秒');
  assert.equal(dates.receiptDay(Date.UTC(2019, 4, 1)), '令和元年5月1日(水)');
});

test('the day turns at midnight in Japan, not at the device', () => {
  const last = Date.UTC(2026, 11, 31, 14, 59, 59, 999); // 23:59:59.999
  assert.equal(dates.dayOf(last), '2026-12-31');
  assert.equal(dates.dayOf(last + 1), '2027-01-01');
  assert.equal(dates.receiptTime(last), '23時59分59秒');
  assert.equal(dates.clockSeconds(last + 1), '00:00:00');
});

test('days until a deadline count calendar days', () => {
  assert.equal(dates.daysUntil('2026-12-31', sunday), 39);
  assert.equal(dates.daysUntil('2027-03-31', sunday), 129);
  assert.equal(dates.daysUntil('2026-11-22', sunday), 0);
  assert.equal(dates.daysUntil('2026-11-21', sunday), -1);
});

test('lists say today, yesterday, then the day', () => {
  const at = (day: number, hour: number) => Date.UTC(2026, 10, day, hour - 9, 8);
  assert.equal(dates.recentMoment(at(22, 0), sunday), 'きょう 00:08');
  assert.equal(dates.recentMoment(at(21, 16), sunday), 'きのう 16:08');
  assert.equal(dates.recentMoment(at(20, 23), sunday), '20日(金)');
  assert.equal(dates.recentMoment(Date.UTC(2026, 9, 3), sunday), '10月3日(土)');
  assert.equal(dates.recentMoment(Date.UTC(2025, 9, 3), sunday), '2025年10月3日(金)');
});

test('the console writes plain numbers', () => {
  assert.equal(dates.consoleMoment(sunday), '2026/11/22 12:34');
  assert.equal(dates.consoleDay('2026-11-22'), '2026/11/22');
});

test('time limits in words', () => {
  assert.equal(dates.remaining(260), '4分20秒');
  assert.equal(dates.remaining(19.2), '20秒');
  assert.equal(dates.remaining(-3), '0秒');
});

test('the ring follows the second with its fraction', () => {
  assert.equal(dates.secondOfMinute(sunday + 250), 56.25);
});

test('English dates in the same places', () => {
  setCurrentLanguage('en');
  assert.equal(dates.dayWithWeekday('2026-12-31', sunday), 'Thu 31 Dec');
  assert.equal(dates.dayWithWeekday('2027-03-31', sunday), 'Wed 31 Mar 2027');
  assert.equal(dates.receiptMoment(sunday), 'Sun 22 Nov 2026 12:34:56');
  setCurrentLanguage('ja');
});
