import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const kept = new Map<string, string>();
Object.assign(globalThis, {
  sessionStorage: {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  },
});
const { comeBack, domesticPhone, forgetSignUp, keepSignUp, maskedPhone, sentAlready, signUpSpent, signUpUnderWay } = await import('./sign-up.ts');

const phone = '09012345678';
const after = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const sent = (good_for: number, again_in: number) => ({ verification: 'v', expires_at: after(good_for), resend_at: after(again_in) });

beforeEach(forgetSignUp);

test('a number has one spelling, however it is typed [USR-b]', () => {
  for (const typed of ['09012345678', '090-1234-5678', '０９０ー１２３４ー５６７８', ' 090 1234 5678', '+819012345678', '+81 90 1234 5678', '+81(0)90-1234-5678', '＋８１９０１２３４５６７８', '(090)1234−5678', '090.1234.5678']) {
    assert.equal(domesticPhone(typed), phone, typed);
  }
  assert.equal(maskedPhone(domesticPhone('+81 90 1234 5678')), '090-••••-5678');
});

test('what is no such number is sent as it was typed, for the server to refuse [USR-b]', () => {
  for (const typed of ['0485241111', '+1 202 555 0100', '819012345678', '090-1234-567a8', '+81 090 9012 345678', '090+12345678', '110', '']) {
    assert.equal(domesticPhone(typed), typed);
  }
});

test('a code that lives is not asked for again [USR-a]', () => {
  assert.equal(sentAlready(phone), false);
  keepSignUp(phone, sent(600, 60));
  assert.equal(sentAlready(phone), true);
  assert.equal(sentAlready('09087654321'), false);
  comeBack();
  assert.equal(signUpUnderWay()?.again, true);
  assert.equal(JSON.parse(kept.get('meguri.sign_up') ?? '{}').again, true); // survives a reload
  assert.equal(keepSignUp(phone, sent(600, 60)).again, undefined); // a new one is not come back to
});

test('a code that is over is, unless the server would send no other yet [USR-a]', () => {
  keepSignUp(phone, sent(-1, -541));
  assert.equal(sentAlready(phone), false);
  signUpSpent(keepSignUp(phone, sent(600, -1)));
  assert.equal(sentAlready(phone), false);
  signUpSpent(keepSignUp(phone, sent(600, 30)));
  assert.equal(sentAlready(phone), true);
});
