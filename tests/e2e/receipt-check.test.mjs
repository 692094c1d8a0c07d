// A receipt checked on the phone: the page computes for itself. Whatever is altered on the wire, it says 「一致しません」.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import * as giving from '../support/giving.mjs';
import { arrived, judged, pressByKey } from '../support/keyboard.mjs';
import { pay, signUp, topUp } from '../support/people.mjs';
import { openChromium67, openWebKit } from '../support/plain-browser.mjs';
import { root, until } from '../support/program.mjs';
import { stage } from '../support/stage.mjs';

describe('a receipt is checked', () => {
  let resident, paid, transfer;
  const it = stage('receipt-check', async ({ city, people }) => {
    const points = await giving.publish(people, giving.points);
    const friend = await signUp(city);
    resident = await signUp(city);
    await topUp(people.clerk, resident, 10_000);
    await giving.grant(people.anna, resident, points, 100);
    for (let n = 1; n <= 5; n++) await pay(resident, people.shop, 100 * n);
    paid = await pay(resident, people.shop, 860);
    const { payload } = await friend.do('createWalletCode');
    const page = await resident.do('openTransfer', { body: { code: payload } });
    transfer = await resident.do('createTransfer', { body: { key: page.key, to: page.to, program: points, amount: 20 } });
  });
  const sees = (words) => it.window.sees(words);
  const check = (id = paid.id) => `/entries/${id}/check`;
  /** What the server answers about this address is altered on its way to the phone. */
  const alter = (path, change) =>
    it.page.route(`**/api/entries/${path}`, async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      change(json);
      await route.fulfill({ response, json });
    });
  const altered = async (path, change, why, name) => {
    await it.open(resident, '/menu');
    await alter(path, change);
    await it.go(check());
    await sees('一致しません');
    await sees(why);
    assert.ok(await it.page.getByRole('link', { name: /役所に電話する/ }).isVisible());
    assert.equal(await it.page.getByText('一致しました').count(), 0);
    await judged(it.window, name);
  };

  test('today’s: not published yet, and when it will be', async () => {
    await it.open(resident, `/entries/${paid.id}`);
    await arrived(it.window, 'receipt', /支払いの控え/);
    await pressByKey(it.page, 'この記録をたしかめる');
    await it.window.heading('まだ公表されていません');
    await sees('きょうの記録は、');
    await sees('5時00分');
    assert.equal(await it.page.locator('.check-line-off').count(), 0);
    assert.ok((await it.page.locator('.check-line').count()) >= 4, 'what the books say stands there already');
    await judged(it.window, 'check, not published yet');
  });

  test('published: it matches, and shows what was read from the hashed entry [PAY-g]', async () => {
    await it.city.setClock(Date.parse(`${it.city.day(1)}T09:00:00.000+09:00`));
    await until('the head', async () => (await new Client(it.city).do('listBookHeads')).heads.length > 0);
    await it.open(resident, check());
    await it.window.heading('一致しました');
    const lines = await it.page.locator('.check-line').allInnerTexts();
    assert.match(lines[0], /金額[\s\S]*同じ[\s\S]*控え\s*860円[\s\S]*台帳\s*860円/);
    assert.match(lines[1], /うどん 麦[\s\S]*うどん 麦\(台帳の番号 \d+\)/);
    assert.match(lines[2], /日時[\s\S]*秒[\s\S]*秒/);
    assert.match(lines[3], /確認番号/);
    await sees('公表の番号');
    await judged(it.window, 'check, matches');
    await it.open(resident, check(), { size: 'desk' });
    await it.window.heading('一致しました');
    await judged(it.window, 'check, matches on a desk');
  });

  test('saved as a file, it is checked without a server; an altered file is not believed', async () => {
    await it.open(resident, check());
    await it.window.heading('一致しました');
    const [saved] = await Promise.all([it.page.waitForEvent('download'), pressByKey(it.page, 'この証明を保存する')]);
    const file = join(it.city.folder, 'saved.json');
    await saved.saveAs(file);
    const run = (...words) => spawnSync(join(root, 'scripts/check-receipt'), [file, ...words], { encoding: 'utf8', timeout: 60_000 });
    const kept = readFileSync(file, 'utf8');
    const { published } = JSON.parse(kept).proof;
    const good = run(published.public_key);
    assert.equal(good.status, 0, good.stdout + good.stderr);
    assert.match(good.stdout, /amount 860[\s\S]*matches head 1 of /);
    assert.equal(run('0'.repeat(64)).status, 1, 'another city’s key');
    writeFileSync(file, kept.replace('"amount":860', '"amount":861'));
    assert.match(run().stdout, /does not match: the receipt says something else/);
    writeFileSync(file, '{}');
    assert.equal(run().status, 2);
  });

  test('in the oldest browsers that are supported, too [TRM-1] [TRM-2]', async () => {
    for (const open of [openChromium67, openWebKit]) {
      const window = await open(it.city.url, { cookie: resident.cookie });
      try {
        await window.go(`${it.city.url}${check()}`);
        await window.sees('一致しました');
        await window.sees('台帳860円');
      } finally {
        await window.close();
      }
    }
  });

  test('of what tells of others too, the mark alone', async () => {
    await it.open(resident, check(transfer.id));
    await it.window.heading('一致しました');
    await sees('ほかの人のことも');
    assert.equal(await it.page.locator('.check-line').count(), 0);
    await judged(it.window, 'check, the mark alone');
  });

  test('altered on the wire: the receipt, what was hashed, the path, the head, its signature [PAY-g]', async () => {
    const turn = (hex) => (hex[0] === '0' ? '1' : '0') + hex.slice(1);
    await altered(paid.id, (entry) => (entry.amount = 8600), 'この控えと、', 'check, another amount');
    assert.match(await it.page.locator('.check-line-off').first().innerText(), /違います[\s\S]*8,600円[\s\S]*860円/);
    const proof = `${paid.id}/proof`;
    await altered(proof, (it) => (it.content = `${it.content.slice(0, 30)}${it.content[30] === 'A' ? 'B' : 'A'}${it.content.slice(31)}`), '台帳の記録と、', 'check, another entry');
    await altered(proof, (it) => (it.published.path[0] = turn(it.published.path[0])), '見つかりません', 'check, another path');
    await altered(proof, (it) => (it.published.head.text = it.published.head.text.replace(/root ./, (root) => `root ${root.endsWith('0') ? '1' : '0'}`)), '市のものだと', 'check, another head');
    await altered(proof, (it) => (it.published.head.signature = turn(it.published.head.signature)), '市のものだと', 'check, another signature');
    await altered(proof, (it) => (it.names.place.number += 1), 'この控えと、', 'check, another shop');
  });

  test('no connection, no such entry, a browser that cannot compute', async () => {
    await it.open(resident, '/menu');
    await it.page.route('**/api/entries/*/proof', (route) => route.abort('connectionreset'));
    await it.go(check());
    await it.window.heading('たしかめられませんでした');
    await judged(it.window, 'check, no connection');
    await it.page.unrouteAll({ behavior: 'ignoreErrors' });
    await pressByKey(it.page, 'もう一度たしかめる');
    await it.window.heading('一致しました');
    await it.go(check('99999'));
    await sees('この控えは');
    await it.page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }));
    await it.go(check());
    await sees('この電話の画面では');
    await judged(it.window, 'check, a browser that cannot compute');
  });
});
