// Writes what the sources derive from the contract in ../api (never edited, never committed):
//   shared/api/schema.d.ts            types of every operation, from openapi.yaml
//   shared/texts/refusals.generated.ts  the refusals' words and sentences, from refusals.json
//   console/programs/reasons.generated.ts  why terms were refused, from the same; only the console writes terms
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const api = new URL('../../api/', import.meta.url);
const shared = new URL('../shared/', import.meta.url);

function need(name) {
  const file = new URL(name, api);
  if (existsSync(file)) return file;
  console.error(`api/${name} is missing: the web apps are generated from the contract`);
  process.exit(1);
}

// A sentence pair is [what happened, what to do now]; the other fields of the file are the server's.
function table(list, language) {
  const rows = list.map((each) => [each.word, [each[language] ?? '', each[`${language}_next`] ?? '']]);
  return JSON.stringify(Object.fromEntries(rows), null, 2);
}

const made = '// Generated from api/refusals.json by `npm run generate`.';

// Each language in a file of its own: a phone fetches only the one it shows.
function writeRefusals(list) {
  const words = list.map((each) => `  | ${JSON.stringify(each.word)}`).join('\n');
  const sentences = 'Record<RefusalWord, readonly [why: string, next: string]>';
  writeFileSync(
    new URL('texts/refusals.generated.ts', shared),
    `${made}\nexport type RefusalWord =\n${words};\nexport const refusalsJa: ${sentences} = ${table(list, 'ja')};\n`,
  );
  writeFileSync(
    new URL('texts/refusals-en.generated.ts', shared),
    `${made}\nimport type { RefusalWord } from './refusals.generated.ts';\n` +
      `export const refusalsEn: ${sentences} = ${table(list, 'en')};\n`,
  );
}

const types = await openapiTS(need('openapi.yaml'));
writeFileSync(new URL('api/schema.d.ts', shared), astToString(types));

const { refusals, reasons } = JSON.parse(readFileSync(need('refusals.json'), 'utf8'));
writeRefusals(refusals);
const sentences = Object.fromEntries(reasons.map(({ word, ja, en }) => [word, { ja, en }]));
writeFileSync(new URL('../console/programs/reasons.generated.ts', import.meta.url), `${made}\nexport const reasons = ${JSON.stringify(sentences, null, 2)};\n`);
console.log(`generated api types and ${refusals.length} refusals`);
