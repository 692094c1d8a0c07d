// A shop looks at its books, a top-up place counts its cash.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as giving from '../support/giving.mjs';
import { judged } from '../support/keyboard.mjs';
import { addPlace, amountPage, invited, pay, signUp, topUp } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { readCsv, readWorkbook, shown } from '../support/table-files.mjs';

describe('books on screen', () => {
  let host;
  const it = stage('books', async ({ city, people }) => {
    const points = await giving.publish(people, giving.points);
    const shop = await addPlace(people.anna, '朝市の店', ['takes_money', 'takes_points']);
    host = await invited(city, people.anna, shop);
    const resident = await signUp(city);
    await topUp(people.clerk, resident, 10_000);
    await giving.grant(people.anna, resident, points, 500);
    await pay(resident, shop, 1_234);
    await resident.do('createPayment', { body: { ...(await amountPage(resident, shop, 120)), points } });
  });

  test('a period’s sales with points apart, and the file of exactly that [ADM-g] [PAY-j] [PNT-n]', async () => {
    await it.open(host, '/shop/sales');
    await it.window.sees('120ポイント');
    assert.equal(await it.page.getByText('120円').count(), 0, 'points are never yen');
    await it.window.follow('期間・事業・担当でさがす');
    await it.window.heading('期間の売上');
    await it.window.sees('1,234円');
    await it.page.getByLabel('事業', { exact: true }).selectOption({ label: 'めぐりポイント' });
    await it.page.getByText('1,234円').first().waitFor({ state: 'detached' });
    await it.window.accessible('period, one program');
    const [file] = await Promise.all([it.page.waitForEvent('download'), it.page.getByRole('link', { name: 'CSVで保存' }).click()]);
    assert.match(file.suggestedFilename(), /^meguri-\d{4}-\d\d-01(_\d{4}-\d\d-\d\d)?\.csv$/);
    const text = readFileSync(await file.path(), 'utf8');
    assert.ok(text.startsWith('\ufeff日付,'));
    assert.equal(text.trimEnd().split('\r\n').length, 2, 'only what the page shows');
    await sameInOtherFormats(text);
    await it.window.readableLarge('period, its files');
  });

  /** What the page offers as Excel and as Shift_JIS has the lines of this CSV, of exactly the same filter. */
  const sameInOtherFormats = async (utf8) => {
    const lines = readCsv(utf8.replace('\ufeff', ''));
    const [excel] = await Promise.all([it.page.waitForEvent('download'), it.window.follow('Excel (XLSX)')]);
    assert.match(excel.suggestedFilename(), /^meguri-[\d_-]+\.xlsx$/);
    const book = readWorkbook(readFileSync(await excel.path()));
    assert.deepEqual(book.lines.map((line) => line.map((value) => String(value ?? ''))), lines.map((line) => line.map(shown)));
    const link = it.page.getByRole('link', { name: 'Shift_JIS' });
    await link.focus();
    const [old] = await Promise.all([it.page.waitForEvent('download'), it.page.keyboard.press('Enter')]);
    assert.match(old.suggestedFilename(), /\.csv$/);
    assert.deepEqual(readCsv(new TextDecoder('shift_jis', { fatal: true }).decode(readFileSync(await old.path()))), lines);
  };

  test('city hall sees what each shop took, and takes exactly that as a file [ADM-b] [ADM-c]', async () => {
    await it.open(it.people.anna, '/console/places', { size: 'desk' });
    await it.page.getByRole('searchbox').fill('朝市');
    await it.window.follow('朝市の店');
    await it.window.follow('支払いを見る');
    await it.window.heading('朝市の店の支払い');
    await it.window.sees('1,234円');
    await it.window.sees('120ポイント');
    await judged(it.window, 'payments of a place');
    await it.window.readableLarge('payments of a place');
    const [file] = await Promise.all([it.page.waitForEvent('download'), it.window.follow('この表をCSVで取り出す')]);
    const text = readFileSync(await file.path(), 'utf8');
    assert.equal(text.trimEnd().split('\r\n').length, 3);
    await sameInOtherFormats(text);
    await it.page.getByLabel('事業', { exact: true }).selectOption({ label: 'めぐりポイント' });
    await it.page.getByText('1,234円').first().waitFor({ state: 'detached' });
    await it.page.getByLabel('終わりの日', { exact: true }).fill('2020-01-01');
    await it.window.sees('始めの日より前か');
    await judged(it.window, 'payments of a place, wrong days');
  });

  test('the count of cash, person by person [CHG-f]', async () => {
    await it.open(it.people.clerk, '/shop/top-up');
    await it.window.follow('現金の確認表');
    await it.window.heading('現金の確認表');
    await it.window.sees('あるはずの現金');
    await it.page.locator('.cash-people').getByText('10,000円').first().waitFor();
    await it.window.accessible('cash');
    await it.window.readableLarge('cash');
  });
});
