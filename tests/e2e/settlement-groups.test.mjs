// The city decides when which shops are paid and what it keeps: set on one page, seen with an example, and found again in the run,
// row by row.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judged } from '../support/keyboard.mjs';
import * as people from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

describe('groups of shops that are settled alike', () => {
  const it = stage('settlement-groups');

  test('another is added, with what it means told by an example; wrong fields say so [ADM-d]', async () => {
    await it.open(it.people.anna, '/console/settlements', { size: 'desk' });
    await it.window.follow('締め日と手数料');
    await it.window.sees('すべての団体');
    await judged(it.window, 'groups');
    await it.window.press('まとまりを加える');
    await it.window.fill('手数料(%)', '30');
    await it.window.fill('適格請求書の登録番号', '123');
    await it.window.press('この内容にする');
    for (const words of ['名前を入れてください', '0から20まで', 'Tと13けたの']) await it.window.sees(words);
    await judged(it.window, 'groups, wrong');
    await it.window.fill('まとまりの名前', '大型店');
    await it.window.fill('手数料(%)', '1.5');
    await it.window.fill('適格請求書の登録番号', 'T1234567890123');
    await it.page.getByLabel('締め日').selectOption('month_end');
    await it.window.sees('98,350円を');
    await it.window.readableLarge('groups, form');
    await judged(it.window, 'groups, form');
    await it.window.press('この内容にする');
    await it.window.sees('1.5%(消費税10%)');
    await it.window.sees('これまでの変更');
    await judged(it.window, 'groups, two');
  });

  test('somebody else has changed it meanwhile: it is refused, and nothing is lost', async () => {
    await it.open(it.people.anna, '/console/settlement-groups', { size: 'desk' });
    await it.window.press('すべての団体を変える');
    const [first] = (await it.people.bunta.do('listSettlementGroups')).groups;
    const { number, version, name, closing, fee_per_10000, tax_per_10000 } = first;
    await it.people.bunta.do('setSettlementGroup', { body: { number, version, name, closing, fee_per_10000, tax_per_10000, pay_after_days: 12 } });
    await it.window.fill('振込まで', '7');
    await it.window.press('この内容にする');
    await it.page.getByRole('alert').first().waitFor();
    assert.equal((await it.people.anna.do('listSettlementGroups')).groups[0].pay_after_days, 12);
  });

  test('a shop is moved, and its next run keeps the fee [ADM-d]', async () => {
    const { people: who, city } = it;
    const resident = await people.signUp(city);
    await people.topUp(who.clerk, resident, 20_000);
    await people.pay(resident, who.shop, 12_000);
    await city.setClock(Date.parse(`${city.day(1)}T10:00:00.000+09:00`));
    who.anna.cookie = (await people.signIn(city, who.anna)).cookie;
    await it.open(who.anna, `/console/accounts/${who.shop.organization.id}`, { size: 'desk' });
    await it.page.getByLabel('この団体のまとまり').selectOption({ label: '大型店' });
    await it.window.sees('移しました。');
    await judged(it.window, 'account, group');
    await it.go('/console/settlements');
    await it.page.getByLabel('精算のまとまり').selectOption({ label: '大型店(1団体)' });
    assert.match(await it.page.getByLabel('何日の分まで').inputValue(), /^\d{4}-\d\d-\d\d$/, 'as the calendar says');
    await it.page.getByLabel('何日の分まで').fill(city.day(-1));
    await it.page.getByLabel('振込をする日').fill(city.day(9));
    await it.window.press('計算する');
    await it.window.sees('手数料 −180・税 −18');
    await it.window.sees('198円');
    await judged(it.window, 'settlement with a fee');
    const [run] = (await who.anna.do('listSettlements')).settlements;
    assert.deepEqual([run.total, run.fees, run.fee_tax], [11_802, 180, 18]);
  });
});
