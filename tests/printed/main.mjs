// scripts/printed: what goes to the printer, made by the real server, read back page by page by poppler and zbar, and held
// against the printer's list and against the city.
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';
import { fetched, readBack, ready, rows } from '../support/prints.mjs';
import { until } from '../support/program.mjs';

const cards_a_file = 5000;
const tents_read = 50; // the same drawing as the sticker, twice
const say = (text) => process.stderr.write(`${text}\n`);
const seconds_since = (start) => ((Date.now() - start) / 1000).toFixed(1);

/** `some` of 1 … all, spread over the whole, always with the first and the last. */
function spread(all, some) {
  if (some >= all) return Array.from({ length: all }, (_, n) => n + 1);
  return [...new Set(Array.from({ length: some }, (_, n) => 1 + Math.round((n * (all - 1)) / (some - 1))))];
}

async function operators(city) {
  return Promise.all(city.invitations.map((link) => people.accept(city, link)));
}

async function batchOf(operator, count) {
  const start = Date.now();
  const { batch } = await operator.do('createCardBatch', { body: { key: await operator.key(), kind: 'rechargeable', count } });
  await until('the batch', async () => {
    const { batches } = await operator.do('listCardBatches');
    return batches.some((each) => each.id === batch.id && each.made === count);
  }, { seconds: 300, every_ms: 250 });
  say(`${count} cards made in ${seconds_since(start)} s`);
  return batch.id;
}

/** Reads pages of one file back; counts those that do not show exactly what is in the list. */
async function compared(name, bytes, pages, wanted, { faces = 1 } = {}) {
  const start = Date.now();
  let wrong = 0;
  for (const [page, codes] of await readBack(bytes, pages)) {
    if (codes.length === faces && codes.every((code) => code === wanted(page))) continue;
    wrong += 1;
    say(`${name}, page ${page}: read ${JSON.stringify(codes)}, printed ${wanted(page)}`);
  }
  say(`${name}: ${pages.length} pages read back in ${seconds_since(start)} s, ${wrong} wrong`);
  return wrong;
}

/** Each of a few cards is known to the city by its code, and has the number that is printed on it. */
async function known(operator, list) {
  let wrong = 0;
  for (const place of spread(list.length, 200)) {
    const row = list[place - 1];
    if ((await operator.do('findCard', { body: { card: row.code } })).id !== row.number) wrong += 1;
  }
  return wrong;
}

async function cards(count, sample) {
  const city = await City.create();
  try {
    const [anna] = await operators(city);
    const batch = await batchOf(anna, count);
    const start = Date.now();
    const print = await anna.do('createCardPrint', { body: { batch } });
    await ready(anna, print.id, { file: 'list.csv', seconds: 120 });
    const list = rows((await fetched(anna, print.id, 'list.csv')).bytes);
    const unique = new Set(list.map((row) => row.code)).size;
    let wrong = await known(anna, list);
    if (new Set(list.map((row) => row.number)).size !== count || list.length !== count) wrong += 1;
    const { files } = await anna.do('getPrint', { id: print.id });
    const backs = files.filter((each) => each.name.startsWith('backs'));
    const wanted = sample === 'all' ? backs : backs.slice(0, 2);
    const pdfs = [];
    for (const { name } of wanted) {
      await ready(anna, print.id, { file: name, seconds: 200 });
      pdfs.push((await fetched(anna, print.id, name)).bytes);
    }
    say(`${wanted.length} of ${backs.length} files drawn and fetched in ${seconds_since(start)} s`);
    await city.remove(); // reading takes longer than a server of a test may live
    let read = 0;
    for (const [n, { name, pages }] of wanted.entries()) {
      const chosen = spread(pages, sample === 'all' ? pages : Math.ceil(sample / wanted.length));
      wrong += await compared(name, pdfs[n], chosen, (page) => list[n * cards_a_file + page - 1].code);
      read += chosen.length;
    }
    return { printed: count, unique, read, wrong };
  } finally {
    await city.remove();
  }
}

async function places(count, sample) {
  const city = await City.create();
  try {
    const [anna] = await operators(city);
    const made = [];
    for (let n = 1; n <= count; n += 1) made.push(await people.addPlace(anna, `${'商店街の店'.slice(0, 1 + (n % 5))} ${n}号`, ['takes_money']));
    const numbers = new Set(made.map((each) => each.code_number)).size;
    let read = 0;
    let wrong = numbers === count ? 0 : 1;
    for (const kind of ['counter', 'stand', 'door']) {
      const start = Date.now();
      const print = await anna.do('createPlacePrint', { body: { kind } });
      const { files } = await ready(anna, print.id, { seconds: 120 });
      say(`${kind}: ${count} drawn in ${seconds_since(start)} s`);
      if (kind === 'door') continue; // has no code
      const tents = kind === 'stand' && sample === 'all' ? tents_read : sample;
      const chosen = spread(files[0].pages, tents === 'all' ? count : tents);
      const faces = kind === 'stand' ? 2 : 1;
      const { bytes } = await fetched(anna, print.id, files[0].name);
      wrong += await compared(files[0].name, bytes, chosen, (page) => made[page - 1].code_url, { faces });
      read += chosen.length;
    }
    return { printed: count, unique: new Set(made.map((each) => each.code_url)).size, read, wrong };
  } finally {
    await city.remove();
  }
}

const [what = 'cards', count, sample] = process.argv.slice(2);
const sampled = sample === 'all' ? 'all' : Number(sample);
const result = await (what === 'cards' ? cards(Number(count), sampled) : places(Number(count), sampled));
console.log(`printed ${result.printed}, unique ${result.unique}, read back ${result.read}, wrong ${result.wrong}`);
process.exitCode = result.wrong === 0 && result.unique === result.printed ? 0 : 1;
