import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTable, writeTable } from './table-file.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

test('reads what spreadsheets write: a mark or none, quotes, breaks in a cell, any line end, tabs', () => {
  assert.deepEqual(readTable(utf8('\ufeffa,b\r\n"x, ""y""\nz",2\r\n\r\n')), [['a', 'b'], ['x, "y"\nz', '2']]);
  assert.deepEqual(readTable(utf8('a\tb\n1,5\t2')), [['a', 'b'], ['1,5', '2']]);
  assert.deepEqual(readTable(utf8('5" pipe,1')), [['5" pipe', '1']]);
  assert.deepEqual(readTable(utf8('')), []);
});

test('reads Shift_JIS, and nothing that is no text', () => {
  assert.deepEqual(readTable(new Uint8Array([0x83, 0x70, 0x83, 0x93, 0x2c, 0x94, 0xbc, 0x0a])), [['パン', '半']]);
  assert.equal(readTable(new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x00, 0xff])), undefined);
});

test('writes so that it reads the same again, and no cell is a formula', () => {
  const rows = [['a', 'x, "y"\nz'], ['1', '']];
  assert.deepEqual(readTable(utf8(writeTable(rows))), rows);
  assert.equal(writeTable([['=1+1', '-5', '＝x']]), "\ufeff'=1+1,'-5,'＝x\r\n");
});
