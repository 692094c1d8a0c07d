// What the check computes with: the browser's own SHA-256, and tweetnacl's Ed25519, which is younger in browsers than the phones
// that are in use (docs/adr/0007).
import nacl from 'tweetnacl';
import type { Tools } from './check.ts';

/** Undefined: this browser has no SHA-256 to offer (an old one, or a page without https). */
export function makeTools(): Tools | undefined {
  const subtle = typeof crypto === 'undefined' ? undefined : crypto.subtle;
  if (!subtle) return undefined;
  return {
    sha256: async (bytes) => new Uint8Array(await subtle.digest('SHA-256', bytes as BufferSource)),
    isSigned: (message, signature, key) => nacl.sign.detached.verify(message, signature, key),
  };
}
