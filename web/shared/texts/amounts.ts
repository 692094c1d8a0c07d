// Figures. Quantities are whole numbers (1 = one yen or one point) up to 2^53; anything else is a
// mistake of the caller and shown as — rather than as a wrong amount of money.

/** 12,480 · −400: thousands comma, true minus. */
export function figure(quantity: number): string {
  if (!Number.isSafeInteger(quantity)) return '—';
  const digits = String(Math.abs(quantity)).replace(/\B(?=(\d{3})+$)/g, ',');
  return quantity < 0 ? `−${digits}` : digits;
}

/** +5,000 · −400 · 0: for entries, where the sign carries the meaning. */
export function signedFigure(quantity: number): string {
  return quantity > 0 ? `+${figure(quantity)}` : figure(quantity);
}

/** What a person typed as digits: full-width forms accepted, everything but digits dropped. */
export function digitsOf(typed: string): string {
  return typed
    .replace(/[０-９]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\D/g, '');
}

/** A whole number as people write it: 50000, 50,000, ５０，０００円. Anything else, a sign or a point too, is NaN: never read as another number. */
export function wholeNumber(typed: string): number {
  return /^[0-9０-９]+([,，、][0-9０-９]{3})*円?$/.test(typed.trim()) ? Number(digitsOf(typed)) : NaN;
}

/** 4039 1827 5560: groups of four, as printed under a code. */
export function groupsOfFour(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}
