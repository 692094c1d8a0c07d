// The tree over the hashes of a day's entries (docs/adr/0015; RFC 9162, 2.1.3.2): from an entry's hash up to the root.
import { joined } from './bytes.ts';

export type Sha256 = (bytes: Uint8Array) => Promise<Uint8Array>;

/** The root that entry `index` of `count` leads to; undefined: the path is not that of such a tree. */
export async function rootFrom(sha256: Sha256, hash: Uint8Array, index: number, count: number, path: Uint8Array[]): Promise<Uint8Array | undefined> {
  if (!(index >= 0 && index < count)) return undefined;
  const node = (left: Uint8Array, right: Uint8Array) => sha256(joined([new Uint8Array([1]), left, right]));
  let [at, last] = [index, count - 1];
  const half = (n: number) => Math.floor(n / 2);
  let reached = await sha256(joined([new Uint8Array([0]), hash]));
  for (const beside of path) {
    if (last === 0 || beside.length !== 32) return undefined;
    if (at % 2 === 1 || at === last) {
      reached = await node(beside, reached);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      reached = await node(reached, beside);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? reached : undefined;
}
