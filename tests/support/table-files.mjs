// Tables that people take with them, read back by programs that share nothing with those that wrote them.
import { execFileSync } from 'node:child_process';

const python = `
import datetime, io, json, sys
from openpyxl import load_workbook
sheet, = load_workbook(io.BytesIO(sys.stdin.buffer.read())).worksheets
def plain(value):
    return value.date().isoformat() if isinstance(value, datetime.datetime) else value
kinds = {"s": "text", "n": "number", "d": "day", "f": "formula"}
print(json.dumps({
    "sheet": sheet.title,
    "frozen": sheet.freeze_panes,
    "bold": [cell.font.bold for cell in sheet[1]],
    "lines": [[plain(cell.value) for cell in row] for row in sheet.iter_rows()],
    "kinds": [[None if cell.value is None else kinds[cell.data_type] for cell in row] for row in sheet.iter_rows()],
    "looks": sorted({cell.number_format for row in sheet.iter_rows() for cell in row if cell.data_type in "nd" and cell.value is not None}),
    "widths": [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]],
}))
`;

/** {sheet, frozen, bold, lines (with the head), kinds (text, number, day, formula or null), looks, widths} */
export const readWorkbook = (bytes) => JSON.parse(execFileSync('/usr/bin/python3', ['-c', python], { input: bytes, encoding: 'utf8', maxBuffer: 1 << 26 }));

/** The lines of a CSV, each its cells as they stand between the commas, quotes undone. */
export function readCsv(text) {
  const lines = [];
  let cells = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g)) {
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    lines.push(cells);
    cells = [];
  }
  return lines;
}

/** What a spreadsheet shows in a cell of a CSV: ="0538" is 0538, and the quote before what would be a formula is not seen. */
export const shown = (cell) => cell.replace(/^="([0-9A-Za-z-]*)"$/, '$1').replace(/^'(?=[=+@\t\r\uff1d\uff0b\uff0d\uff20-])/, '');

/** One table in all three formats, as `take(format)` answers {bytes, headers}: the same lines in each, or it throws. */
export async function everyFormat(take, assert) {
  const [utf8, old, xlsx, bare] = [await take('csv_utf8'), await take('csv_shift_jis'), await take('xlsx'), await take()];
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(utf8.bytes);
  assert.ok(text.startsWith('\ufeff'));
  assert.deepEqual(bare.bytes, utf8.bytes, 'UTF-8 when nothing is asked for');
  const csv = readCsv(text.slice(1));
  assert.deepEqual(readCsv(new TextDecoder('shift_jis', { fatal: true }).decode(old.bytes)), csv);
  const book = readWorkbook(xlsx.bytes);
  assert.deepEqual(book.lines.map((line) => line.map((value) => String(value ?? ''))), csv.map((line) => line.map(shown)));
  assert.ok(book.kinds.flat().every((kind) => kind !== 'formula'), 'no cell is a formula');
  assert.ok(book.bold.every(Boolean) && book.frozen === 'A2');
  assert.ok(book.widths.every((width) => width >= 6 && width <= 46), `${book.widths}`);
  assert.deepEqual([utf8, old, xlsx].map(({ headers }) => headers['content-type']), [
    'text/csv; charset=utf-8', 'text/csv; charset=shift_jis', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ]);
  const names = [utf8, old, xlsx].map(({ headers }) => /^attachment; filename="([\w-]+\.\w+)"$/.exec(headers['content-disposition'])?.[1]);
  assert.deepEqual(names, [names[0], names[0], names[0].replace(/\.csv$/, '.xlsx')]);
  return { csv, book, name: names[0] };
}

/** The sum of a column of whole numbers: of a CSV's lines or a workbook's, without the head. */
export const sumOf = (lines, column) => lines.slice(1).reduce((all, line) => all + Number(line[column] || 0), 0);
