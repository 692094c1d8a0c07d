// The console's page of operators: inviting one, taking an invitation back, removing one, and never the last two.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { judged } from '../support/keyboard.mjs';
import * as people from '../support/people.mjs';

describe('operators', () => {
  let city, browser, anna, bunta, window;
  before(async () => {
    city = await City.create();
    [anna, bunta] = [await people.accept(city, city.invitations[0], { displayName: '安藤 杏' }), await people.accept(city, city.invitations[1], { displayName: '番場 文太' })];
    browser = await Browser.launch();
    window = await browser.open({ size: 'desk', state: stateOf(anna) });
  });
  after(async () => {
    if (window) await pictures({ operators: window });
    await browser?.close();
    await city?.remove();
  });

  test('one proposes, another approves and sees the link once; then it can be taken back [ADM-a]', async () => {
    const { page } = window;
    await page.goto(`${city.url}/console/operators`);
    await window.sees('番場 文太');
    await window.sees('ありません。');
    await window.press('担当者を提案する');
    await window.sees('招く人の名前を');
    await window.fill('新しい担当者の名前', '千葉 千里');
    await window.press('担当者を提案する');
    await window.sees('承認待ち');
    await window.sees('あなたの提案です。');
    await judged(window, 'operators, proposed');
    assert.equal(await page.getByRole('button', { name: /承認する/ }).count(), 0); // not one's own
    assert.equal(await page.getByLabel('招待のリンク').count(), 0);

    const other = await browser.open({ size: 'desk', state: stateOf(bunta) });
    await other.page.goto(`${city.url}/console/operators`);
    await other.sees('安藤 杏さんの提案です。');
    await other.press('千葉 千里さん(担当者)への招待を承認する');
    await other.sees('本人を知っていますか');
    await judged(other, 'operators, approve');
    await other.press('承認してリンクを出す');
    const url = await other.page.getByLabel('招待のリンク').inputValue();
    await judged(other, 'operators, approved');
    await pictures({ 'operators-approved': other });
    assert.equal(await other.page.getByText('承認待ち').count(), 0);
    await other.page.reload();
    await other.sees('千葉 千里さん(担当者)');
    assert.equal(await other.page.getByLabel('招待のリンク').count(), 0);
    await other.quiet();
    await other.close();
    assert.equal((await new Client(city).do('openInvitation', { body: { invitation: url.split('#')[1] } })).role, 'operator');

    await page.reload();
    const revoke = '千葉 千里さん(担当者)への招待を取り消す';
    await window.press(revoke);
    await window.press('やめる');
    await window.press(revoke);
    await window.sees('すぐに使えなくなります');
    await judged(window, 'operators, sure');
    await page.getByRole('button', { name: '招待を取り消す', exact: true }).click();
    await window.sees('ありません。');
    await new Client(city).refused('invitation_unknown', 'openInvitation', { body: { invitation: url.split('#')[1] } });
  });

  test('a third is removed and out; the last two are not, and the page says why [ADM-a]', async () => {
    const { page } = window;
    const third = await people.accept(city, await people.inviteOperator(anna, bunta), { displayName: '千葉 千里' });
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
    await judged(window, 'operators, refused');
    assert.equal((await anna.do('listOperators')).operators.length, 2);
    assert.equal(await page.getByRole('button', { name: '安藤 杏さんを外す' }).count(), 0); // oneself
    await window.quiet();
  });

  test('the page fits a small telephone', async () => {
    await bunta.do('inviteOperator', { body: { name: '千葉 千里' } });
    const small = await browser.open({ size: 'phone', state: stateOf(anna) });
    await small.page.goto(`${city.url}/console/operators`);
    await small.page.getByRole('button', { name: /を承認する$/ }).click();
    await judged(small, 'operators, phone');
    await pictures({ 'operators-phone': small });
    await small.quiet();
  });

  test('the only operator is told what that means, and the server prints the second link again [ADM-a]', async () => {
    const young = await City.create();
    try {
      const first = await people.accept(young, young.invitations[0]);
      const alone = await browser.open({ size: 'desk', state: stateOf(first) });
      await alone.page.goto(`${young.url}/console/operators`);
      await alone.sees('担当者がまだ1人です。');
      await alone.sees('meguri init');
      await judged(alone, 'operators, alone');
      await alone.quiet();
      await young.end(); // the file of SQLite is one process's at a time
      const { code, output } = await young.run('init', '--config', young.config);
      assert.equal(code, 0, output);
      const links = output.match(/\S+#\S+/g);
      assert.equal(links.length, 1);
      await young.start();
      await assert.rejects(people.accept(young, young.invitations[1]), /invitation_unknown/); // the earlier one is void
      await people.accept(young, links[0]);
      await alone.page.reload();
      await alone.page.getByLabel('新しい担当者の名前').waitFor();
      await young.end();
      assert.match((await young.run('init', '--config', young.config)).output, /has operators already/);
    } finally {
      await young.remove();
    }
  });
});
