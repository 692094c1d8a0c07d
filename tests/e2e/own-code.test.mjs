// The shop prints its own code: one sheet of A6, read back by a decoder that shares nothing with what drew it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { arrived } from '../support/keyboard.mjs';
import { addPlace, invited } from '../support/people.mjs';
import { readBack } from '../support/prints.mjs';
import { stage } from '../support/stage.mjs';

describe('the shop’s own code on paper', () => {
  const it = stage('own-code');

  /** Sheets of a PDF and their size in millimetres. */
  function sheetsOf(pdf) {
    const folder = mkdtempSync(join(tmpdir(), 'meguri-own-code-'));
    try {
      writeFileSync(join(folder, 'own.pdf'), pdf);
      const told = execFileSync('pdfinfo', [join(folder, 'own.pdf')], { encoding: 'utf8' });
      const [, wide, high] = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(told);
      return { pages: Number(/Pages:\s+(\d+)/.exec(told)[1]), mm: [wide, high].map((points) => Math.round((Number(points) * 25.4) / 72)) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  test('from the settings: one sheet of 105 × 148 mm with name, number, steps and a code that is read [GEN-a]', async () => {
    const { shop, cook } = it.people;
    await it.open(cook, '/shop/settings');
    await it.window.follow('店のコードを印刷する');
    await arrived(it.window, 'own code', /店のコードを印刷する/);
    for (const words of ['うどん 麦', '読み取る', '金額を入れる', '見せて払う']) await it.window.sees(words);
    assert.match(await it.page.locator('.own-wrong').textContent(), /店の名前が違うときは払わず、お店の人へ/);
    const pdf = await it.page.pdf({ preferCSSPageSize: true, printBackground: true });
    assert.deepEqual(sheetsOf(pdf), { pages: 1, mm: [105, 148] });
    assert.deepEqual((await readBack(pdf, [1])).get(1), [shop.code_url]);
    // The size of the paper is taken back when the page is left.
    await it.window.press('設定に戻る');
    await it.window.heading('設定');
    assert.notDeepEqual(sheetsOf(await it.page.pdf({ preferCSSPageSize: true })).mm, [105, 148]);
  });

  test('the longest name that the city gives out still leaves one sheet and a code that is read [GEN-a]', async () => {
    const name = '株式会社熊谷めぐり商店街連合会 籠原駅前北口ふれあい広場直売所';
    const place = await addPlace(it.people.anna, name, ['takes_money']);
    await it.open(await invited(it.city, it.people.anna, place), '/shop/own-code');
    await it.window.sees(name);
    const pdf = await it.page.pdf({ preferCSSPageSize: true, printBackground: true });
    assert.deepEqual(sheetsOf(pdf), { pages: 1, mm: [105, 148] });
    assert.deepEqual((await readBack(pdf, [1])).get(1), [place.code_url]);
  });
});
