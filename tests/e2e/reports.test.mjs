// The council asks: how much of what was spent had been topped up, how much was premium, and how did it stand then? An operator
// answers from the screens, and takes the tables along.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import * as giving from '../support/giving.mjs';
import { judged } from '../support/keyboard.mjs';
import * as people from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

describe('the figures in the console', () => {
  const it = stage('reports');
  const saved = async () => {
    const [download] = await Promise.all([it.page.waitForEvent('download'), it.page.getByRole('button', { name: 'この表をCSVで取り出す' }).first().click()]);
    return { name: download.suggestedFilename(), text: (await readFile(await download.path())).toString() };
  };
  const rowOf = async (...words) => {
    const row = it.page.getByRole('row').filter({ hasText: words[0] }).filter({ hasText: words[1] ?? '' }).first();
    return (await row.locator('td').allInnerTexts()).map((cell) => cell.trim());
  };

  test('nothing has been issued: they say so', async () => {
    await it.open(it.people.anna, '/console/reports', { size: 'desk' });
    await it.window.sees('まだ何も');
    await it.window.follow('入りと出');
    await it.window.sees('動きはありません');
    await it.window.follow('店ごと');
    await it.window.sees('動いた店はありません');
    await judged(it.window, 'reports, nothing');
  });

  test('topped-up value stands apart from premium, at any moment; the table can be taken along [ADM-e]', async () => {
    const { people: who, city } = it;
    const into = await giving.publish(who, { ...giving.gift, name: '冬のプレミアム', stamp: '冬' });
    await giving.publish(who, { ...people.ordinary, name: '冬のチャージ', stamp: '雪', bonus: { into, tiers: [{ from: 1000, per_10000: 2000 }] } });
    const points = await giving.publish(who, giving.points);
    const resident = await people.signUp(city);
    await people.topUp(who.clerk, resident, 10_000, '冬のチャージ');
    await giving.grant(who.anna, resident, points, 120);
    await people.pay(resident, who.shop, 2500);
    await it.open(who.anna, '/console/reports', { size: 'desk' });
    await it.window.sees('事業ごとの残高');
    assert.deepEqual(await rowOf('冬のチャージ', 'チャージ分'), ['チャージ分', '10,000', '9,500', '500', '0', '0', '0']);
    assert.deepEqual(await rowOf('冬のプレミアム', 'プレミアム・給付分'), ['プレミアム・給付分', '2,000', '0', '2,000', '0', '0', '0']);
    assert.deepEqual(await rowOf('お金の合計', 'チャージ分'), ['チャージ分', '10,000', '9,500', '500', '0', '0', '0']);
    assert.deepEqual(await rowOf('円ではありません'), ['ポイント', '120', '120', '0', '0', '0', '0']);
    await it.window.readableLarge('balances');
    await judged(it.window, 'balances');
    const { name, text } = await saved();
    assert.match(name, /^残高_\d{4}-\d\d-\d\d\.csv$/);
    assert.match(text, /^\ufeff事業,分,渡った額,/);
    assert.ok(text.includes('冬のチャージ,チャージ分,10000,9500,500,0,0,0\r\n'), text);
    await it.page.getByLabel('日', { exact: true }).fill('2020-01-01');
    await it.window.sees('まだ何も');
    await it.page.getByLabel('日', { exact: true }).fill('2099-01-01');
    await it.window.sees('きょうまでの日を');
  });

  test('where value came from and where it went, by kind and share [PNT-o] [PNT-q]', async () => {
    await it.open(it.people.anna, '/console/reports/flows', { size: 'desk' });
    await it.window.sees('入ったところ');
    await it.window.readableLarge('flows');
    await judged(it.window, 'flows');
    assert.deepEqual(await rowOf('1人ずつの発行', 'ポイント'), ['1件', '120ポイント', '100%']);
    assert.deepEqual(await rowOf('店で使った', 'プレミアム・給付分'), ['1件', '2,000円', '100%']);
    const { text } = await saved();
    assert.ok(text.includes('冬のチャージ,出,店で使った,チャージ分,1,500\r\n'), text);
    await it.page.getByRole('button', { name: '前年度' }).click();
    await it.window.sees('動きはありません');
  });

  test('what each place had of each program; its rows are one step away [ADM-e] [ADM-b] [PNT-p]', async () => {
    await it.open(it.people.anna, '/console/reports/places', { size: 'desk' });
    await it.window.sees('店ごとの合計');
    await it.window.readableLarge('place totals');
    await judged(it.window, 'place totals');
    assert.deepEqual(await rowOf('うどん 麦', '冬のプレミアム'), ['冬\n冬のプレミアム', '0', '0', '0', '2,000', '2,000', '0']);
    const { text } = await saved();
    assert.ok(text.includes('うどん 麦,冬のチャージ,0,0,500,0,500,0\r\n'), text);
    await it.window.fill('店の名前・よみ', 'そんな店');
    await it.window.sees('合う店はありません');
    await it.window.fill('店の名前・よみ', 'うどん');
    await it.window.follow('うどん 麦');
    await it.window.sees('うどん 麦の支払い');
  });

  test('what the law asks for at a base date: of topped-up money alone [ADM-e]', async () => {
    await it.open(it.people.anna, '/console/reports/base-dates', { size: 'desk' });
    await it.window.sees('チャージで買われたお金が');
    await it.page.getByLabel('基準日', { exact: true }).selectOption({ index: 0 });
    await it.window.sees('まだ過ぎていません');
    await it.window.sees('冬のチャージ');
    assert.deepEqual((await rowOf('冬のチャージ')).slice(1), ['0', '10,000', '500', '0', '0', '0', '9,500', '0']);
    assert.equal(await it.page.getByText('冬のプレミアム').count(), 0, 'nobody paid for it');
    await it.window.readableLarge('base dates');
    await judged(it.window, 'base dates');
  });
});
