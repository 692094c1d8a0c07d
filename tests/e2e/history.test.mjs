// The resident's history narrowed by kind, month and program, as a person does it; the address keeps it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as giving from '../support/giving.mjs';
import { judged, pressByKey } from '../support/keyboard.mjs';
import { amountPage, addPlace, pay, signUp, topUp } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

describe('the history', () => {
  let resident, points;
  const it = stage('history', async ({ city, people }) => {
    points = await giving.publish(people, giving.points);
    const market = await addPlace(people.anna, '朝市', ['takes_money', 'takes_points']);
    resident = await signUp(city);
    await topUp(people.clerk, resident, 10_000);
    await giving.grant(people.anna, resident, points, 500);
    for (let n = 1; n <= 22; n++) await pay(resident, people.shop, 100 + n);
    await resident.do('createPayment', { body: { ...(await amountPage(resident, market, 30)), points } });
  });
  const press = (name) => pressByKey(it.page, name);
  const rows = () => it.page.locator('.entry').allInnerTexts();
  const address = () => it.page.url().slice(it.city.url.length);
  const counted = async (count) => {
    await it.page.waitForFunction((wanted) => document.querySelectorAll('.entry').length === wanted && !document.querySelector('.skeleton'), count);
    return rows();
  };

  test('shows payments alone, page by page, and goes back to everything [PAY-g]', async () => {
    await it.open(resident, '/history');
    await counted(20);
    await press('支払い');
    await it.page.waitForURL('**/history?kind=payments');
    await judged(it.window, 'history, payments');
    await press('前のものを見る');
    const all = await counted(23);
    assert.ok(all.every((row) => /支払い/.test(row)), all.join('\n'));
    await it.window.sees('ここまでです');
    await it.page.locator('.entry').first().click();
    await it.window.heading(/支払いの控え/);
    await it.page.goBack();
    await it.page.waitForURL('**/history?kind=payments');
    await counted(20);
    await press('支払い');
    assert.equal(address(), '/history');
    await counted(20);
  });

  test('shows points gained and used, from a link too [PNT-g]', async () => {
    await it.open(resident, '/history?kind=points');
    const all = await counted(2);
    assert.match(all[0], /朝市[\s\S]*−30ポイント/);
    assert.match(all[1], /\+500ポイント/);
    assert.equal(await it.page.getByRole('button', { name: 'ポイント' }).getAttribute('aria-pressed'), 'true');
    await judged(it.window, 'history, points');
  });

  test('by month and by program, which stand in the address and are there after a reload', async () => {
    await it.open(resident, '/history');
    await counted(20);
    await press('しぼりこむ');
    await it.page.getByLabel('お金とポイントの種類').selectOption({ label: 'めぐりポイント' });
    await counted(2);
    await it.page.getByLabel('月').selectOption({ index: 1 });
    await counted(2);
    const kept = address();
    assert.match(kept, /^\/history\?program=\w+&month=20\d\d-\d\d$/);
    await it.page.reload();
    await counted(2);
    assert.equal(address(), kept);
    await judged(it.window, 'history, narrowed');
  });

  test('nothing in this month: says so, and leads back to everything', async () => {
    await it.open(resident, '/history?month=2026-01');
    await it.window.sees('この月の記録はありません');
    await judged(it.window, 'history, nothing in this month');
    await press('すべての記録を見る');
    await counted(20);
    assert.equal(address(), '/history');
    await it.open(resident, '/history?kind=expired');
    await it.window.sees('このような記録はありません');
    await it.open(resident, '/history?program=gone');
    await it.window.sees('このような記録はありません');
    await press('すべての記録を見る');
    await counted(20);
  });
});
