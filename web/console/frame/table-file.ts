// Tables as offices keep them: CSV in UTF-8 or Shift_JIS, quoted or not, with commas or tabs; and back, for Excel.

/** Rows of cells, without empty lines at the end. Undefined: no text in either encoding. */
export function readTable(bytes: Uint8Array): string[][] | undefined {
  const text = decoded(bytes);
  if (text === undefined) return undefined;
  const separator = (text.split('\n', 1)[0] as string).indexOf('\t') >= 0 ? '\t' : ',';
  const rows = rowsOf(text, separator);
  while (rows.length > 0 && (rows[rows.length - 1] as string[]).every((cell) => cell.trim() === '')) rows.pop();
  return rows;
}

function decoded(bytes: Uint8Array): string | undefined {
  for (const encoding of ['utf-8', 'shift_jis']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (text.indexOf('\0') < 0) return text;
    } catch {
      // the next one
    }
  }
  return undefined;
}

/** RFC 4180, and lone quotes as they stand. */
function rowsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const endCell = () => {
    (rows[rows.length - 1] as string[]).push(cell);
    cell = '';
  };
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] as string;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === separator) endCell();
    else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[i + 1] === '\n') i++;
      endCell();
      rows.push([]);
    } else cell += letter;
  }
  endCell();
  return rows;
}

const formula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** One line; a cell that a spreadsheet would take for a formula gets a ' in front. */
const lineOf = (cells: readonly string[]) =>
  cells.map((cell) => (formula.test(cell) ? `'${cell}` : cell)).map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell)).join(',');

/** UTF-8 with the mark by which Excel knows it; lines end as it expects. */
export const writeTable = (rows: readonly (readonly string[])[]): string => `\ufeff${rows.map(lineOf).join('\r\n')}\r\n`;

/** Saves it through the browser. */
export function saveTable(name: string, rows: readonly (readonly string[])[]): void {
  const url = URL.createObjectURL(new Blob([writeTable(rows)], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
