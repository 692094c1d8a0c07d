// The pages of shops and top-up places in every state that has words or buttons of its own, each reached as somebody with a
// keyboard reaches it, and judged by axe and by Tab.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { arrived, judged, pressByKey, tabTo, typeByKey } from '../support/keyboard.mjs';
import { addPlace, invited, password, pay, signUp, topUp } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';
import { Authenticator } from '../support/totp.mjs';

describe('every state of the shop’s pages', () => {
  let resident, shop, cook, clerk;
  const it = stage('states-shop', async ({ city, people }) => {
    ({ shop, cook, clerk } = people);
    resident = await signUp(city);
    await topUp(clerk, resident, 20_000);
  });
  const sees = (words) => it.window.sees(words);
  const press = (name) => pressByKey(it.page, name);
  const type = (label, text, options) => typeByKey(it.page, label, text, options);
  const cut = (...paths) => Promise.all(paths.map((path) => it.page.route(`**/api/${path}`, (route) => route.abort('connectionreset'))));
  const cancelled = async (amount) => {
    const paid = await pay(resident, shop, amount);
    await cook.do('cancelEntry', { id: paid.id, body: { key: await cook.key(), reason: 'other' } });
    return paid;
  };

  test('signing in: nothing typed, signed in as somebody else [ADM-a]', async () => {
    await it.open(resident, '/shop/');
    await arrived(it.window, 'sign in, somebody else', /サインイン/);
    await sees('いまは別の人として');
    await press('サインインする');
    await sees('ここに入れてください');
    await judged(it.window, 'sign in, nothing typed');
  });

  test('an invitation: none, things to correct in both steps, one that was used [ADM-a]', async () => {
    await it.open(null, '/shop/invitation');
    await arrived(it.window, 'no invitation', /この招待は使えません/);
    const { url } = await it.people.anna.do('invitePlaceStaff', { id: shop.id });
    await it.open(null, url);
    await arrived(it.window, 'invitation', /はじめての登録/);
    await press('次へ');
    await sees('12文字以上にしてください');
    await judged(it.window, 'invitation, nothing typed');
    await type('あなたの名前', '小林 みのり');
    await type('サインインの名前', '小林みのり');
    await press('次へ');
    await sees('半角の英字と数字だけを');
    await judged(it.window, 'invitation, a name in other letters');
    await type('サインインの名前', cook.signInName, { anew: true });
    await type('パスワード', password);
    await press('次へ');
    await arrived(it.window, 'authenticator', /はじめての登録/);
    await press('使いはじめる');
    await sees('6けたの番号を全部入れてください');
    await judged(it.window, 'authenticator, nothing typed');
    const secret = (await it.page.locator('.invitation-secret').textContent()).replace(/\s/g, '');
    const digits = await new Authenticator(secret).digits(it.city.now);
    await type('アプリに出た6けたの番号', digits === '000000' ? '111111' : '000000');
    await press('使いはじめる');
    await sees('番号が違います');
    await judged(it.window, 'authenticator, wrong');
    await type('アプリに出た6けたの番号', digits);
    await press('使いはじめる');
    await arrived(it.window, 'invitation, name taken', /はじめての登録/);
    await sees('この名前はもう使われています');
    await it.open(null, it.city.invitations[0]);
    await arrived(it.window, 'invitation, used', /この招待は使えません/);
    await it.go('/shop/invitation#another');
    await arrived(it.window, 'invitation, unknown', /この招待は使えません/);
    await it.go(url); // the right link in the same tab: the browser loads nothing
    await arrived(it.window, 'invitation, after an unknown one', /はじめての登録/);
  });

  test('a shop on its first day: receiving and sales, on telephone and tablet', async () => {
    const place = await addPlace(it.people.anna, 'そば 花', ['takes_money']);
    const owner = await invited(it.city, it.people.anna, place);
    for (const size of ['phone', 'tablet']) {
      await it.open(owner, '/shop/', { size });
      await sees('支払いを待っています');
      await judged(it.window, `receive, first day, ${size}`);
      await it.go('/shop/sales');
      await sees('この日の支払いはありません');
      await judged(it.window, `sales, first day, ${size}`);
    }
    const counter = await addPlace(it.people.anna, '駅の窓口', ['tops_up']);
    await it.open(await invited(it.city, it.people.anna, counter), '/shop/');
    await sees('きょうのチャージは、まだありません');
    await judged(it.window, 'top-up, first day');
  });

  test('receiving on a tablet; no connection; a server that does not answer', async () => {
    await it.open(cook, '/shop/', { size: 'tablet' });
    await sees('支払いを待っています');
    await pay(resident, shop, 110);
    await it.window.heading('受け取りました');
    await judged(it.window, 'received, tablet');
    await it.page.reload();
    await sees('支払いを待っています');
    await it.window.context.setOffline(true);
    await sees('いまつながっていません。');
    await judged(it.window, 'receive, no connection');
    await it.window.context.setOffline(false);
    await it.open(null, '/shop/');
    await cut('info');
    await it.page.reload();
    await sees('いま混み合っています');
    await judged(it.window, 'shop, trouble');
  });

  test('sales with a cancelled payment, another day, a list beside the panel', async () => {
    const gone = await cancelled(120);
    await pay(resident, shop, 130);
    await it.open(cook, '/shop/sales');
    await sees('取消済');
    await judged(it.window, 'sales, one cancelled');
    await press('日を選ぶ');
    await tabTo(it.page, '見る日');
    await judged(it.window, 'sales, choosing a day');
    await it.go(`/shop/sales/cancel/${gone.id}`);
    await arrived(it.window, 'cancelled already', /取り消していません/);
    await sees('もう取り消されています');
    await press('売上に戻る');
    await arrived(it.window, 'sales', /きょうの売上/);
    await it.open(cook, '/shop/sales', { size: 'tablet' });
    await press(/^取消 130円/);
    await arrived(it.window, 'cancel, tablet', /支払いの取り消し/);
    await sees('選択中');
  });

  test('who may not cancel is told whom to ask [ADM-g]', async () => {
    const { id } = await pay(resident, shop, 140);
    await it.open(cook, '/shop/settings');
    // Everybody whom the city invites may cancel; the contract also knows those who may not.
    await it.page.route('**/api/session', async (route) => {
      const response = await route.fetch();
      return route.fulfill({ response, json: { ...(await response.json()), rights: ['receive'] } });
    });
    await it.go(`/shop/sales/cancel/${id}`);
    await arrived(it.window, 'no right to cancel', /取り消していません/);
    await sees('取り消しは店長だけができます');
    await it.go('/shop/staff');
    await sees('あなた');
    await judged(it.window, 'staff, no right to remove');
  });

  test('a cancel that never arrives: being checked, left, not cancelled', async () => {
    await pay(resident, shop, 150);
    const begin = async () => {
      await it.open(cook, '/shop/sales');
      await press(/^取消 150円/);
      await it.window.heading('支払いの取り消し');
      await tabTo(it.page, /金額を間違えた/);
      await it.page.keyboard.press('Space');
      await cut('entries/*/cancel', 'keys/close');
      await press('150円を取り消す');
      await arrived(it.window, 'cancel, being checked', /確認中です/);
    };
    await begin();
    await press('売上へ(確認は続きます)');
    await sees('150円の取消 確認中');
    await judged(it.window, 'sales, a cancel being checked');
    await press('150円の取消 確認中');
    await it.window.heading('確認中です');
    await it.page.unroute('**/api/keys/close');
    await arrived(it.window, 'not cancelled', /取り消していません/);
  });

  test('the customer’s number: too short, unknown; an amount typed, too much', async () => {
    await it.open(clerk, '/shop/top-up/number');
    await type(/お客さまの12けたの番号/, '1234');
    await press('この番号で進む');
    await sees('いまは4けたです');
    await judged(it.window, 'number, too short');
    await type(/お客さまの12けたの番号/, '999999999999', { anew: true });
    await press('この番号で進む');
    await sees('この番号は使えません');
    await judged(it.window, 'number, unknown');
    const { number } = await resident.do('createWalletCode');
    await type(/お客さまの12けたの番号/, number, { anew: true });
    await press('この番号で進む');
    await arrived(it.window, 'amount', /チャージ/);
    await press(/^ほかの金額/);
    await sees('1,000円から50,000円まで');
    await judged(it.window, 'amount, typed');
    await it.page.keyboard.type('60000');
    await sees('1回にチャージできるのは50,000円までです');
    await judged(it.window, 'amount, too much');
  });

  test('a top-up that never arrives: being checked, left, nothing topped up', async () => {
    const { number } = await resident.do('createWalletCode');
    await it.open(clerk, '/shop/top-up/number');
    await type(/お客さまの12けたの番号/, number);
    await press('この番号で進む');
    await it.window.heading('チャージ');
    await tabTo(it.page, /円/);
    await it.page.keyboard.press('Space');
    await press(/円で進む$/);
    await it.window.heading('現金の確認');
    await cut('top-ups', 'keys/close');
    await press(/円をチャージする$/);
    await arrived(it.window, 'top-up, being checked', /確認中です/);
    await press('チャージの最初へ(確認は続きます)');
    await sees(/円のチャージ 確認中/);
    await sees('確認中のチャージの結果を待ってください');
    await judged(it.window, 'top-up, one being checked');
    await it.page.unroute('**/api/keys/close');
    await arrived(it.window, 'not topped up', /チャージしていません/);
    await sees('現金をお返しください');
  });

  test('the settings’ switches, the other language, removing a colleague', async () => {
    const colleague = await invited(it.city, it.people.anna, shop, { displayName: '同僚 一郎' });
    await it.open(cook, '/shop/settings');
    await press(/^金額の読み上げ/);
    await judged(it.window, 'settings, switched');
    await press(/^担当の人/);
    await press('同僚 一郎さんを外す');
    await arrived(it.window, 'removing somebody', /担当から外しますか/);
    await press('同僚 一郎さんを外す');
    await arrived(it.window, 'staff', /担当の人/);
    await it.page.locator('.staff-row', { hasText: '同僚 一郎' }).waitFor({ state: 'detached' });
    await colleague.refused('not_signed_in', 'getSales');
    await it.go('/shop/settings');
    await press(/^Language/);
    await it.window.heading('Settings');
    await judged(it.window, 'settings, English');
  });
});
