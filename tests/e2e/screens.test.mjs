// Every screen that has an address, in each app: nothing for axe to find, nothing wider than the window, no word cut off at
// 320 px with letters of 200 %, and everything that can be pressed or typed into is reached by Tab alone, with the focus to be
// seen. The list is held against the apps' own routes, so that a page that is added later cannot be left out.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { begin } from '../support/cards.mjs';
import { City } from '../support/city.mjs';
import { furnish, invited, pay, propose, signUp, topUp } from '../support/people.mjs';
import { root, until } from '../support/program.mjs';
import { walk } from '../support/keyboard.mjs';
import { enterAmount, toConfirm } from '../support/screens.mjs';

let city, it, resident, colleague, paid, charged, byCard, card, proposal, browser, window;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  [resident, colleague] = [await signUp(city), await invited(city, it.anna, it.shop, { displayName: '同僚 一郎' })];
  charged = await topUp(it.clerk, resident, 20_000);
  paid = await pay(resident, it.shop, 1234);
  byCard = await begin(resident, it.program, 1000);
  [card] = (await it.anna.do('createCardBatch', { body: { key: await it.anna.key(), kind: 'rechargeable', count: 1 } })).cards;
  await it.clerk.do('activateCard', { body: { key: await it.clerk.key(), code: card.url } });
  await it.clerk.do('topUpCard', { body: { key: await it.clerk.key(), code: card.url, program: it.program, amount: 3000 } });
  await resident.do('linkCard', { body: { code: card.url } });
  proposal = await propose(it.anna);
  browser = await Browser.launch();
});
after(async () => {
  await browser?.close();
  await city?.remove();
});
afterEach(async () => {
  await pictures({ screens: window });
  await window.quiet();
  await window.close();
});

/** The screens of one app for one person: [address, what stands there]. */
async function look(app, screens, options) {
  window = await browser.open(options);
  const { page } = window;
  for (const [address, words] of screens) {
    const where = `${app}${address}`;
    await page.goto(`${city.url}${app}${address}`);
    await page.getByText(words).locator('visible=true').first().waitFor().catch(() => {
      throw new Error(`${where} does not say ${words}`);
    });
    await until(`the end of loading of ${where}`, async () => (await page.locator('.skeleton').count()) === 0);
    await window.accessible(where);
    await window.readableLarge(where);
    await walk(page, where);
  }
}

/** The patterns that an app knows, each with an address among those that are looked at. */
function covers(file, screens) {
  const source = readFileSync(join(root, 'web', file), 'utf8');
  const patterns = [...source.matchAll(/(?:^ {2}\[|match\()'(\/[^']*)'/gm)].map(([, pattern]) => pattern);
  assert.ok(patterns.length > 5, `no routes found in ${file}`);
  for (const pattern of patterns) {
    const form = new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}(#.*)?$`);
    assert.ok(elsewhere.includes(pattern) || screens.some(([address]) => form.test(address)), `${file}: nobody looks at ${pattern}`);
  }
}
// Pages in the middle of a doing, looked at by keyboard.test.mjs: invitation, amount, confirm, paid, top-up; by till.test.mjs:
// the till's steps, paid by a shown code; by giving.test.mjs: giving; by settlement.test.mjs: a run; by grants.test.mjs: a
// grant to many.
const elsewhere = ['/invitation', '/code/:step', '/paid/:id', '/give', '/give/:id', '/give/:id/:step', '/pay/:id', '/pay/:id/:page', '/S/:code', '/top-up/:step', '/settlements/:id', '/grants/:id'];

describe('every screen', () => {
  test('of the resident', async () => {
    const sticker = new URL(it.shop.code_url).pathname;
    const screens = [
      ['/', /18,766/], ['/scan', '店の番号を入れる'], ['/scan/number', 'コードの下の番号'], ['/code', /コード/], ['/top-up', /チャージ/], ['/top-up/card', 'ふだんのチャージ'],
      [`/card-top-up/${byCard.id}`, 'まだ支払われていません'],
      [`/topped-up/${charged.id}`, '20,000'], ['/history', 'うどん 麦'], [`/entries/${paid.id}`, '1,234'], [`/entries/${paid.id}/check`, 'まだ公表されていません'], ['/lots', '18,766'], ['/menu', /履歴/],
      ['/cards', '使えます'], ['/cards/link', 'カードのうらの'], [`/cards/${card.id}`, '3,000円'], [`/cards/${card.id}/block`, 'このカードを'],
      ['/shops', 'うどん 麦'], [`/shops/${it.shop.id}`, 'ここで使えるもの'], ['/points-places', /ポイントの場所/], ['/points', 'ポイントは'], ['/points/give', 'もらう人のコード'],
      ['/install', 'アプリのように'], ['/profile', '市が知っていること'], ['/sign-out', /サインアウト/], ['/help', /困/], ['/nowhere', 'この画面はありません'], [sticker, '金額を入れる'], [`${sticker.slice(0, -1)}!`, /コード|読/],
    ];
    covers('resident/pages/pages.tsx', screens);
    await look('', screens, { size: 'phone', state: stateOf(resident) });
    await window.page.goto(it.shop.code_url);
    await toConfirm(window, '150');
    await walk(window.page, 'confirm');
    await window.press('150円を払う');
    await window.heading('支払いました');
    await walk(window.page, 'paid');
    await window.page.goto(it.shop.code_url);
    await window.heading('金額を入れる');
    await enterAmount(window, '99999');
    await window.sees(/円足りません/);
    await window.accessible('amount, not enough');
    await walk(window.page, 'amount, not enough');
  });

  test('of somebody who is not signed in', async () => {
    await look('', [['/', '携帯電話'], ['/shop/', 'パスワード'], ['/console/', 'パスワード'], ['/help', 'はじめられないとき'], ['/shops', 'うどん 麦'], [`/shops/${it.shop.id}`, 'ここで使えるもの'], ['/shop/help', 'サインインできないとき'], ['/console/invitation#made-up', /招待/]], { size: 'phone' });
  });

  test('of a shop', async () => {
    const screens = [
      ['/', '支払いを待っています'], ['/sales', '1,234'], [`/sales/${city.day(-1)}`, /売上|ありません/], ['/sales/period', '期間の売上'], [`/sales/cancel/${paid.id}`, '金額を間違えた'],
      ['/settings', /設定/], ['/staff', '同僚 一郎'], ['/staff/invite', 'できること'], [`/staff/${colleague.session.person.id}`, '同僚 一郎'], ['/top-up', '支払いを待っています'], ['/install', 'アプリのように'], ['/own-code', '店の名前が違うときは'], ['/code', '12けたの番号を入れる'], ['/code/block', 'カードの16けたの番号'], ['/help', 'サインインできないとき'],
      ['/cash', '現金の確認表'], [`/cash/${city.day(-1)}`, /現金/],
    ];
    covers('shop/app.tsx', screens);
    await look('/shop', screens, { size: 'phone', state: stateOf(it.cook) });
  });

  test('of a top-up place', async () => {
    await look('/shop', [['/top-up', 'お客さまのコードやカードを読む'], ['/top-up/scan', /コード/], ['/sales', /売上|チャージ/], ['/cash', 'あるはずの現金'], ['/settings', /設定/]], { size: 'tablet', state: stateOf(it.clerk) });
  });

  test('of a place that the city stops while its page is open, and opens again', async () => {
    const set = async (place, status) => it.anna.do('setPlaceStatus', { id: place.id, body: { key: await it.anna.key(), status } });
    for (const [place, who, open, says] of [[it.shop, it.cook, '支払いを待っています', 'この店を'], [it.counter, it.clerk, 'お客さまのコードやカードを読む', 'この窓口を']]) {
      await window?.close();
      window = await browser.open({ size: 'phone', state: stateOf(who) });
      await window.page.goto(`${city.url}/shop/`);
      await window.sees(open);
      await set(place, 'closed');
      await window.heading(`市が、${says}止めています`);
      await window.sees('048-524-1111');
      assert.equal(await window.page.getByText(open).count() + (await window.page.locator('.place-code').count()), 0);
      await window.accessible(`${place.name}, stopped`);
      await walk(window.page, `${place.name}, stopped`);
      await set(place, 'open');
      await window.sees(open);
      assert.equal(await window.page.locator('.stopped').count(), 0);
    }
  });

  test('of city hall', async () => {
    const screens = [
      ['/', '差は0円'], ['/programs', 'ふだんのチャージ'], ['/programs/new', '事業の名前'], ['/programs/new/check', '事業の名前'], [`/programs/${it.program}`, 'ふだんのチャージ'], [`/proposals/${proposal.id}`, '別の担当者の'],
      ['/places', 'うどん 麦'], ['/places/new', '業種'], [`/places/${it.shop.id}`, 'うどん 麦'], [`/places/${it.shop.id}/print`, '読み取って払えます'],
      ['/residents', '電話'], ['/operators', '招待'], ['/lists', '利用者の印'], ['/look', '市の名前'],
      ['/settlement-groups', 'すべての団体'], ['/reports', '事業ごとの残高'], ['/reports/flows', '入ったところ'], ['/reports/places', '店ごとの合計'], ['/reports/base-dates', 'チャージで買われたお金が'],
      ['/grants', 'まだ発行はありません'], ['/grants/new', 'いつ'],
      [`/places/${it.shop.id}/sales`, '確認番号'], [`/places/${it.shop.id}/directory`, '利用者のアプリの'], ['/settlements', 'まだ精算はありません'], ['/accounts', '口座'], [`/accounts/${it.shop.organization.id}`, '口座は'],
      ['/cards', 'つくったカード'], ['/card-counter', 'カードを読む'], ['/places/prints', '何を印刷しますか'], ['/places/import', '見本の表'],
    ];
    covers('console/app.tsx', screens);
    await look('/console', screens, { size: 'desk', state: stateOf(it.anna) });
    await window.close();
    await look('/console', screens, { size: 'phone', state: stateOf(it.anna) });
  });
});
