import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountTrouble, givenPremium, premiumOf, tileAmounts, type Choice } from './choices.ts';

const tag = { id: '1', name: '通', stamp: '通', unit: 'money' as const };
const winter: Choice = {
  program: tag,
  minimum: 1000,
  step: 1000,
  maximum: 50000,
  person_left: 20000,
  bonus: {
    program: { ...tag, id: '2' },
    at_limit: 'cut_premium',
    tiers: [
      { from: 3000, per_10000: 1000 },
      { from: 5000, per_10000: 2000 },
    ],
    person: { limit: 5000, left: 700 },
  },
};

test('premium follows the highest tier reached, in whole yen [CHG-b]', () => {
  assert.deepEqual([1000, 3000, 4999, 5000].map((amount) => premiumOf(amount, winter)), [0, 300, 499, 1000]);
  assert.equal(givenPremium(5000, winter), 700);
  assert.equal(givenPremium(5000, { ...winter, bonus: { ...winter.bonus!, at_limit: 'refuse' } }), 1000);
});

test('tiles stand at the smallest amount and where the premium changes, rising and in step [CHG-b]', () => {
  assert.deepEqual(tileAmounts(winter), [1000, 3000, 5000, 10000]);
  assert.deepEqual(tileAmounts({ program: tag, minimum: 500, step: 500, maximum: 1500 }), [500, 1000, 1500]);
  assert.deepEqual(tileAmounts({ program: tag, minimum: 2500, step: 2500, maximum: 2500 }), [2500]);
});

test('an amount is refused by minimum, step, maximum and what is left, in this order [CHG-b]', () => {
  assert.deepEqual([NaN, 500, 1500, 51000, 21000, 20000].map((amount) => amountTrouble(amount, winter)), ['below', 'below', 'step', 'above', 'room', undefined]);
});
