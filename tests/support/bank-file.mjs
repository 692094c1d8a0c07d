// Reads a file of bank transfers as a bank would, by the positions of the layout (全銀協 総合振込): shares nothing with what writes it.
import assert from 'node:assert/strict';

const kana = (bytes) => new TextDecoder('shift_jis').decode(bytes).normalize('NFKC').trim();

/** { client, payOn, from, transfers: [{ bank, branch, kind, number, holder, amount, reference }], count, sum } of its bytes. */
export function readBankFile(bytes) {
  assert.equal(bytes.length % 122, 0, 'records of 120 bytes and their line ends');
  const records = [];
  for (let at = 0; at < bytes.length; at += 122) {
    assert.deepEqual([...bytes.subarray(at + 120, at + 122)], [13, 10]);
    records.push(bytes.subarray(at, at + 120));
  }
  const field = (record, position, length) => Buffer.from(record.subarray(position - 1, position - 1 + length));
  const digits = (record, position, length) => {
    const text = field(record, position, length).toString('latin1');
    assert.match(text, /^\d+$/);
    return text;
  };
  const [head, ...rest] = records;
  const [trailer, end] = rest.splice(-2);
  assert.equal(digits(head, 1, 4), '1210');
  assert.equal(digits(trailer, 1, 1), '8');
  assert.equal(digits(end, 1, 1), '9');
  const transfers = rest.map((record) => {
    assert.equal(digits(record, 1, 1), '2');
    return {
      bank: digits(record, 2, 4), branch: digits(record, 21, 3), kind: digits(record, 43, 1), number: digits(record, 44, 7),
      holder: kana(field(record, 51, 30)), amount: Number(digits(record, 81, 10)), reference: digits(record, 92, 10),
    };
  });
  const [count, sum] = [Number(digits(trailer, 2, 6)), Number(digits(trailer, 8, 12))];
  assert.equal(count, transfers.length);
  assert.equal(sum, transfers.reduce((all, each) => all + each.amount, 0));
  return {
    client: digits(head, 5, 10), holder: kana(field(head, 15, 40)), payOn: digits(head, 55, 4),
    from: `${digits(head, 59, 4)}-${digits(head, 78, 3)}-${digits(head, 97, 7)}`, transfers, count, sum,
  };
}
