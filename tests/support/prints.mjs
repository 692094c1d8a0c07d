// Cards and stickers as a printer gets them, and read back by programs that share nothing with those that drew them:
// poppler makes pictures of the pages, zbar finds the codes on them.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from './program.mjs';

const run = promisify(execFile);

const dots = 120; // an inch: less than any printer, and than a telephone's camera at arm's length

/** Waits until the print is ready, or until `file` of it is. */
export async function ready(operator, id, { file, seconds = 60 } = {}) {
  return until(`print ${id}`, async () => {
    const print = await operator.do('getPrint', { id });
    if (print.state === 'failed') throw new Error(`print ${id} failed`);
    const there = file ? print.files.some((each) => each.name === file && each.bytes !== undefined) : print.state === 'ready';
    return there && print;
  }, { seconds, every_ms: 200 });
}

export async function fetched(operator, id, name) {
  const { status, bytes, headers, json } = await operator.call('getPrintFile', { id, query: { name } });
  if (status !== 200) throw new Error(`${name} of ${id}: ${status} ${JSON.stringify(json)}`);
  return { bytes, headers };
}

/** The rows of a printer's list: [{number, code, activation}]. */
export function rows(list) {
  const [head, ...lines] = list.toString('utf8').trimEnd().split('\r\n');
  if (head !== '\ufeffnumber,code,activation_code') throw new Error(`a list that begins ${head}`);
  return lines.map((line) => {
    const [number, code, activation] = line.split(',');
    return { number, code, activation };
  });
}

/** What is read on each of `pages` (from 1) of a PDF: page -> the codes on it. As many at once as there are cores. */
export async function readBack(pdf, pages) {
  const folder = mkdtempSync(join(tmpdir(), 'meguri-printed-'));
  const found = new Map(pages.map((page) => [page, []]));
  try {
    const file = join(folder, 'file.pdf');
    writeFileSync(file, pdf);
    const waiting = [...runs(pages)];
    const worker = async () => {
      for (let run = waiting.shift(); run; run = waiting.shift()) {
        for (const [page, codes] of await readRun(file, run)) if (found.has(page)) found.set(page, codes);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
}

/** Pages that follow each other, so that the file is opened once for many of them. */
function* runs(pages, most = 50) {
  const wanted = [...pages].sort((a, b) => a - b);
  for (let at = 0; at < wanted.length;) {
    let to = at;
    while (to + 1 < wanted.length && wanted[to + 1] === wanted[to] + 1 && to + 1 - at < most) to += 1;
    yield [wanted[at], wanted[to]];
    at = to + 1;
  }
}

async function readRun(file, [first, last]) {
  const folder = mkdtempSync(join(tmpdir(), 'meguri-pages-'));
  try {
    await run('pdftoppm', ['-r', dots, '-gray', '-f', first, '-l', last, file, join(folder, 'page')]);
    const pictures = readdirSync(folder).map((name) => join(folder, name));
    return (await decoded(pictures)).map(([picture, codes]) => [Number(/-(\d+)\.pgm$/.exec(picture)[1]), codes]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** [[picture, the codes on it]] */
async function decoded(pictures) {
  const options = ['--quiet', '--xml', '--nodbus', '-Sdisable', '-Sqrcode.enable'];
  const nothing_on_one = (error) => (error.code === 4 ? error : Promise.reject(error));
  const { stdout } = await run('zbarimg', [...options, ...pictures], { maxBuffer: 64 << 20 }).catch(nothing_on_one);
  const found = new Map(pictures.map((picture) => [picture, []]));
  for (const [, picture, inside] of stdout.matchAll(/<source href='([^']+)'>([\s\S]*?)<\/source>/g)) {
    found.set(picture, [...inside.matchAll(/<data><!\[CDATA\[([\s\S]*?)\]\]><\/data>/g)].map(([, text]) => text));
  }
  return [...found];
}

/** The one code of a page, byte by byte: zbar guesses at Japanese letters otherwise. */
export async function readExactly(pdf, page) {
  const folder = mkdtempSync(join(tmpdir(), 'meguri-printed-'));
  try {
    const file = join(folder, 'file.pdf');
    writeFileSync(file, pdf);
    await run('pdftoppm', ['-r', dots, '-gray', '-singlefile', '-f', page, '-l', page, file, join(folder, 'page')]);
    const { stdout } = await run('zbarimg', ['--quiet', '--raw', '--oneshot', '--nodbus', '-Sdisable', '-Sqrcode.enable', '-Sbinary', join(folder, 'page.pgm')]);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
