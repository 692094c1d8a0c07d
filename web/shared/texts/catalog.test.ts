import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { reasonAlone, refusalText } from './refusals.ts';
import { refusalsEn } from './refusals-en.generated.ts';
import { refusalsJa } from './refusals.generated.ts';
import { t } from './shared-texts.ts';

const web = fileURLToPath(new URL('../../', import.meta.url));
const names = (text: string) => (text.match(/\{\w+\}/g) || []).sort().join(' ');

// Every pair ja.ts / en.ts of the workspace, shared and apps.
const catalogs = ['shared', 'resident', 'shop', 'console'].flatMap((folder) =>
  readdirSync(web + folder, { recursive: true })
    .map((name) => `${web}${folder}/${String(name)}`)
    .filter((name) => /\/ja\.ts$/.test(name) && !name.includes('node_modules')),
);

for (const file of catalogs) {
  test(`${file.slice(web.length)} and its English have the same keys and parameters`, async () => {
    const { ja } = (await import(pathToFileURL(file).href)) as { ja: Record<string, string> };
    const { en } = (await import(pathToFileURL(file.replace(/ja\.ts$/, 'en.ts')).href)) as { en: Record<string, string> };
    assert.deepEqual(Object.keys(en).sort(), Object.keys(ja).sort());
    for (const key of Object.keys(ja)) assert.equal(names(en[key] ?? ''), names(ja[key] ?? ''), key);
  });

  test(`${file.slice(web.length)} never says "error" or "failed"`, async () => {
    const { ja } = (await import(pathToFileURL(file).href)) as { ja: Record<string, string> };
    for (const text of Object.values(ja)) assert.doesNotMatch(text, /エラー|失敗|無効|不正|承認されません/, text);
  });
}

test('parameters are filled and phrase marks are gone', () => {
  assert.equal(t('unknown.strip', { amount: '860' }), '860円 確認中');
  assert.equal(t('amount.prompt'), 'お店の人が言った金額を入れてください');
});

test('every refusal says why and what to do now, in both languages', () => {
  assert.deepEqual(Object.keys(refusalsEn), Object.keys(refusalsJa));
  for (const [word, [why, next]] of Object.entries(refusalsJa)) {
    assert.ok(why && next, word);
    assert.ok(refusalsEn[word as keyof typeof refusalsEn].every(Boolean), word);
  }
});

test('a refusal this build does not know gets the server’s sentence', () => {
  assert.equal(refusalText('tomorrow_s_word', '今日はできません').why, '今日はできません');
  assert.ok(refusalText('tomorrow_s_word').next);
});

test('a refused page does not say its heading twice', () => {
  assert.equal(reasonAlone('支払っていません。この店で使えるお金が足りません'), 'この店で使えるお金が足りません');
  assert.equal(reasonAlone('支払っていません'), '支払っていません');
  assert.equal(reasonAlone('冬のプレミアムは、この店では使えません'), '冬のプレミアムは、この店では使えません');
});
