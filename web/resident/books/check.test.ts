// The checker against proofs made here from the description (docs/journal.md, docs/adr/0015): honest ones pass, and of
// altered ones none, whatever byte is turned.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import nacl from 'tweetnacl';
import { toHex } from './bytes.ts';
import { check, type Entry, type Proof, type Result } from './check.ts';
import { makeTools } from './tools.ts';

const tools = makeTools()!;
const sha = (...parts: Uint8Array[]) => new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());
const seed = sha(Buffer.from('the key of this test'));
const pair = nacl.sign.keyPair.fromSeed(seed);

// --- an entry as the server writes it
function u(n: number): number[] {
  const bytes: number[] = [];
  for (; n >= 128; n = Math.floor(n / 128)) bytes.push((n % 128) + 128);
  return bytes.concat(n);
}
const i = (n: number) => u(n < 0 ? -2 * n - 1 : 2 * n);
const days = (iso: string) => Date.parse(iso) / 86_400_000;
const at = Date.parse('2026-11-22T12:34:56.789+09:00');
const leg = (kind: number, holder: number, program: number, expires_on: number, amount: number) => [...u(kind), ...i(holder), ...i(program), ...i(expires_on), ...u(1), ...i(amount), ...i(3)];
const content = Uint8Array.from([
  ...u(2), ...i(1234), ...i(at), ...i(days('2026-11-22')), ...u(21), ...u(0), ...u(2), ...i(7), 1, ...new Array(16).fill(9), ...i(at - 5000), ...new Array(32).fill(8),
  ...i(5), ...i(17), ...i(860), ...i(0), ...u(0),
  ...u(3), ...leg(1, 5, 2, days('2027-03-31'), -500), ...leg(1, 5, 3, 0, -360), ...leg(2, 17, 2, 0, 860),
  ...u(4), 1, 2, 3, 4, ...u(0),
]);
const salt = sha(Buffer.from('salt')).slice(0, 16);
const digits = String(((salt[0]! << 16) | (salt[1]! << 8) | salt[2]!) % 10_000).padStart(4, '0');
const hash = sha(salt, content);

const program = (id: string) => ({ id, name: id, stamp: '通', unit: 'money' as const });
const receipt: Entry = {
  id: '1234', kind: 'payment', at: '2026-11-22T12:34:56.789+09:00', business_date: '2026-11-22', amount: 860, direction: 'out', digits,
  place: { id: 'SHOP', name: 'うどん 麦', reading: 'うどんむぎ', type: '飲食', area: '中央' },
  lots: [
    { program: program('WINTER'), amount: 500, expires_on: '2027-03-31', direction: 'out' },
    { program: program('COMMON'), amount: 360, direction: 'out' },
  ],
  hash: toHex(hash), explanation: { used: [], unused: [], limits: [] },
};

// --- a day of `count` entries of which it is number `index`
function tree(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return sha(Uint8Array.of(1), tree(leaves.slice(0, half)), tree(leaves.slice(half)));
}
function pathOf(leaves: Uint8Array[], index: number): Uint8Array[] {
  if (leaves.length === 1) return [];
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half ? [...pathOf(left, index), tree(right)] : [...pathOf(right, index - half), tree(left)];
}
function proofOf(index: number, count: number): Proof {
  const leaves = Array.from({ length: count }, (_, n) => sha(Uint8Array.of(0), n === index ? hash : sha(u8(`other ${n}`))));
  const first = 1234 - index;
  const text = [
    'meguri head 1', 'number 12', 'day 2026-11-22', `first ${first}`, `last ${first + count - 1}`, `books ${toHex(sha(u8('books')))}`,
    `root ${toHex(tree(leaves))}`, `previous ${toHex(sha(u8('before')))}`, 'at 2026-11-23T05:00:00.123+09:00', 'key 1', '',
  ].join('\n');
  return {
    id: '1234', hash: toHex(hash), content: Buffer.from(content).toString('base64url'), salt: toHex(salt),
    names: {
      place: { number: 17, id: 'SHOP', name: 'うどん 麦' },
      programs: [{ number: 2, id: 'WINTER', name: '冬', unit: 'money' }, { number: 3, id: 'COMMON', name: '通', unit: 'money' }],
    },
    published: {
      head: { number: 12, day: '2026-11-22', text, signature: toHex(nacl.sign.detached(u8(text), pair.secretKey)), key: 1 },
      public_key: toHex(pair.publicKey),
      path: pathOf(leaves, index).map(toHex),
    },
  };
}
const u8 = (text: string) => new Uint8Array(Buffer.from(text));
const differs = (result: Result, fault?: string) => {
  assert.equal(result.state, 'differs');
  if (fault) assert.equal((result as { fault: string }).fault, fault);
};
const changed = <T>(value: T, change: (copy: T) => void): T => {
  const copy = structuredClone(value);
  change(copy);
  return copy;
};
const turned = (hex: string, n: number) => hex.slice(0, n) + (hex[n] === '0' ? '1' : '0') + hex.slice(n + 1);

test('an honest receipt matches, wherever it stands in its day, and what was hashed is read [PAY-g]', async () => {
  for (const count of [1, 2, 3, 7, 8, 9, 100]) {
    for (const index of new Set([0, 1, count >> 1, count - 2, count - 1])) {
      if (index < 0 || index >= count) continue;
      const result = await check(receipt, proofOf(index, count), tools);
      assert.equal(result.state, 'matches', `${index} of ${count}`);
      if (result.state !== 'matches') return;
      assert.deepEqual([result.head.number, result.head.day, result.digits], [12, '2026-11-22', digits]);
      const { seq, amount, place, kind, at: moment, legs } = result.entry!;
      assert.deepEqual([seq, amount, place, kind, moment, legs.length], [1234, 860, 17, 21, at, 3]);
    }
  }
});

test('any byte turned in what was hashed or in the salt is found out', async () => {
  const proof = proofOf(3, 7);
  for (let n = 0; n < content.length; n++) {
    const bad = Uint8Array.from(content, (byte, m) => (m === n ? byte ^ 1 : byte));
    differs(await check(receipt, { ...proof, content: Buffer.from(bad).toString('base64url') }, tools), 'hash');
  }
  for (let n = 0; n < 32; n++) differs(await check(receipt, { ...proof, salt: turned(proof.salt!, n) }, tools), 'hash');
  for (const bad of ['', 'A', '!!!!', `${proof.content}A`]) differs(await check(receipt, { ...proof, content: bad }, tools), 'hash');
  differs(await check(receipt, { ...proof, hash: turned(proof.hash, 5) }, tools), 'hash');
  differs(await check(receipt, { ...proof, id: '1235' }, tools), 'hash');
});

test('a receipt that says something else than the books is found out, whatever it is', async () => {
  const lies: ((it: Entry) => void)[] = [
    (it) => (it.amount = 861),
    (it) => (it.at = '2026-11-22T12:34:56.790+09:00'),
    (it) => (it.kind = 'top_up'),
    (it) => (it.digits = digits === '0000' ? '0001' : '0000'),
    (it) => (it.place!.id = 'OTHER'),
    (it) => (it.lots[0]!.amount = 501),
    (it) => (it.lots[0]!.expires_on = '2027-04-01'),
    (it) => (it.lots[0]!.program.id = 'COMMON'),
    (it) => (it.lots[1]!.direction = 'in'),
    (it) => it.lots.pop(),
    (it) => (it.refusal = 'insufficient_balance'),
    (it) => (it.business_date = '2025-11-22'),
    (it) => delete it.place,
    (it) => (it.kind = 'register_place'),
  ];
  for (const lie of lies) {
    const result = await check(changed(receipt, lie), proofOf(3, 7), tools);
    differs(result, 'receipt');
    assert.equal((result as { entry: { amount: number } }).entry.amount, 860, 'what the books say can be shown beside it');
  }
  differs(await check(receipt, changed(proofOf(3, 7), (it) => (it.names.place!.number = 18)), tools), 'receipt');
});

test('a path, a head, a signature or a key that was touched is found out', async () => {
  const proof = proofOf(3, 7);
  for (let step = 0; step < proof.published!.path.length; step++) {
    differs(await check(receipt, changed(proof, (it) => (it.published!.path[step] = turned(it.published!.path[step]!, 63))), tools), 'path');
  }
  for (const change of [(it: string[]) => it.pop(), (it: string[]) => it.push('0'.repeat(64)), (it: string[]) => it.reverse(), (it: string[]) => (it[0] = 'x')]) {
    differs(await check(receipt, changed(proof, (it) => change(it.published!.path)), tools), 'path');
  }
  const { text } = proof.published!.head;
  for (let n = 0; n < text.length; n++) {
    const bad = text.slice(0, n) + String.fromCharCode(text.charCodeAt(n) ^ 1) + text.slice(n + 1);
    differs(await check(receipt, changed(proof, (it) => (it.published!.head.text = bad)), tools), 'signature');
  }
  for (let n = 0; n < 128; n++) differs(await check(receipt, changed(proof, (it) => (it.published!.head.signature = turned(it.published!.head.signature, n))), tools), 'signature');
  for (let n = 0; n < 64; n++) differs(await check(receipt, changed(proof, (it) => (it.published!.public_key = turned(it.published!.public_key, n))), tools), 'signature');
  differs(await check(receipt, changed(proof, (it) => (it.published!.head.number = 13)), tools), 'signature');
  differs(await check(receipt, changed(proof, (it) => (it.published!.head.day = '2026-11-23')), tools), 'signature');
  // An honest head of another day: signed rightly, and the entry is not in it.
  const other = proofOf(3, 7);
  differs(await check(receipt, { ...proofOf(2, 9), published: { ...proofOf(2, 9).published!, head: other.published!.head } }, tools), 'path');
});

test('what is not published yet waits; what tells of others is checked by its hash alone', async () => {
  const { published, ...rest } = proofOf(3, 7);
  const due_at = '2026-11-23T05:00:00.000+09:00';
  const result = await check(receipt, { ...rest, due_at }, tools);
  assert.deepEqual([result.state, (result as { due_at: string }).due_at], ['waiting', due_at]);
  differs(await check(receipt, rest, tools), 'path');
  differs(await check(changed(receipt, (it) => (it.amount = 1)), { ...rest, due_at }, tools), 'receipt');
  const { content: _, salt: __, ...closed } = rest;
  differs(await check(receipt, { ...closed, published: published! }, tools), 'hash'); // a payment's content is never anybody else's
  const night = changed(receipt, (it) => (it.kind = 'expiry'));
  const alone = await check(night, { ...closed, published: published! }, tools);
  assert.deepEqual([alone.state, (alone as { entry: unknown }).entry], ['matches', undefined]);
  differs(await check(changed(night, (it) => (it.hash = turned(it.hash, 0))), { ...closed, hash: turned(closed.hash, 0), published: published! }, tools), 'path');
});
