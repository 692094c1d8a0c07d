// A sign-up on its way: survives a reload of the page, so that reading the message in another app costs nothing. Held in
// sessionStorage: it holds a telephone number and goes with the tab.
import { serverNow, timeOf } from '@meguri/shared/api';
import { digitsOf } from '@meguri/shared/texts';

export interface SignUp {
  /** The domestic form, 09012345678. */
  phone: string;
  verification: string;
  expiresAt: number;
  resendAt: number;
  /** Come back to: the code that was sent earlier, not just now. */
  again?: boolean;
}

const slot = 'meguri.sign_up';
const wanted = 'meguri.wanted';

function read(name: string): string | null {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, value: string | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
  } catch {
    // Not kept: a reload begins again.
  }
}

let current: SignUp | undefined;

export function signUpUnderWay(): SignUp | undefined {
  if (current) return current;
  try {
    current = (JSON.parse(read(slot) ?? 'null') as SignUp | null) ?? undefined;
  } catch {
    current = undefined;
  }
  return current;
}

function keep(next: SignUp): SignUp {
  current = next;
  write(slot, JSON.stringify(next));
  return next;
}

export function keepSignUp(phone: string, sent: { verification: string; expires_at: string; resend_at: string }): SignUp {
  const { verification, expires_at, resend_at } = sent;
  return keep({ phone, verification, expiresAt: timeOf(expires_at), resendAt: timeOf(resend_at) });
}

/** Whether a code for this number is still good, or so young that the server sends no other yet: then asking for one would only
    be refused, and the page of the code is the way on. */
export function sentAlready(phone: string): boolean {
  const sent = signUpUnderWay();
  return sent !== undefined && sent.phone === phone && serverNow() < Math.max(sent.expiresAt, sent.resendAt);
}

/** Back to the code that was sent earlier. */
export function comeBack(): void {
  const sent = signUpUnderWay();
  if (sent) keep({ ...sent, again: true });
}

/** The server takes this code no more, whatever its time says. */
export function signUpSpent(sent: SignUp): SignUp {
  return keep({ ...sent, expiresAt: 0 });
}

export function forgetSignUp(): void {
  current = undefined;
  write(slot, undefined);
}

let wantedPath: string | undefined;

/** Where the person wanted to go before signing in (a shop's code). */
export function keepWanted(path: string): void {
  wantedPath = path;
  write(wanted, path);
}

export function wantedBefore(): string | undefined {
  return wantedPath ?? read(wanted) ?? undefined;
}

export function takeWanted(): string | undefined {
  const path = wantedBefore();
  wantedPath = undefined;
  write(wanted, undefined);
  return path;
}

// What people put between digits; the server knows the same.
const as_typed = /^\s*[+\uff0b]?[\d\uff10-\uff19\s().\uff08\uff09\u2010-\u2015\u2212\uff0d\u30fc\uff70-]*$/;

/** 090-1234-5678, ０９０…, +81 90 1234 5678 → 09012345678, as people know their number. What is no such number stays as it was
    typed: the server says what is wrong with it. */
export function domesticPhone(typed: string): string {
  const digits = digitsOf(typed);
  const national = /^\s*[+\uff0b]/.test(typed) ? digits.replace(/^810?/, '0') : digits;
  return as_typed.test(typed) && /^0\d{10}$/.test(national) ? national : typed.trim();
}

/** 09012341234 → 090-••••-1234: enough to see a slip of the finger, not enough for a neighbour. */
export function maskedPhone(digits: string): string {
  return `${digits.slice(0, 3)}-••••-${digits.slice(-4)}`;
}
