// The authenticator of a member of staff: six digits from a base32 secret (RFC 6238), never the same step twice, as the
// server wants it.
import { createHmac } from 'node:crypto';
import { sleep } from './program.mjs';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const step_ms = 30_000;

function decode(base32) {
  let bits = '';
  for (const letter of base32.replace(/[\s=]/g, '').toUpperCase()) bits += alphabet.indexOf(letter).toString(2).padStart(5, '0');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

export function totpAt(secret, step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', decode(secret)).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

export class Authenticator {
  constructor(secret, lastStep = 0) {
    this.secret = secret;
    this.lastStep = lastStep;
  }

  /** Digits that were not used yet; `now` is the server's time. One step ahead of the clock is allowed, further waits. */
  async digits(now = () => Date.now()) {
    const step = Math.max(Math.floor(now() / step_ms), this.lastStep + 1);
    while (step > Math.floor(now() / step_ms) + 1) await sleep(200);
    this.lastStep = step;
    return totpAt(this.secret, step);
  }
}
