// City hall's cards: made and printed, handed out, read without a telephone, stopped, replaced, filled; stickers of shops.
import assert from 'node:assert/strict';
import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Browser } from '../support/browser.mjs';
import { judged, pressByKey } from '../support/keyboard.mjs';
import * as people from '../support/people.mjs';
import { points } from '../support/giving.mjs';
import { png } from '../support/png.mjs';
import { readBack, rows } from '../support/prints.mjs';
import { stage } from '../support/stage.mjs';

const gift = { ...people.ordinary, name: '子育ての贈り物', stamp: '子', origin: 'granted', top_up: undefined, expiry: { kind: 'days_after', days: 30 } };

describe('cards at city hall', () => {
  let single, fresh, spare;
  const it = stage('cards', async ({ people: { anna, bunta } }) => {
    await people.approve(bunta, await people.propose(anna, gift));
    await people.approve(bunta, await people.propose(anna, points));
    const made = await anna.do('createCardBatch', { body: { key: await anna.key(), kind: 'single_use', count: 3 } });
    [single, fresh, spare] = made.cards;
  });

  /** What a press downloads. */
  const saved = async (name) => {
    const coming = it.page.waitForEvent('download');
    await it.page.getByRole('link', { name: `${name}を保存` }).click();
    const file = join(it.city.folder, name);
    await (await coming).saveAs(file);
    return readFileSync(file);
  };

  test('are made in a batch and printed: the files are there when they are ready, and every code is read back [GEN-b]', async () => {
    await it.open(it.people.anna, '/console/cards', { size: 'desk' });
    await it.window.heading('カード');
    await judged(it.window, 'cards');
    await it.window.press('つくる');
    await it.window.sees(/1から200,000までの/);
    await judged(it.window, 'cards, no number');
    await it.page.getByText('使いきりのカード').first().click();
    await it.window.fill('まい数', '1200');
    await it.page.getByLabel('渡すときに入れるお金').selectOption({ label: '子育ての贈り物' });
    await it.window.fill('1まいの金額(円)', '3,000');
    await pressByKey(it.page, '1,200まいをつくる');
    await it.page.getByRole('cell', { name: '1,200', exact: true }).waitFor();
    await it.page.getByRole('button', { name: /1,200まいの印刷データをつくる/ }).click();
    await it.page.getByRole('listitem', { name: 'カード 1,200まい' }).getByText('できました').waitFor();
    await judged(it.window, 'cards, printed');
    const list = rows(await saved('list.csv'));
    assert.equal(new Set(list.map((row) => row.code)).size, 1200);
    const pages = [1, 600, 1200];
    const read = await readBack(await saved('backs.pdf'), pages);
    assert.deepEqual([...read], pages.map((page) => [page, [list[page - 1].code]]));
  });

  test('that begin with money wait for a second operator, who sees the sum of all of them [GEN-b] [PAY-f]', async () => {
    await it.open(it.people.anna, '/console/cards', { size: 'desk' });
    await it.window.sees('別の担当者の承認待ち');
    assert.equal(await it.page.getByRole('button', { name: /承認する/ }).count(), 0);
    await it.open(it.people.bunta, '/console/cards', { size: 'desk' });
    await it.page.getByRole('button', { name: /カードを承認する/ }).click();
    await it.window.sees('1,200まい、合わせて3,600,000円');
    await judged(it.window, 'cards, to approve');
    await it.window.press('この金額で承認する');
    await it.window.sees(/^承認 /);
    await judged(it.window, 'cards, approved');
  });

  test('carry the city’s own picture, and one that cannot be printed is refused with a reason', async () => {
    await it.open(it.people.anna, '/console/cards', { size: 'desk' });
    const file = join(it.city.folder, 'art.png');
    writeFileSync(file, png(200, [9, 99, 9]));
    const input = it.page.getByLabel('絵のファイル(PNG)');
    await input.setInputFiles(file);
    await it.window.press('この絵にする');
    await it.window.sees(/この絵は使えません/);
    await judged(it.window, 'artwork, refused');
    const large = join(it.city.folder, 'large.png');
    writeFileSync(large, png(1200, [9, 99, 9]));
    await input.setInputFiles(large);
    await it.window.press('この絵にする');
    await it.page.waitForFunction(() => /turn=1/.test(document.querySelector('.card-front').src));
    await it.window.press('もとの絵にもどす');
    await it.page.waitForFunction(() => /turn=2/.test(document.querySelector('.card-front').src));
  });

  test('are handed out with number and scratched code, filled, stopped, opened, and replaced without touching what is on them [GEN-a, GEN-b, PNT-l]', async () => {
    await it.open(it.people.anna, '/console/card-counter', { size: 'desk' });
    await it.window.heading('カードの窓口');
    await judged(it.window, 'card counter');
    await it.window.fill('カードの番号(16けた)かコード', '0000 0000 0000 0000');
    await it.window.press('カードを見る');
    await it.page.getByRole('alert').first().waitFor();
    await judged(it.window, 'card counter, unknown');
    await it.window.fill('カードの番号(16けた)かコード', single.id.replace(/(.{4})(?=.)/g, '$1 '));
    await it.window.press('カードを見る');
    await it.window.sees('まだ渡していない');
    await judged(it.window, 'card, not handed out');
    await it.window.fill('使いはじめの番号(8けた)', '1234');
    await it.window.press('このカードを渡す');
    await it.window.sees(/8けたの番号を/);
    await it.window.fill('使いはじめの番号(8けた)', single.activation);
    await pressByKey(it.page, 'このカードを渡す');
    await it.window.sees('まだ使っていません');
    await judged(it.window, 'card, handed out');

    await it.page.getByLabel('事業').selectOption({ label: gift.name });
    await it.window.fill('金額・ポイント', '2500');
    await it.window.press('2,500円を入れる');
    await it.page.locator('.wallet-lots').getByText('2,500円').waitFor();
    await it.page.getByLabel('事業').selectOption({ label: points.name });
    await it.window.fill('金額・ポイント', '40');
    await it.window.press('40ポイントを入れる');
    await it.page.locator('.wallet-lots').getByText('40ポイント').waitFor();
    await it.people.cook.do('payByCard', { body: { key: await it.people.cook.key(), code: single.url, amount: 700 } });

    await it.window.press('カードを止める');
    await it.page.getByRole('button', { name: '止める', exact: true }).click();
    await it.page.locator('.badge-stop').waitFor();
    await it.people.cook.refused('card_blocked', 'openCardCode', { body: { code: single.url } });
    await it.window.press('もう一度使えるようにする');
    await it.page.locator('.badge-good').first().waitFor();
    await it.window.fill('新しいカードのコード', fresh.url);
    await it.window.press('このカードに替える');
    await it.window.heading(new RegExp(fresh.id.slice(0, 4)));
    await it.page.locator('.counter-balance').getByText('1,800円').waitFor();
    await it.people.cook.refused('card_replaced', 'openCardCode', { body: { code: single.url } });
    assert.equal((await it.people.cook.do('openCardCode', { body: { code: fresh.url } })).card.balance, 1800);
  });

  test('show balance and history at the counter without a telephone, by the code that a camera reads [MNU-b]', async () => {
    const browser = await Browser.launch({ camera: fresh.url });
    try {
      await it.open(it.people.bunta, '/console/card-counter', { size: 'desk', browser });
      await it.window.press('カメラで読む');
      await it.page.locator('.counter-balance').getByText('1,800円').waitFor();
      const history = it.page.locator('.wallet-history li');
      await history.first().waitFor();
      assert.match(await history.allInnerTexts().then((all) => all.join(' ')), /うどん 麦[\s\S]*−700円[\s\S]*\+40ポイント[\s\S]*\+2,500円/);
      await judged(it.window, 'card, history');
      await it.window.press('つぎのカードへ');
      await it.window.heading('カードの窓口');
      await it.window.quiet();
      await it.window.close();
      it.window = undefined;
    } finally {
      await browser.close();
    }
  });

  test('one that is stopped, replaced or not handed out says so', async () => {
    await it.open(it.people.anna, '/console/card-counter', { size: 'desk' });
    for (const [card, words] of [[single, '別のカードに替わりました'], [spare, 'まだ渡していない']]) {
      await it.window.fill('カードの番号(16けた)かコード', card.url);
      await it.window.press('カードを見る');
      await it.window.sees(words);
      await judged(it.window, `card, ${words}`);
      await it.window.press('つぎのカードへ');
    }
  });

  test('stickers of all shops and of chosen ones are printed from the list of places', async () => {
    await it.open(it.people.anna, '/console/places', { size: 'desk' });
    await it.page.getByRole('link', { name: '店の印刷' }).click();
    await it.window.heading('店の印刷');
    await judged(it.window, 'stickers');
    await it.window.press('印刷データをつくる');
    await it.page.getByRole('listitem', { name: 'レジのステッカー 1店' }).getByText('できました').waitFor();
    const read = await readBack(await saved('counter.pdf'), [1]);
    assert.deepEqual(read.get(1), [it.people.shop.code_url]);
    await it.page.getByText('卓上の三角スタンド(').click();
    await it.page.getByText('選んだ店だけ').click();
    await it.window.press('印刷データをつくる');
    await it.window.sees(/店を1つ以上/);
    await it.page.getByLabel(/うどん 麦/).check();
    await judged(it.window, 'stickers, chosen');
    await it.window.press('印刷データをつくる');
    await it.page.getByRole('listitem', { name: '卓上の三角スタンド 1店' }).getByText('できました').waitFor();
    await judged(it.window, 'stickers, printed');
  });
});
