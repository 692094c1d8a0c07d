// Two operators pay the shops: accounts entered by one and confirmed by the other, a run worked out, proposed, approved,
// written for the bank, paid, and one transfer that came back.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { readBankFile } from '../support/bank-file.mjs';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { judged } from '../support/keyboard.mjs';
import * as people from '../support/people.mjs';
import { readCsv, readWorkbook, shown, sumOf } from '../support/table-files.mjs';

describe('settlement in the console', () => {
  let city, it, bakery, browser, first, second, first_day, pay_day;
  before(async () => {
    city = await City.create();
    [first_day, pay_day] = [city.day(0), city.day(5)];
    it = await people.furnish(city);
    const points = await giving.publish(it, { ...giving.points, rate: { yen: 1, points: 2, rounding: 'up' } });
    bakery = await people.addPlace(it.anna, 'ベーカリー', ['takes_money', 'takes_points'], { organization_name: 'むぎの輪' });
    const resident = await people.signUp(city);
    await people.topUp(it.clerk, resident, 30_000);
    await giving.grant(it.anna, resident, points, 500);
    await people.pay(resident, bakery, 2_500);
    await people.pay(resident, it.shop, 1_200);
    await resident.do('createPayment', { body: { ...(await people.amountPage(resident, bakery, 101)), points } });
    await city.setClock(Date.parse(`${city.day(1)}T10:00:00.000+09:00`));
    for (const who of [it.anna, it.bunta]) who.cookie = (await people.signIn(city, who)).cookie;
    browser = await Browser.launch();
    first = await browser.open({ size: 'desk', state: stateOf(it.anna), acceptDownloads: true });
    second = await browser.open({ size: 'desk', state: stateOf(it.bunta) });
  });
  after(async () => {
    if (first) await pictures({ 'settlement-first': first, 'settlement-second': second });
    await browser?.close();
    await city?.remove();
  });
  const at = (window, address) => window.page.goto(`${city.url}/console${address}`);
  const fillAccount = async (window, { number, holder }) => {
    for (const [label, text] of [['銀行番号', '0005'], ['支店番号', '045'], ['口座番号', number], ['口座名義(カナ)', holder]]) await window.fill(label, text);
  };

  test('nothing yet; the city’s own account is entered first, and a wrong digit is told at its field [ADM-d]', async () => {
    await at(first, '/');
    await first.follow('精算');
    await first.sees('まだ精算はありません');
    await judged(first, 'settlements, none');
    await first.follow('振込先の口座');
    await first.sees('まだ入っていません。');
    await first.fill('委託者コード', '12345');
    await fillAccount(first, { number: '765432', holder: '熊谷市' });
    await first.press('保存する');
    await first.sees('10けたの数字で');
    await first.sees('7けたの数字で');
    await first.sees('カタカナ・英数字');
    await judged(first, 'accounts, wrong');
    await first.fill('委託者コード', '1234567890');
    await fillAccount(first, { number: '7654321', holder: 'クマガヤシ' });
    assert.ok(await first.page.getByLabel('行の終わりに改行を入れる').isChecked(), 'as most banks want it');
    await first.press('保存する');
    await first.sees('保存しました');
  });

  test('a shop’s account is entered by one and confirmed by another, who sees it whole [ADM-d] [SHP-a]', async () => {
    await at(first, '/accounts');
    await first.fill('団体の名前', 'むぎの');
    await first.follow('むぎの輪');
    await first.sees('入っていません。');
    await fillAccount(first, { number: '0012345', holder: 'カ）ムギノワ' });
    await first.press('この口座にする');
    await first.sees('確認を');
    assert.equal(await first.page.getByRole('button', { name: 'この口座でまちがいない' }).count(), 0, 'not one’s own');
    await judged(first, 'account, to be confirmed');
    await at(second, '/accounts');
    await second.follow('むぎの輪');
    await second.sees('ｶ)ﾑｷﾞﾉﾜ');
    await judged(second, 'account, confirm');
    await second.press('この口座でまちがいない');
    await second.sees('口座を確認しました');
    await second.sees(it.bunta.session.person.name);
  });

  test('a run is worked out, held against the journal, and stopped without anybody losing anything [ADM-d]', async () => {
    await at(first, '/settlements');
    await first.fill('何日の分まで', city.day());
    await first.press('計算する');
    await first.sees('きのうまでの日を');
    await first.fill('何日の分まで', first_day);
    await first.fill('振込をする日', first_day);
    await first.press('計算する');
    await first.sees('締めの日よりあと');
    await judged(first, 'settlements, wrong');
    await first.fill('振込をする日', pay_day);
    await first.press('計算する');
    await first.sees('差は0円です');
    await first.sees('口座なし');
    await judged(first, 'settlement, calculated');
    await first.press('取りやめる');
    await first.press('この精算を取りやめる');
    await first.sees('この精算は');
    await judged(first, 'settlement, stopped');
  });

  test('it is proposed by one, approved by another, and booked while both look on [ADM-d] [PRM-j]', async () => {
    await at(first, '/settlements');
    await first.fill('何日の分まで', first_day);
    await first.fill('振込をする日', pay_day);
    await first.press('計算する');
    await first.press('承認に出す');
    await first.sees('自分では承認できません');
    await judged(first, 'settlement, proposed');
    await at(second, '/');
    await second.sees(/までの精算が/);
    await judged(second, 'dashboard, settlement to approve');
    await second.follow('承認へ進む');
    await second.sees('承認に出しました。');
    assert.equal(await digest(second), await digest(first), 'both see the same digest');
    await judged(second, 'settlement, to approve');
    await second.press('この精算を承認する');
    await second.sees('口座の確認が済んだ');
    await judged(second, 'settlement, settled');
  });
  const digest = ({ page }) => page.getByText(/^[0-9a-f]{4}( [0-9a-f]{4}){3}$/).first().innerText();

  test('the file for the bank holds what the screen says; who has no account waits [ADM-d]', async () => {
    await second.press('振込データをつくる');
    await second.sees('その日を入れて');
    await second.sees('次回に繰り越す団体 1');
    await judged(second, 'settlement, transferred');
    await pictures({ 'settlement-transferred': second });
    await first.page.reload();
    const [download] = await Promise.all([first.page.waitForEvent('download'), first.follow('振込データを取り出す')]);
    const file = readBankFile(await readFile(await download.path()));
    assert.deepEqual(file.transfers.map(({ number, amount }) => [number, amount]), [['0012345', 2_551]]);
    await first.sees('2,551円');
    await first.press('要確認 1');
    await first.page.getByText('むぎの輪').waitFor({ state: 'detached' });
    await first.sees('うどん 麦合同会社');
    await first.fill('団体の名前', 'ない名前');
    await first.sees('あてはまる団体はありません');
    await judged(first, 'settlement, none found');
  });

  test('the statement is taken away as CSV, for Excel and in Shift_JIS; each adds up to the screen [ADM-c] [ADM-d]', async () => {
    const take = async (name) => {
      const [download] = await Promise.all([second.page.waitForEvent('download'), second.follow(name)]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    const csv = await take('支払明細を取り出す');
    const lines = readCsv(csv.bytes.toString().replace('\ufeff', ''));
    const total = (await it.anna.do('listSettlements')).settlements.find(({ state }) => state === 'transferred').total;
    assert.deepEqual([csv.name, sumOf(lines, 5)], [`meguri-settlement-${first_day}.csv`, total]);
    const excel = await take('Excel (XLSX)');
    const book = readWorkbook(excel.bytes);
    assert.deepEqual([excel.name, sumOf(book.lines, 5)], [`meguri-settlement-${first_day}.xlsx`, total]);
    assert.deepEqual(book.lines.map((line) => line.map((value) => String(value ?? ''))), lines.map((line) => line.map(shown)));
    const old = await take('Shift_JIS');
    assert.deepEqual(readCsv(new TextDecoder('shift_jis', { fatal: true }).decode(old.bytes)), lines);
  });

  test('paid, and one came back with the bank’s reason: it is owed again [ADM-d]', async () => {
    await second.press('振込済みにする');
    await second.sees('振込が済みました');
    await second.press('むぎの輪への振込が戻ってきた');
    await second.press('戻ってきたことにする');
    await second.sees('理由を入れてください');
    await judged(second, 'settlement, returned without a reason');
    await second.fill('理由(銀行の知らせのとおり)', '口座名義がちがう');
    await second.press('戻ってきたことにする');
    await second.sees('口座名義がちがう');
    await judged(second, 'settlement, returned');
    await at(second, '/settlements');
    await second.sees('振込済み');
    await judged(second, 'settlements');
    await at(second, '/accounts');
    await second.sees('2,551円');
    await judged(second, 'accounts');
    for (const each of [first, second]) await each.quiet();
  });

  test('on a phone and with letters of twice the size nothing is cut', async () => {
    const [run] = (await it.anna.do('listSettlements')).settlements;
    const phone = await browser.open({ size: 'phone', state: stateOf(it.anna) });
    for (const [address, words] of [['/settlements', '振込済み'], [`/settlements/${run.id}`, '戻ってきた'], ['/accounts', '2,551円'], [`/accounts/${bakery.organization.id}`, 'むぎの輪']]) {
      await at(phone, address);
      await phone.sees(words);
      await judged(phone, `phone, ${address.split('/').slice(0, 2).join('/')}${address.split('/').length > 2 ? ', one' : ''}`);
      await phone.readableLarge(address);
    }
    await phone.quiet();
    await phone.close();
  });
});
