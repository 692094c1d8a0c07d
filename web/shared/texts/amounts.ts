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

/** 4039 1827 5560: groups of four, as printed under a code. */
export function groupsOfFour(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}
