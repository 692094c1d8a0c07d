// A saved receipt checked without a server, by the same code as on the phone: see scripts/check-receipt.
import { readFileSync } from 'node:fs';
import { check } from '../resident/books/check.ts';
import { makeTools } from '../resident/books/tools.ts';

const [file, key] = process.argv.slice(2);
const faults = {
  receipt: 'the receipt says something else than the books',
  hash: 'what is in the books does not fit its hash',
  path: 'the entry is not under the head',
  signature: 'the head is not signed by this key',
};
const jst = (ms) => `${new Date(ms + 9 * 3_600_000).toISOString().slice(0, -1)}+09:00`;
const end = (code, ...lines) => {
  console.log(lines.join('\n'));
  process.exit(code);
};

function read() {
  try {
    const { receipt, proof } = JSON.parse(readFileSync(file, 'utf8'));
    return receipt && proof && receipt.lots && proof.names ? { receipt, proof } : undefined;
  } catch {
    return undefined;
  }
}

const saved = read();
if (!saved) end(2, 'this is no saved receipt');
const { receipt, proof } = saved;
if (key && proof.published) proof.published.public_key = key;
const result = await check(receipt, proof, makeTools()).catch(() => undefined);
if (!result) end(2, 'this is no saved receipt');
const { entry } = result;
const told = entry ? [`entry ${entry.seq} of ${jst(entry.at)}: amount ${entry.amount}, place ${entry.place}, ${entry.legs.length} legs`] : ['its content tells of others too: the hash alone was checked'];
if (result.state === 'differs') end(1, ...(entry ? told : []), `does not match: ${faults[result.fault]}`);
if (result.state === 'waiting') end(2, ...told, `not published when it was saved: due at ${result.due_at}`);
const unsaid = [
  'not under the hash, and so not checked: names of places and programs, and whether it was taken back later',
  ...(key ? [] : ['the key is the one in the file: who signed is known only with the city’s own, as the second argument']),
];
end(0, ...told, `matches head ${result.head.number} of ${result.head.day}, mark ${result.mark}`, ...unsaid);
