// The resident's pages in every state that has words or buttons of its own: nothing there, not yet known, refused, stopped,
// cancelled, no connection. Each is reached as a person with a keyboard reaches it, and judged by axe and by Tab.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { Browser } from '../support/browser.mjs';
import { arrived, judged, pressByKey, typeByKey } from '../support/keyboard.mjs';
import { addPlace, approve, codeSentTo, freshPhone, ordinary, pay, propose, signUp, topUp } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

const second = { ...ordinary, name: '冬のチャージ', stamp: '冬', expiry: { kind: 'days_after', days: 30 } };

describe('every state of the resident’s pages', () => {
  let resident, shop, charged;
  const it = stage('states-resident', async ({ city, people }) => {
    ({ shop } = people);
    await approve(people.bunta, await propose(people.anna, second));
    resident = await signUp(city);
    charged = await topUp(people.clerk, resident, 20_000, ordinary.name);
    await topUp(people.clerk, resident, 1000, second.name);
  });
  const sees = (words) => it.window.sees(words);
  const press = (name) => pressByKey(it.page, name);
  const type = (label, text, options) => typeByKey(it.page, label, text, options);
  const amount = async (digits) => {
    await it.window.heading('金額を入れる');
    for (const digit of digits) await press(digit);
  };
  const cut = (...paths) => Promise.all(paths.map((path) => it.page.route(`**/api/${path}`, (route) => route.abort('connectionreset'))));
  /** A payment whose answer is lost, and the question for it too. */
  const lost = async (digits, { arrives = false } = {}) => {
    await it.open(resident, shop.code_url);
    await amount(digits);
    await press(/^(次へ|どうするか)/);
    await it.page.locator('.face').waitFor();
    await cut('payments', 'keys/close');
    if (arrives) await it.page.route('**/api/payments', (route) => route.fetch().then(() => route.abort('connectionreset')));
    await press(`${digits}円を払う`);
    await arrived(it.window, 'being checked', /確認中です/);
    await press('ホームへ(確認は続きます)');
    await sees(`${digits}円 確認中`);
  };

  test('signing up: on the way to a shop, a wrong number, wrong codes, none any more [USR-a]', async () => {
    const phone = freshPhone();
    await it.open(null, shop.code_url);
    await arrived(it.window, 'telephone number, on the way to a shop', /携帯電話の番号/);
    await sees('お店のコードを');
    await type('携帯電話の番号', '0485241111');
    await press('確認の番号を送る');
    await sees('携帯電話の番号ではありません');
    await judged(it.window, 'telephone number, refused');
    await type('携帯電話の番号', phone, { anew: true });
    await press('確認の番号を送る');
    await arrived(it.window, 'code', /6けたの番号/);
    const wrong = (await codeSentTo(it.city, phone)) === '000000' ? '111111' : '000000';
    await type('確認の番号', wrong);
    await sees('番号が違います');
    await judged(it.window, 'code, wrong');
    await press('番号が届かないとき');
    await sees('1分ほどお待ちください');
    await judged(it.window, 'code, not arrived');
    for (let n = 1; n < 5; n++) {
      const answered = it.page.waitForResponse('**/api/sign-up/verify');
      await type('確認の番号', wrong);
      await answered;
    }
    await sees('番号を間違えた回数が多いため');
    await judged(it.window, 'code, used up');
  });

  test('signed out from elsewhere: begins anew, and says why', async () => {
    const somebody = await signUp(it.city);
    await it.open(somebody, '/');
    await it.page.locator('.balance-card').waitFor();
    await somebody.do('endSession');
    await arrived(it.window, 'telephone number, ended', /携帯電話の番号/);
    await sees('サインインの期間が');
  });

  test('nothing there yet: home, history, deadlines', async () => {
    await it.open(await signUp(it.city), '/');
    for (const [address, words] of [['/', 'はじめてのチャージ'], ['/history', 'まだ何もありません'], ['/lots', '使えるお金はありません']]) {
      await it.go(address);
      await sees(words);
      await judged(it.window, `${address}, empty`);
    }
  });

  test('several values: deadlines, which are used and which are not, more than there is', async () => {
    await it.open(resident, '/lots');
    await sees('冬のチャージ');
    await judged(it.window, 'two deadlines');
    await it.go(shop.code_url);
    await amount('150');
    await sees(/冬のチャージで払います/);
    await press(/冬のチャージで払います/);
    await arrived(it.window, 'used value', /使うお金/);
    await sees('ほかで足ります');
    await press('金額にもどる');
    await amount('999'); // after the 150 that stand there
    await sees(/円足りません/);
    await press(/円足りません/);
    await arrived(it.window, 'not enough', /支払っていません/);
    await sees(/円払い、残りは現金/);
    await press(/円払い、残りは現金$/);
    await arrived(it.window, 'confirm, two values', /見せてください/);
    await press('向きをそろえる');
    await sees('お店の人に向ける');
    await judged(it.window, 'confirm, side by side');
    await press('金額を直す');
    await arrived(it.window, 'amount again', /金額を入れる/);
  });

  test('the balance, asked for: on the code and on the paid page', async () => {
    await it.open(resident, '/code');
    await press('使えるお金を見る');
    await sees(/^使えるお金 \d/);
    await judged(it.window, 'code, balance');
    await it.go(shop.code_url);
    await amount('120');
    await press(/^(次へ|どうするか)/);
    await press('120円を払う');
    await it.window.heading('支払いました');
    await press('残高を見る');
    await sees(/^残高 \d/);
    await judged(it.window, 'paid, balance');
  });

  test('a payment that is not known yet: home and signing out say so; then it is paid', async () => {
    await lost('160', { arrives: true });
    await judged(it.window, 'home, being checked');
    await it.go('/sign-out');
    await sees('確認中の支払いは');
    await judged(it.window, 'sign out, being checked');
    await it.page.unrouteAll({ behavior: 'ignoreErrors' });
    await it.go('/');
    await sees('160円 支払いました');
    await judged(it.window, 'home, paid meanwhile');
  });

  test('a payment that never arrives: home says so, its page offers it again', async () => {
    await lost('170');
    await it.page.unroute('**/api/keys/close');
    await it.page.getByText('170円は支払っていません').waitFor({ timeout: 30_000 });
    await judged(it.window, 'home, not paid');
    await press('170円は支払っていません');
    await arrived(it.window, 'not paid', /支払っていません/);
    await press('もう一度、払う画面へ');
    await arrived(it.window, 'confirm again', /見せてください/);
  });

  test('a cancelled payment: receipt, the cancel’s receipt, the top-up’s', async () => {
    const { id } = await pay(resident, shop, 180);
    await it.people.cook.do('cancelEntry', { id, body: { key: await it.people.cook.key(), reason: 'goods_returned' } });
    await it.open(resident, `/entries/${id}`);
    await arrived(it.window, 'receipt, cancelled', /支払いの控え/);
    await press('取り消しの控えを見る');
    await arrived(it.window, 'receipt of a cancel', /取り消しの控え/);
    await sees('品物を返したため');
    await press('元の支払いの控えを見る');
    await arrived(it.window, 'receipt, cancelled', /支払いの控え/);
    await it.go(`/entries/${charged.id}`);
    await arrived(it.window, 'receipt of a top-up', /チャージの控え/);
  });

  test('a long history: older entries, and the end', async () => {
    for (let n = 1; n <= 20; n++) await pay(resident, shop, n);
    await it.open(resident, '/history');
    await sees('前のものを見る');
    await judged(it.window, 'history, more');
    await press('前のものを見る');
    await sees('ここまでです');
    await judged(it.window, 'history, all');
  });

  test('a wallet that the city has stopped: home, code, paying', async () => {
    const somebody = await signUp(it.city);
    const { anna, clerk } = it.people;
    await topUp(clerk, somebody, 1000);
    const { id } = await anna.do('findResident', { body: { phone: somebody.phone, reason: '紛失' } });
    await anna.do('setResidentStatus', { id, body: { key: await anna.key(), status: 'blocked', reason: '紛失' } });
    await it.open(somebody, '/');
    await sees('この財布は止められています');
    await judged(it.window, 'home, stopped');
    await it.go('/code');
    await sees('いまはコードを出せません');
    await judged(it.window, 'code, stopped');
    await it.go(shop.code_url);
    await amount('100');
    await sees('この財布は止められています');
    await judged(it.window, 'amount, stopped');
    await press(/^(次へ|どうするか)/);
    await arrived(it.window, 'paying, stopped', /支払っていません/);
    await sees('熊谷市役所に電話する');
  });

  test('a shop that the city has stopped, and a number of no shop', async () => {
    const { anna } = it.people;
    const stopped = await addPlace(anna, 'そば 花', ['takes_money']);
    await anna.do('setPlaceStatus', { id: stopped.id, body: { key: await anna.key(), status: 'closed' } });
    await it.open(resident, stopped.code_url);
    await arrived(it.window, 'a stopped shop', /支払っていません/);
    await sees('いま「めぐり」を使えません');
    await it.go('/scan/number');
    await type('コードの下の番号', '999999999999');
    await press('店を確かめる');
    await sees('この番号の店は見つかりません');
    await judged(it.window, 'number, unknown');
  });

  let seeing;
  after(() => seeing?.close());
  test('the camera: a code of somebody else, a photo without any', async () => {
    seeing = await Browser.launch({ camera: 'https://example.com/menu' });
    await it.open(resident, '/scan', { browser: seeing });
    await sees('これは「めぐり」のコードではありません');
    await judged(it.window, 'scan, not ours');
    await it.open(resident, '/scan');
    await sees('カメラが使えません');
    await it.page.locator('input[type=file]').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: await it.page.screenshot() });
    await sees('コードが読めませんでした');
    await judged(it.window, 'scan, nothing in the photo');
  });

  test('no connection: home keeps its figures, nothing can be paid', async () => {
    await it.open(resident, '/');
    await it.page.locator('.balance-card').getByText(/\d/).first().waitFor();
    await it.window.context.setOffline(true);
    await sees('電波がありません。');
    await judged(it.window, 'home, no connection');
    await it.window.context.setOffline(false);
    await it.go(shop.code_url);
    await amount('100');
    await it.window.context.setOffline(true);
    await sees('いまは払えません。');
    await judged(it.window, 'amount, no connection');
    await it.window.context.setOffline(false);
    await it.page.getByText('いまは払えません。').waitFor({ state: 'detached' }); // the page has noticed
    await press(/^(次へ|どうするか)/);
    await it.page.locator('.face').waitFor();
    await it.window.context.setOffline(true);
    await sees('いまは払えません。');
    await judged(it.window, 'confirm, no connection');
    assert.equal(await it.page.getByRole('button', { name: '100円を払う' }).getAttribute('aria-disabled'), 'true');
  });

  test('a server that does not answer: at the start, and on one page', async () => {
    await it.open(resident, '/');
    await cut('wallet/history*');
    await it.go('/history');
    await sees('いま混み合っています');
    await judged(it.window, 'history, trouble');
    await it.open(null, '/');
    await it.window.heading(/携帯電話の番号/);
    await cut('session');
    await it.page.evaluate(() => localStorage.clear()); // as on a device that was never here
    await it.go('/');
    await arrived(it.window, 'trouble', /ご案内/);
    await sees('いま混み合っています');
    await it.page.unrouteAll({ behavior: 'ignoreErrors' });
    await press('もう一度試す');
    await arrived(it.window, 'telephone number', /携帯電話の番号/);
  });
});
