// The steps that have no address of their own, each reached by the keyboard alone from where a person begins: the heading of
// a new step has the focus, everything on it is reached by Tab in the order in which it stands, and axe finds nothing.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { arrived, pressByKey, tabTo, typeByKey, walk } from '../support/keyboard.mjs';
import { approve, codeSentTo, freshPhone, furnish, invited, ordinary, password, pay, propose, signUp, topUp } from '../support/people.mjs';
import { Authenticator } from '../support/totp.mjs';

describe('by keyboard alone', () => {
  let city, it, resident, paid, browser, window, page;
  before(async () => {
    city = await City.create();
    it = await furnish(city);
    resident = await signUp(city);
    await topUp(it.clerk, resident, 20_000);
    paid = await pay(resident, it.shop, 1234);
    browser = await Browser.launch();
  });
  after(async () => {
    await browser?.close();
    await city?.remove();
  });
  afterEach(async () => {
    await pictures({ keyboard: window });
    await window.quiet();
    await window.close();
  });
  const open = async (who, address, size = 'phone') => {
    window = await browser.open({ size, ...(who && { state: stateOf(who) }) });
    page = window.page;
    await page.goto(address.startsWith('http') ? address : `${city.url}${address}`);
  };

  test('a resident pays: amount, confirm, paid', async () => {
    await open(resident, it.shop.code_url);
    await arrived(window, 'amount', /金額を入れる/);
    for (const digit of '150') await pressByKey(page, digit);
    await pressByKey(page, /^次へ/);
    await arrived(window, 'confirm', /見せてください/);
    await pressByKey(page, '150円を払う');
    await arrived(window, 'paid', /支払いました/);
    assert.equal((await resident.do('getWallet')).balance, 18_616);
  });

  test('a shop cancels: list, panel, done', async () => {
    await open(it.cook, '/shop/sales');
    await arrived(window, 'sales', /売上/);
    await pressByKey(page, new RegExp(`^取消 1,234円.*${paid.digits}`));
    await arrived(window, 'cancel panel', /支払いの取り消し/);
    await tabTo(page, /金額を間違えた|返品|別の人|その他/);
    await page.keyboard.press('Space');
    await pressByKey(page, '1,234円を取り消す');
    await arrived(window, 'cancelled', /取り消しました/);
  });

  test('a counter tops up: number, amount, cash, done', async () => {
    const { number } = await resident.do('createWalletCode');
    await open(it.clerk, '/shop/top-up', 'tablet');
    await arrived(window, 'top-up', /チャージ/);
    await pressByKey(page, /お客さまのコードやカードを読む/);
    await arrived(window, 'scan', /お客さまのコード/);
    await pressByKey(page, /12けたの番号/);
    await typeByKey(page, /お客さまの12けたの番号/, number);
    await pressByKey(page, 'この番号で進む');
    await arrived(window, 'top-up amount', /預かる現金の額|チャージ|電話番号/);
    await tabTo(page, /円/);
    await page.keyboard.press('Space');
    await pressByKey(page, /円で進む$/);
    await arrived(window, 'cash', /現金/);
    await pressByKey(page, /円をチャージする$/);
    await arrived(window, 'topped up', /チャージしました/);
  });

  test('a clerk opens an invitation: name, authenticator, in', async () => {
    const { url } = await it.anna.do('invitePlaceStaff', { id: it.shop.id });
    await open(null, url);
    await arrived(window, 'invitation', /はじめての登録/);
    await typeByKey(page, 'あなたの名前', '田中 ふみ');
    await typeByKey(page, 'サインインの名前', 'tanaka-fumi');
    await typeByKey(page, 'パスワード', password);
    await pressByKey(page, '次へ');
    await arrived(window, 'authenticator', /はじめての登録/);
    const secret = (await page.locator('.invitation-secret').textContent()).replace(/\s/g, '');
    await typeByKey(page, 'アプリに出た6けたの番号', await new Authenticator(secret).digits(city.now));
    await pressByKey(page, '使いはじめる');
    await window.sees('支払いを待っています');
  });

  test('city hall issues a program: steps of a proposal, approval', async () => {
    await open(it.anna, '/console/programs/new', 'desk');
    await arrived(window, 'new program', /新しい事業/);
    await typeByKey(page, '事業の名前', '鍵盤の事業');
    await typeByKey(page, '印(1文字)', '鍵');
    await pressByKey(page, '次へ');
    await arrived(window, 'amounts', /金額と上限/);
    for (const [field, digits] of [['1回の最低額(円)', '1000'], ['1回の上限(円)', '20000'], ['単位(円)', '1000']]) await typeByKey(page, field, digits);
    await pressByKey(page, '次へ');
    await arrived(window, 'last day', /期間と期限/);
    await typeByKey(page, '日数', '90');
    await pressByKey(page, '次へ');
    await arrived(window, 'check', /確認/);
    await pressByKey(page, '提案する');
    await window.sees('別の担当者の');
    const proposal = page.url();
    await window.close();
    await open(it.bunta, proposal, 'desk');
    await arrived(window, 'proposal', /鍵盤の事業の提案/);
    await window.sees('受け付けた人');
    await pressByKey(page, '承認して始める');
    await window.sees('受付を始めました');
  });

  test('city hall lets an operator in: propose, approve', async () => {
    await open(it.anna, '/console/operators', 'desk');
    await arrived(window, 'operators', /担当者/);
    await typeByKey(page, '新しい担当者の名前', '千葉 千里');
    await pressByKey(page, '担当者を提案する');
    await window.sees('承認待ち');
    await window.close();
    await open(it.bunta, '/console/operators', 'desk');
    await arrived(window, 'operators, to approve', /担当者/);
    await pressByKey(page, /千葉 千里.*への招待を承認する/);
    await window.sees('本人を知っていますか');
    await pressByKey(page, '承認してリンクを出す');
    await page.getByLabel('招待のリンク').waitFor(); // the link comes with the answer
    await tabTo(page, '招待のリンク');
    assert.match(await page.getByLabel('招待のリンク').inputValue(), /#/);
    await window.accessible('operators, approved by keyboard');
  });

  test('a resident signs up: telephone number, code, home', async () => {
    const phone = freshPhone();
    await open(null, '/');
    await arrived(window, 'telephone number', /携帯電話の番号/);
    await typeByKey(page, '携帯電話の番号', phone);
    await pressByKey(page, '確認の番号を送る');
    await arrived(window, 'sign-up code', /6けたの番号/);
    await typeByKey(page, '確認の番号', await codeSentTo(city, phone));
    await page.locator('.balance-card').waitFor();
  });

  test('a payment that never arrived: being checked, not paid', async () => {
    const balance = async () => (await resident.do('getWallet')).balance;
    const before_ = await balance();
    await open(resident, it.shop.code_url);
    await arrived(window, 'amount', /金額を入れる/);
    for (const digit of '160') await pressByKey(page, digit);
    await pressByKey(page, /^次へ/);
    await arrived(window, 'confirm', /見せてください/);
    for (const path of ['payments', 'keys/close']) await page.route(`**/api/${path}`, (route) => route.abort('connectionreset'));
    await pressByKey(page, '160円を払う');
    await arrived(window, 'being checked', /確認中です/);
    const asked = page.waitForRequest('**/api/keys/close');
    await pressByKey(page, '今すぐ確かめる');
    await asked;
    await window.heading('確認中です');
    await page.unroute('**/api/keys/close'); // it goes on asking by itself
    await arrived(window, 'not paid', /支払っていません/);
    assert.equal(await balance(), before_);
  });

  test('a shop receives while its page stands open; the panel is put away', async () => {
    await open(it.cook, '/shop/');
    await window.sees('支払いを待っています');
    await pay(resident, it.shop, 170);
    await window.heading('受け取りました');
    await window.accessible('received');
    await walk(page, 'received');
    await pressByKey(page, '次のお客さまへ');
    await window.sees('支払いを待っています');
  });

  test('a clerk whose session ended signs in again: ended, a wrong number, fresh digits [ADM-a]', async () => {
    const clerk = await invited(city, it.anna, it.shop);
    await open(clerk, '/shop/');
    await window.sees('支払いを待っています');
    await clerk.do('endSession');
    await arrived(window, 'ended', /サインインが.*終わりました/);
    await pressByKey(page, 'もう一度サインインする');
    await arrived(window, 'sign in', /サインイン/);
    await typeByKey(page, 'サインインの名前', clerk.signInName);
    await typeByKey(page, 'パスワード', password);
    await typeByKey(page, '認証アプリの6けた', '000000');
    await pressByKey(page, 'サインインする');
    await page.getByRole('alert').first().waitFor();
    await window.accessible('sign in, refused');
    await walk(page, 'sign in, refused');
    await typeByKey(page, '認証アプリの6けた', await clerk.authenticator.digits(city.now));
    await pressByKey(page, 'サインインする');
    await window.sees('支払いを待っています');
  });

  test('a counter with several programs: the program comes before the amount', async () => {
    await approve(it.bunta, await propose(it.anna, { ...ordinary, name: '二つめの事業', stamp: '二' }));
    const { number } = await resident.do('createWalletCode');
    await open(it.clerk, '/shop/top-up/number');
    await typeByKey(page, /お客さまの12けたの番号/, number);
    await pressByKey(page, 'この番号で進む');
    await arrived(window, 'top-up, which program', /チャージ/);
    await window.sees('先に事業を選んでください');
    assert.equal(await page.getByText('先に金額を選んでください').count(), 0);
    await tabTo(page, /ふだんのチャージ|二つめの事業/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await window.sees('先に金額を選んでください');
    assert.equal(await page.getByText('先に事業を選んでください').count(), 0);
    await window.accessible('top-up, program chosen');
    await walk(page, 'top-up, program chosen');
  });
});
