// Payment slips of local taxes (eL-QR) made for tests, by the format alone: an encoder of its own, so that the server's
// reader is held against something else. Checked against the standard's own check value for "123456789" when loaded.
import assert from 'node:assert/strict';
import { Client } from './api.mjs';

/** CRC-16/CCITT-FALSE by long division over bits, not as the server does it. */
export function checksum(text) {
  const bits = [...Buffer.from(text, 'latin1')].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((n) => (byte >> n) & 1));
  const rest = [...bits, ...new Array(16).fill(0)];
  for (let i = 0; i < 16; i++) rest[i] ^= 1; // begins with ffff
  const divisor = [...(0x11021).toString(2)].map(Number);
  for (let i = 0; i < bits.length; i++) if (rest[i]) divisor.forEach((bit, n) => (rest[i + n] ^= bit));
  return parseInt(rest.slice(bits.length).join(''), 2);
}
assert.equal(checksum('123456789'), 0x29b1);

let numbers = 0;
const digits = (value, length) => String(value).padStart(length, '0');
const part = (tag, content) => tag + digits(content.length, 2) + content;

/** What stands on a slip; every call another number. */
export function slip(further = {}) {
  return {
    number: digits(`${process.pid % 10_000}${digits(++numbers, 6)}`, 20), confirmation: '135792', division: '001', amount: 12_300, organization: '11202',
    institution: '13800', payee: '13800', fiscal_year: 2026, tax_year: 2026, period: '03', due: '2036-11-30', last: '2036-12-25', ...further,
  };
}

/** The code printed on it: 255 characters. */
export function codeOf(it) {
  const amount = digits(it.amount, 11);
  const block = [
    '00', '00000000123', digits(it.inside ?? it.amount, 11), '2', it.institution, '0', it.division, '00000', '00', it.number, it.confirmation, '0',
    it.organization, '001', '0000000',
  ].join('');
  assert.equal(block.length, 83);
  const dates = digits(it.fiscal_year, 4) + digits(it.tax_year, 4) + it.period + it.due.replaceAll('-', '') + it.last.replaceAll('-', '');
  const text = [
    part('00', '01'), part('01', '12'), part('27', part('00', it.payee) + part('01', block)), part('54', amount), part('62', dates),
    part('80', '0'.repeat(85)), '6305',
  ].join('');
  return text + digits(checksum(text), 5);
}

/** The eL number beside the code, as somebody types it. */
export const typedOf = (it, further = {}) => ({
  institution: it.institution, number: it.number.replace(/(.{4})/g, '$1 ').trim(), confirmation: it.confirmation, division: it.division, ...further,
});

/** The city whose simulator is the clearing side. */
export class ClearingSide {
  constructor(city) {
    this.anybody = new Client(city);
  }
  faults(api = 'none', results = 'at_once') {
    return this.anybody.do('setDuesFaults', { body: { api, results } });
  }
  knows({ number, confirmation, division, amount }, state = 'payable') {
    return this.anybody.do('addSimulatedSlip', { body: { number, confirmation, division, amount, state } });
  }
  /** What its books say about a slip: every payment. */
  async books({ number }) {
    return (await this.anybody.do('readDuesPayments')).payments.filter((each) => each.number === number);
  }
}
