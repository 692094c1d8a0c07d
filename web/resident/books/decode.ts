// An entry as it was hashed: the canonical bytes of docs/journal.md, read by themselves. Nothing here asks the server what
// an entry says. Facts, counts and reasons behind the legs are passed over; every byte of them is under the hash all the same.

export interface Leg {
  kind: number;
  holder: number;
  program: number;
  /** Days since 1970; 0: never. */
  expires_on: number;
  amount: number;
}

export interface Decoded {
  seq: number;
  /** Unix ms. */
  at: number;
  /** Business day, days since 1970. */
  day: number;
  kind: number;
  refusal: number;
  /** The wallet, the place by their numbers in the books; 0 none. */
  wallet: number;
  place: number;
  amount: number;
  legs: Leg[];
}

class Malformed extends Error {}

class Reader {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  private next(): number {
    const byte = this.bytes[this.at++];
    if (byte === undefined) throw new Malformed();
    return byte;
  }
  /** LEB128, in its shortest form only, and no further than a browser's numbers are exact. */
  u(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.next();
      value += (byte & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new Malformed();
      if (byte < 0x80) {
        if (byte === 0 && scale > 1) throw new Malformed();
        return value;
      }
      scale *= 128;
    }
  }
  /** Zigzag. */
  i(): number {
    const value = this.u();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
  skip(count: number): void {
    this.at += count;
    if (this.at > this.bytes.length) throw new Malformed();
  }
  ended(): boolean {
    return this.at === this.bytes.length;
  }
}

function readLeg(from: Reader): Leg {
  const leg = { kind: from.u(), holder: from.i(), program: from.i(), expires_on: from.i() };
  from.u(); // rights
  const amount = from.i();
  from.i(); // the entry before on the same chain
  return { ...leg, amount };
}

const most_legs = 10_000;

function readEntry(from: Reader): Decoded {
  const format = from.u();
  if (format !== 1 && format !== 2) throw new Malformed();
  const [seq, at, day] = [from.i(), from.i(), from.i()];
  const [kind, refusal] = [from.u(), from.u()];
  from.u();
  from.i(); // who did it
  const keyed = from.u();
  if (keyed > 1) throw new Malformed();
  if (keyed === 1) {
    from.skip(16);
    from.i();
    from.skip(32);
  }
  const [wallet, place, amount] = [from.i(), from.i(), from.i()];
  from.i(); // what it takes back
  from.u(); // why
  const count = from.u();
  if (count > most_legs) throw new Malformed();
  const legs: Leg[] = [];
  for (let n = 0; n < count; n++) legs.push(readLeg(from));
  from.skip(from.u()); // facts and counts
  from.skip(from.u()); // reasons
  if (!from.ended()) throw new Malformed();
  return { seq, at, day, kind, refusal, wallet, place, amount, legs };
}

/** Undefined: these bytes are no entry. */
export function decode(bytes: Uint8Array): Decoded | undefined {
  try {
    return readEntry(new Reader(bytes));
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
