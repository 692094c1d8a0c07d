// Somebody calls: what do I have, and where did the money go? The desk looks, with a reason, and gives the answer.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as giving from '../support/giving.mjs';
import { judged } from '../support/keyboard.mjs';
import * as people from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

describe('the help desk', () => {
  const it = stage('help-desk');

  test('sees what a resident holds and what happened, newest first, page by page [ADM-b] [PRI-1]', async () => {
    const { people: who, city } = it;
    const resident = await people.signUp(city);
    await people.topUp(who.clerk, resident, 20_000);
    for (let n = 0; n < 20; n++) await people.pay(resident, who.shop, 10 + n);
    const points = await giving.publish(who, giving.points);
    await giving.grant(who.anna, resident, points, 40);
    await it.open(who.anna, '/console/residents', { size: 'desk' });
    await it.window.fill('電話番号', resident.phone);
    await it.page.getByLabel('見る理由').selectOption({ index: 1 });
    await it.window.press('探す');
    await it.window.sees('見る理由:');
    await it.window.sees('見たことは');
    const rows = it.page.locator('.wallet-history li');
    await rows.first().waitFor();
    assert.equal(await rows.count(), 20);
    assert.match(await rows.first().innerText(), /市から[\s\S]*\+40ポイント/);
    assert.match(await rows.nth(1).innerText(), /うどん 麦[\s\S]*支払い[\s\S]*−29円/);
    await it.window.readableLarge('resident, history');
    await judged(it.window, 'resident, history');
    await it.window.press('前のものも見る');
    await it.page.locator('.wallet-history li').nth(21).waitFor();
    assert.match(await rows.nth(21).innerText(), /チャージ[\s\S]*\+20,000円/);
    assert.match(await it.page.locator('.wallet-lots').innerText(), /めぐりポイント[\s\S]*40ポイント/);
  });

  test('gives something at once, and what is held and what happened follow [PNT-d] [PRM-a]', async () => {
    await it.open(it.people.anna, '/console/residents', { size: 'desk' });
    const resident = await people.signUp(it.city);
    await it.window.fill('電話番号', resident.phone);
    await it.page.getByLabel('見る理由').selectOption({ index: 1 });
    await it.window.press('探す');
    await it.window.sees('何も入っていません');
    await it.window.sees('まだ使っていません');
    await it.page.getByLabel('事業', { exact: true }).selectOption({ label: giving.points.name });
    await it.window.fill('金額・ポイント', '25');
    await it.window.press('25ポイントを発行する');
    await it.page.locator('.sure').getByRole('button', { name: '25ポイントを発行する' }).click();
    await it.window.sees('25ポイント、できました');
    await it.page.locator('.wallet-history li').first().waitFor();
    assert.match(await it.page.locator('.wallet-lots').innerText(), /25ポイント/);
  });
});
