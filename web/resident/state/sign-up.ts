// A sign-up on its way: survives a reload of the page, so that reading the message in another app costs nothing. Held in
// sessionStorage: it holds a telephone number and goes with the tab.
import { timeOf } from '@meguri/shared/api';

export interface SignUp {
  phone: string;
  verification: string;
  expiresAt: number;
  resendAt: number;
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

export function keepSignUp(phone: string, sent: { verification: string; expires_at: string; resend_at: string }): SignUp {
  const kept = {
    phone,
    verification: sent.verification,
    expiresAt: timeOf(sent.expires_at),
    resendAt: timeOf(sent.resend_at),
  };
  current = kept;
  write(slot, JSON.stringify(kept));
  return kept;
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

/** 09012341234 → 090-••••-1234: enough to see a slip of the finger, not enough for a neighbour. */
export function maskedPhone(digits: string): string {
  return `${digits.slice(0, 3)}-••••-${digits.slice(-4)}`;
}
