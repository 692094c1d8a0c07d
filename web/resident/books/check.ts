// Checks a receipt on the phone: is what it says what was hashed, is that hash under the head of a day, and did the city sign
// that head. Everything is computed here; of the server's answer nothing is believed but what follows from the signature.
import type { Schemas } from '@meguri/shared/api';
import { fromBase64url, fromHex, joined, toHex, utf8 } from './bytes.ts';
import { decode, type Decoded, type Leg } from './decode.ts';
import { readHead, type Head } from './head.ts';
import { rootFrom, type Sha256 } from './tree.ts';

export type Entry = Schemas['Entry'];
export type Proof = Schemas['EntryProof'];

export interface Tools {
  sha256: Sha256;
  isSigned: (message: Uint8Array, signature: Uint8Array, key: Uint8Array) => boolean;
}

/** What does not agree: the receipt with the entry, the entry with its hash, the hash with the head, the head with its key. */
export type Fault = 'receipt' | 'hash' | 'path' | 'signature';

export type Result =
  | { state: 'matches'; entry: Decoded | undefined; digits: string | undefined; head: Head; mark: string }
  | { state: 'waiting'; entry: Decoded | undefined; digits: string | undefined; due_at: string }
  | { state: 'differs'; fault: Fault; entry: Decoded | undefined; digits: string | undefined };

export const lot = 1; // kind of a leg: value in a wallet
const kinds: Record<Entry['kind'], number> = {
  open_wallet: 1, set_wallet_status: 2, register_place: 4, set_place_status: 5, propose: 6, approve: 7, withdraw: 8, stop_program: 9,
  set_place_traits: 10, set_wallet_marks: 11, set_policy: 12, register_cards: 13, activate_card: 14, set_card_status: 15,
  reissue_card: 16, give_mandate: 17, revoke_mandate: 18, propose_job: 19, top_up: 20, payment: 21, cancel: 22, expiry: 23, grant: 24,
  adjustment: 25, transfer: 26, move_card: 27, hold_top_up: 28, hold_dues: 29, post_hold: 30, void_hold: 31, give_budget: 32, claim: 33,
  check_in: 34, check_out: 35, correct_stay: 36, grant_rows: 37, end_job: 38, close_key: 40, open_handout: 41, close_handout: 42,
  set_household: 43, close_day: 44, propose_settlement: 45, settle: 46, pay_out: 47, return_pay_out: 48,
};
/** These are never about anybody else: their content is always there, and a file without it was cut. */
const about_one: Entry['kind'][] = ['payment', 'top_up', 'grant', 'adjustment', 'claim'];
/** Of these the receipt's amount is what their lots came to, not the entry's own. */
export const by_lots: Entry['kind'][] = ['cancel', 'move_card', 'expiry', 'grant_rows'];

const day_ms = 24 * 3600 * 1000;
const dayOfLeg = (leg: Leg): string | undefined => (leg.expires_on === 0 ? undefined : new Date(leg.expires_on * day_ms).toISOString().slice(0, 10));

/** One line for each lot that was moved, so that two lists can be compared. */
const told = (program: string | undefined, expires_on: string | undefined, amount: number) => `${program} ${expires_on ?? ''} ${amount}`;

function sameLots(receipt: Entry, entry: Decoded, names: Proof['names']): boolean {
  const id = (number: number) => names.programs.find((each) => each.number === number)?.id;
  const hashed = entry.legs.filter((leg) => leg.kind === lot).map((leg) => told(id(leg.program), dayOfLeg(leg), leg.amount));
  const said = receipt.lots.map((each) => told(each.program.id, each.expires_on, each.direction === 'out' ? -each.amount : each.amount));
  return hashed.sort().join('\n') === said.sort().join('\n');
}

function sameAsReceipt(receipt: Entry, entry: Decoded, digits: string, names: Proof['names']): boolean {
  const place = receipt.place;
  return (
    String(entry.seq) === receipt.id &&
    entry.at === Date.parse(receipt.at) &&
    entry.day === Date.parse(receipt.business_date) / day_ms &&
    entry.kind === kinds[receipt.kind] &&
    (entry.refusal !== 0) === (receipt.refusal !== undefined) &&
    (by_lots.indexOf(receipt.kind) >= 0 || Math.abs(entry.amount) === receipt.amount) &&
    digits === receipt.digits &&
    (place === undefined ? entry.place === 0 : names.place?.number === entry.place && names.place.id === place.id) &&
    sameLots(receipt, entry, names)
  );
}

/** Payer and shop both saw them: they follow from the salt. */
function digitsOf(salt: Uint8Array): string {
  const [a = 0, b = 0, c = 0] = [salt[0], salt[1], salt[2]];
  return String(((a << 16) | (b << 8) | c) % 10_000).padStart(4, '0');
}

interface Hashed {
  entry: Decoded | undefined;
  digits: string | undefined;
  fault?: Fault;
}
const nothing = { entry: undefined, digits: undefined };

/** The entry out of what was hashed; a fault when it is not that. Where it tells of other people too, there is only the hash. */
async function open(receipt: Entry, proof: Proof, sha256: Sha256): Promise<Hashed> {
  if (proof.id !== receipt.id || proof.hash !== receipt.hash) return { ...nothing, fault: 'hash' };
  const closed = proof.content === undefined && proof.salt === undefined;
  if (closed) return about_one.indexOf(receipt.kind) < 0 ? nothing : { ...nothing, fault: 'hash' };
  const [content, salt] = [fromBase64url(proof.content ?? ''), fromHex(proof.salt ?? '')];
  if (!content || !salt || salt.length !== 16) return { ...nothing, fault: 'hash' };
  if (toHex(await sha256(joined([salt, content]))) !== proof.hash) return { ...nothing, fault: 'hash' };
  const [entry, digits] = [decode(content), digitsOf(salt)];
  if (!entry) return { ...nothing, fault: 'hash' };
  return sameAsReceipt(receipt, entry, digits, proof.names) ? { entry, digits } : { entry, digits, fault: 'receipt' };
}

type Published = NonNullable<Proof['published']>;

function isHonest(published: Published, head: Head, tools: Tools): boolean {
  const [signature, key] = [fromHex(published.head.signature), fromHex(published.public_key)];
  if (!signature || signature.length !== 64 || !key || key.length !== 32) return false;
  const same = published.head.number === head.number && published.head.day === head.day && published.head.key === head.key;
  return same && tools.isSigned(utf8(published.head.text), signature, key);
}

async function isUnder(receipt: Entry, published: Published, head: Head, sha256: Sha256): Promise<boolean> {
  const hash = fromHex(receipt.hash);
  const path = published.path.map(fromHex);
  if (!hash || path.some((each) => each === undefined)) return false;
  const root = await rootFrom(sha256, hash, Number(receipt.id) - head.first, head.last - head.first + 1, path as Uint8Array[]);
  return root !== undefined && toHex(root) === head.root;
}

export async function check(receipt: Entry, proof: Proof, tools: Tools): Promise<Result> {
  const { entry, digits, fault } = await open(receipt, proof, tools.sha256);
  const differs = (why: Fault): Result => ({ state: 'differs', fault: why, entry, digits });
  if (fault) return differs(fault);
  const { published, due_at } = proof;
  if (!published) return due_at === undefined ? differs('path') : { state: 'waiting', due_at, entry, digits };
  const head = readHead(published.head.text);
  if (!head || !isHonest(published, head, tools)) return differs('signature');
  if (!(await isUnder(receipt, published, head, tools.sha256))) return differs('path');
  return { state: 'matches', head, mark: toHex(await tools.sha256(utf8(published.head.text))), entry, digits };
}
