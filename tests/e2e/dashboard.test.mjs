// The first page of the day answers the council's question before anybody asks it: what was issued is held, spent, expired or
// refunded, to the yen; every program below it; today beside last week; what needs somebody, each with its link.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import * as giving from '../support/giving.mjs';
import { judged } from '../support/keyboard.mjs';
import * as people from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

describe('the first page of the console', () => {
  const it = stage('dashboard');
  const cells = async (name) => (await it.page.getByRole('row').filter({ hasText: name }).first().locator('td').allInnerTexts()).map((cell) => cell.trim());

  test('all money adds up; points stand apart; a budget that ends soon is told with its link [ADM-e] [PNT-a]', async () => {
    const { people: who, city } = it;
    const support = await giving.publish(who, { ...giving.gift, name: '子育て応援', stamp: '子', budget: 10_000 });
    const points = await giving.publish(who, giving.points);
    const resident = await people.signUp(city);
    await people.topUp(who.clerk, resident, 20_000);
    await giving.grant(who.anna, resident, support, 6000);
    await giving.grant(who.anna, resident, points, 300);
    await people.pay(resident, who.shop, 7500); // 6,000 of the subsidy, 1,500 topped up
    await it.open(who.anna, '/console/', { size: 'desk' });
    await it.window.sees('差は0円');
    const figures = await it.page.locator('.equation .equation-figure').allInnerTexts();
    assert.deepEqual(figures, ['26,000', '18,500', '7,500', '0', '0']);
    await it.window.sees('子育て応援の予算は');
    assert.deepEqual(await cells('子育て応援'), ['6,000', '0', '6,000', '0', '0', '60%']);
    assert.deepEqual(await cells('お金の合計'), ['26,000', '18,500', '7,500', '0', '0', '']);
    assert.deepEqual(await cells('円ではありません'), ['300', '300', '0', '0', '0', '上限なし']);
    await it.window.sees('きょう');
    assert.match(await it.page.locator('.bars').innerText(), /7,500円、前の週は0円/);
    await it.window.readableLarge('dashboard');
    await judged(it.window, 'dashboard');
    await it.page.getByRole('listitem').filter({ hasText: '予算は' }).getByRole('link').click();
    await it.window.heading('子育て応援');
  });

  test('the table can be taken along, and an earlier moment is one step away [ADM-e]', async () => {
    await it.open(it.people.anna, '/console/', { size: 'desk' });
    const [download] = await Promise.all([it.page.waitForEvent('download'), it.window.press('この表をCSVで取り出す')]);
    const text = (await readFile(await download.path())).toString();
    assert.ok(text.includes('お金の合計(円),円,26000,18500,7500,0,0\r\n'), text);
    assert.ok(text.includes(`${giving.points.name},ポイント,300,300,0,0,0\r\n`), text);
    await it.window.follow('過去の時点を見る');
    await it.window.sees('事業ごとの残高');
  });
});
