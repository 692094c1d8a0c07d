/** Whether a text that was scanned or typed is meant to be a card: its address, or the code alone. */
export function isCard(text: string): boolean {
  return /\/c\/[0-9A-Z]{40}/i.test(text) || /^[0-9A-Z]{40}$/i.test(text.trim());
}
