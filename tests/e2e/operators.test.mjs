// The console's page of operators: inviting one, taking an invitation back, removing one, and never the last two.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';

describe('operators', () => {
  let city, browser, anna, window;
  before(async () => {
    city = await City.create();
    [anna] = [await people.accept(city, city.invitations[0], { displayName: '安藤 杏' }), await people.accept(city, city.invitations[1], { displayName: '番場 文太' })];
    browser = await Browser.launch();
    window = await browser.open({ size: 'desk', state: stateOf(anna) });
  });
  after(async () => {
    if (window) await pictures({ operators: window });
    await browser?.close();
    await city?.remove();
  });

  test('an invitation is made, stands in the list, and is taken back after asking once more [ADM-f]', async () => {
    const { page } = window;
    await page.goto(`${city.url}/console/operators`);
    await window.sees('番場 文太');
    await window.sees('ありません。');
    await window.press('招待を出す');
    const url = await page.getByLabel('招待のリンク').inputValue();
    await page.getByRole('button', { name: '担当者への招待を取り消す' }).waitFor();
    await window.accessible('operators, invited');
    await window.press('担当者への招待を取り消す');
    await window.press('やめる');
    await window.press('担当者への招待を取り消す');
    await window.sees('すぐに使えなくなります');
    await window.accessible('operators, sure');
    await page.getByRole('button', { name: '招待を取り消す', exact: true }).click();
    await window.sees('ありません。');
    await new Client(city).refused('invitation_unknown', 'openInvitation', { body: { invitation: url.split('#')[1] } });
  });

  test('a third is removed and out; the last two are not, and the page says why [ADM-f]', async () => {
    const { page } = window;
    const third = await people.accept(city, (await anna.do('inviteOperator')).url, { displayName: '千葉 千里' });
    await page.reload();
    await window.press('千葉 千里さんを外す');
    await page.getByRole('button', { name: 'やめる' }).click();
    await window.press('千葉 千里さんを外す');
    await window.press('千葉 千里さんを外す');
    await page.getByText('千葉 千里').first().waitFor({ state: 'detached' });
    await third.refused('not_signed_in', 'listOperators');
    await window.press('番場 文太さんを外す');
    await window.press('番場 文太さんを外す');
    await window.sees('2人より少なくなる');
    await window.accessible('operators, refused');
    assert.equal((await anna.do('listOperators')).operators.length, 2);
    assert.equal(await page.getByRole('button', { name: '安藤 杏さんを外す' }).count(), 0); // oneself
    await window.quiet();
  });

  test('the page fits a small telephone [TRM-1]', async () => {
    await anna.do('inviteOperator');
    const small = await browser.open({ size: 'phone', state: stateOf(anna) });
    await small.page.goto(`${city.url}/console/operators`);
    await small.page.getByRole('button', { name: '担当者への招待を取り消す' }).click();
    await small.accessible('operators, phone');
    await pictures({ 'operators-phone': small });
    await small.quiet();
  });
});
