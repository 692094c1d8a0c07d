import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
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

// What is learnt in the first two years of school, and the words that stand on every sign of the city.
const early_kanji = /^[一右雨円王音下火花貝学気九休玉金空月犬見五口校左三山子四糸字耳七車手十出女小上森人水正生青夕石赤千川先早草足村大男竹中虫町天田土二日入年白八百文木本名目立力林六引羽雲園遠何科夏家歌画回会海絵外角楽活間丸岩顔汽記帰弓牛魚京強教近兄形計元言原戸古午後語工公広交光考行高黄合谷国黒今才細作算止市矢姉思紙寺自時室社弱首秋週春書少場色食心新親図数西声星晴切雪船線前組走多太体台地池知茶昼長鳥朝直通弟店点電刀冬当東答頭同道読内南肉馬売買麦半番父風分聞米歩母方北毎妹万明鳴毛門夜野友用曜来里理話役所号面秒写真]$/;

for (const file of catalogs.filter((name) => existsSync(name.replace(/ja\.ts$/, 'easy.ts')))) {
  test(`${file.slice(web.length)}: its やさしい日本語 has its keys and parameters and no hard kanji`, async () => {
    const { ja } = (await import(pathToFileURL(file).href)) as { ja: Record<string, string> };
    const { easy } = (await import(pathToFileURL(file.replace(/ja\.ts$/, 'easy.ts')).href)) as { easy: Record<string, string> };
    for (const [key, text] of Object.entries(easy)) {
      assert.equal(names(text), names(ja[key] ?? 'there is no such key'), key);
      for (const kanji of text.match(/[\u4e00-\u9fff]/g) ?? []) assert.match(kanji, early_kanji, `${key}: ${text}`);
    }
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
