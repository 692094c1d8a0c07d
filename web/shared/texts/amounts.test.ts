import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digitsOf, figure, groupsOfFour, signedFigure } from './amounts.ts';

test('figures carry thousands commas and a true minus', () => {
  assert.equal(figure(0), '0');
  assert.equal(figure(860), '860');
  assert.equal(figure(12480), '12,480');
  assert.equal(figure(290460000), '290,460,000');
  assert.equal(figure(-400), '−400');
  assert.equal(signedFigure(5000), '+5,000');
  assert.equal(signedFigure(-1250), '−1,250');
  assert.equal(figure(Number.MAX_SAFE_INTEGER), '9,007,199,254,740,991');
});

test('what is no whole quantity is never shown as an amount', () => {
  for (const wrong of [NaN, Infinity, 0.5, 2 ** 53]) assert.equal(figure(wrong), '—');
});

test('full-width digits and stray marks are understood', () => {
  assert.equal(digitsOf('０９０－１２３４ー５６７８'), '09012345678');
  assert.equal(digitsOf('1,234円'), '1234');
});

test('codes are read in groups of four', () => {
  assert.equal(groupsOfFour('403918275560'), '4039 1827 5560');
  assert.equal(groupsOfFour('12345'), '1234 5');
});
