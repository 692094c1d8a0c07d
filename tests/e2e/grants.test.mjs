// The city gives: to one whose record is open, and to many by a list that is judged first, frozen, approved by somebody else.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { judged } from '../support/keyboard.mjs';
import * as people from '../support/people.mjs';

describe('giving from the console', () => {
  let city, it, points, resident, other, card, browser, first, second;
  before(async () => {
    city = await City.create();
    it = await people.furnish(city);
    points = await giving.publish(it, giving.points);
    [resident, other] = [await people.signUp(city), await people.signUp(city)];
    card = await giving.handedOutCard(it.anna);
    browser = await Browser.launch();
    first = await browser.open({ size: 'desk', state: stateOf(it.anna), acceptDownloads: true });
    second = await browser.open({ size: 'desk', state: stateOf(it.bunta) });
  });
  after(async () => {
    if (first) await pictures({ 'grants-first': first, 'grants-second': second });
    await browser?.close();
    await city?.remove();
  });
  const at = (window, address) => window.page.goto(`${city.url}/console${address}`);
  const held = (who) => giving.held(who, points);
  const choose = async (text) => first.page.getByLabel('一覧のファイル').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const draft = async (name, who) => {
    await at(first, '/grants');
    await first.follow('多くの人に発行する');
    await first.fill('名前', name);
    await first.page.getByLabel('事業', { exact: true }).selectOption({ label: giving.points.name });
    if (who) await first.page.getByLabel(who).check({ force: true });
  };

  test('to one resident: given at once, taken back with a reason that the resident sees [PRM-a] [PNT-d] [PNT-e]', async () => {
    await at(first, '/residents');
    await first.fill('電話番号', resident.phone);
    await first.page.getByLabel('見る理由', { exact: true }).selectOption({ index: 1 });
    await first.press('探す');
    await first.sees('お金・ポイントを渡す、直す');
    await first.page.getByLabel('事業', { exact: true }).selectOption({ label: giving.points.name });
    await first.fill('金額・ポイント', '300');
    await first.press('300ポイントを発行する');
    await first.sees('この利用者に');
    await judged(first, 'resident, give');
    await first.page.locator('.sure').getByRole('button', { name: '300ポイントを発行する' }).click();
    await first.sees('300ポイント、できました');
    assert.equal(await held(resident), 300);
    await first.page.getByLabel('まちがいを直して引く').check({ force: true });
    await first.page.getByLabel('わけ(利用者にも見えます)').selectOption({ label: '入力のまちがい' });
    await first.fill('金額・ポイント', '1000');
    await first.press('1,000ポイントを引く');
    await first.page.locator('.sure').getByRole('button', { name: '1,000ポイントを引く' }).click();
    await first.page.getByRole('alert').first().waitFor();
    await judged(first, 'resident, more than there is');
    await first.page.getByLabel('金額・ポイント', { exact: true }).fill('100');
    await first.page.locator('.sure').getByRole('button', { name: '100ポイントを引く' }).click();
    await first.sees('100ポイント、できました');
    assert.equal(await held(resident), 200);
    const [last] = (await resident.do('getWalletHistory')).entries;
    assert.deepEqual([last.kind, last.reason, last.amount], ['adjustment', 'correction', 100]);
  });

  test('a list is judged row by row before anything is sent [PRM-a]', async () => {
    await at(first, '/grants');
    await first.sees('まだ発行はありません');
    await judged(first, 'grants, none');
    await draft('六月の給付');
    await first.fill('名前', '');
    await first.press('下書きにする');
    await first.sees('入れてください');
    await judged(first, 'new grant, wrong');
    await first.fill('名前', '六月の給付');
    await first.press('下書きにする');
    await first.sees('「利用者番号」か');
    await judged(first, 'grant, draft');
    await choose('番号,金額\nX,1\n');
    await first.sees('「利用者番号」の列が');
    const id = await giving.residentId(resident);
    await choose(`利用者番号,カード番号,金額\n${id},,1000\n${id},,500\n,12,300\n,,0\n`);
    await first.sees('2行目と同じ人です');
    await first.sees('16けたの番号を');
    await judged(first, 'grant, rows to correct');
    await first.readableLarge('grant, rows to correct');
    const [file] = await Promise.all([first.page.waitForEvent('download'), first.press('直す行だけの表を取り出す')]);
    assert.equal((await readFile(await file.path())).toString().trimEnd().split('\r\n').length, 4);
    assert.equal(await first.page.getByRole('button', { name: '一覧を送る' }).count(), 0);
    await first.press('ほかの表を選ぶ');
  });

  test('cut off while it is sent it goes on; frozen, approved by another, and given once to people and cards [PRM-a] [PRM-j] [PNT-d] [GEN-a]', async () => {
    const before_it = [await held(resident), await held(other)];
    const ids = [await giving.residentId(resident), await giving.residentId(other)];
    await first.page.route('**/api/jobs/*/rows', async (route) => {
      await route.fetch(); // it arrives, its answer does not
      await route.abort('connectionreset');
      await first.page.unroute('**/api/jobs/*/rows');
    });
    await choose(`利用者番号,カード番号,金額\n${ids[0]},,"1,000"\n${ids[1]},,500\n,${card.id},300\n`);
    await first.sees('1,800ポイント');
    await first.press('3人の一覧を送る');
    await first.sees('電波がとぎれました。');
    await judged(first, 'grant, cut off');
    await first.press('続ける');
    await first.sees('固定して、');
    await first.press('固定して承認に出す');
    await first.sees('自分では承認できません');
    await judged(first, 'grant, proposed');
    await at(second, '/grants');
    await second.follow('六月の給付');
    await second.sees('承認に出しました。');
    await judged(second, 'grant, to approve');
    await second.press('この発行を承認する');
    await second.sees('3人に');
    await second.sees('1,800ポイントを');
    await judged(second, 'grant, done');
    await second.readableLarge('grant, done');
    assert.deepEqual([await held(resident), await held(other), await giving.onCard(it.anna, card, points)], [before_it[0] + 1_000, before_it[1] + 500, 300]);
  });

  test('to everybody at a time to come: it waits, the page may be closed, and it is stopped in time [PRM-j]', async () => {
    await draft('お祝い', 'アプリを使う全員');
    await first.fill('1人あたり', '50');
    await first.page.getByLabel('日時を決める').check({ force: true });
    await first.fill('時刻', '25:00');
    await first.press('下書きにする');
    await first.sees('これからの日時を');
    await first.fill('日', city.day(2));
    await first.fill('時刻', '10:00');
    await first.press('下書きにする');
    await first.sees('全員に');
    await first.press('固定して承認に出す');
    await first.sees('自分では承認できません');
    await at(second, '/grants');
    await second.follow('お祝い');
    await second.press('この発行を承認する');
    await second.sees('承認ずみです。');
    await judged(second, 'grant, waiting');
    await second.press('取りやめる');
    await second.press('この発行を取りやめる');
    await second.sees('この発行は');
    await judged(second, 'grant, stopped');
    await at(second, '/grants');
    await second.sees('止めました');
    await judged(second, 'grants');
    for (const each of [first, second]) await each.quiet();
  });
});
