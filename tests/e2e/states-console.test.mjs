// The console's pages in every state that has words or buttons of its own, each reached as somebody with a keyboard reaches
// it, and judged by axe and by Tab. Proposals: proposal.test.mjs; operators: operators.test.mjs.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import { arrived, judged, pressByKey, tabTo, typeByKey } from '../support/keyboard.mjs';
import { accept, addPlace, approve, freshPhone, invited, ordinary, pay, propose, signUp, topUp } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

const desk = { size: 'desk' };

describe('every state of the console’s pages', () => {
  let anna, bunta, resident;
  const it = stage('states-console', async ({ city, people }) => {
    ({ anna, bunta } = people);
    resident = await signUp(city);
    await topUp(people.clerk, resident, 20_000);
    await pay(resident, people.shop, 1234);
  });
  const sees = (words) => it.window.sees(words);
  const press = (name) => pressByKey(it.page, name);
  const type = (label, text) => typeByKey(it.page, label, text, { anew: true });
  const cut = (path) => it.page.route(`**/api/${path}`, (route) => route.abort('connectionreset'));
  /** Asks, is asked, leaves by Escape, and does it after all; `between` before the last press. */
  const surely = async (open, question, go, between = async () => undefined) => {
    await press(open);
    await sees(question);
    await it.page.locator('.sure:focus').waitFor(); // the question has the focus before a key is meant for it
    await it.page.keyboard.press('Escape');
    await it.page.getByText(question).waitFor({ state: 'detached' });
    await press(open);
    await sees(question);
    await judged(it.window, `${question}, sure`);
    await between();
    await press(go);
  };

  test('a city in which nothing has begun: no programs, no places; then one proposal', async () => {
    const young = await City.create();
    try {
      const [first, second] = [await accept(young, young.invitations[0]), await accept(young, young.invitations[1])];
      const look = async (who, pages) => {
        await it.open(who, `${young.url}/console/`, desk);
        for (const [address, words] of pages) {
          await it.go(`${young.url}/console${address}`);
          await sees(words);
          await judged(it.window, `console${address}, ${words}`);
        }
      };
      await look(first, [['/', 'まだ事業がありません'], ['/programs', '提案はありません'], ['/places', 'まだ店がありません']]);
      await propose(first);
      await look(second, [['/', '承認を待つ提案が'], ['/programs', '承認待ち']]);
      await it.window.close();
      it.window = undefined;
    } finally {
      await young.remove();
    }
  });

  test('the first page: something to approve, old figures, no answer at all', async () => {
    await propose(anna, { ...ordinary, name: '春のチャージ', stamp: '春' });
    await it.open(bunta, '/console/', desk);
    await sees('あなたの承認を待つもの');
    await judged(it.window, 'dashboard, to approve');
    await cut('dashboard');
    await press('新しくする');
    await sees('新しい数字が取れませんでした。');
    await judged(it.window, 'dashboard, old figures');
    await it.page.reload();
    await sees('いま混み合っています');
    await judged(it.window, 'dashboard, trouble');
  });

  test('a program is stopped: asked, its name typed wrongly, stopped', async () => {
    const { program } = await approve(bunta, await propose(anna, { ...ordinary, name: 'とまる事業', stamp: 'と' }));
    await it.open(anna, `/console/programs/${program}`, desk);
    await arrived(it.window, 'program', /とまる事業/);
    await surely('この事業を止める', '止めますか', 'この事業を止める');
    await sees('同じに打ってください');
    await judged(it.window, 'program, name to type');
    await type('事業の名前を打ち直す', 'とまる事業');
    await press('この事業を止める');
    await sees('この事業は止まっています。');
    await judged(it.window, 'program, stopped');
    await it.go('/console/programs');
    await sees('とまる事業');
    await judged(it.window, 'programs, one stopped');
  });

  test('places: none found; a new one with things to correct', async () => {
    await it.open(anna, '/console/places', desk);
    await type('名前・よみ・地区で探す', 'ありえない名前');
    await sees('見つかりません');
    await judged(it.window, 'places, none found');
    await it.go('/console/places/new');
    await tabTo(it.page, '支払いを受ける');
    await it.page.keyboard.press('Space');
    await press('加える');
    await sees('1つ以上選んでください');
    await judged(it.window, 'new place, to correct');
  });

  test('a place: without staff, invited, staff removed, its code anew, stopped and open again', async () => {
    const place = await addPlace(anna, '青果 緑', ['takes_money', 'tops_up']);
    await it.open(anna, `/console/places/${place.id}`, desk);
    await arrived(it.window, 'place', /青果 緑/);
    await sees('まだ担当の人がいません。');
    await press('招待を出す');
    await sees('このリンクは、いまだけ見られます。');
    await judged(it.window, 'place, invitation');
    await press('閉じる');
    await invited(it.city, anna, place, { displayName: '緑 一郎' });
    await it.page.reload();
    await sees('緑 一郎');
    await surely('緑 一郎さんを外す', 'すぐにどの端末からも', '緑 一郎さんを外す');
    await sees('まだ担当の人がいません。');
    await surely('コードを作り直す', 'すぐ使えなくなります', '新しいコードにする');
    await sees('新しいコードになりました');
    await surely('この場所の利用を止める', '売上はそのままです。', '利用を止める');
    await sees('もう一度使えるようにする');
    await judged(it.window, 'place, stopped');
    await press('もう一度使えるようにする');
    await sees('この場所の利用を止める');
  });

  test('a resident: things to correct, no such number, opened with a reason, stopped and active again', async () => {
    await it.open(anna, '/console/residents', desk);
    await press('探す');
    await sees('11けたの番号を入れてください');
    await judged(it.window, 'residents, to correct');
    await type('電話番号', freshPhone());
    await tabTo(it.page, '見る理由');
    await it.page.keyboard.press('ArrowDown');
    await press('探す');
    await sees('この番号で登録した人はいません。');
    await judged(it.window, 'residents, not found');
    await type('電話番号', resident.phone);
    await press('探す');
    await sees('見る理由: 電話での問い合わせ');
    await judged(it.window, 'resident, opened');
    await surely('利用を止める', 'すぐ断ります。', '利用を止める');
    await sees('理由を書いてください');
    await judged(it.window, 'resident, reason missing');
    await type('理由(記録に残ります)', '紛失の届け');
    await press('利用を止める');
    await sees('もう一度使えるようにする');
    await judged(it.window, 'resident, stopped');
    await surely('もう一度使えるようにする', '支払いができるようになります。', 'もう一度使えるようにする', () => type('理由(記録に残ります)', '見つかった'));
    await sees('利用を止める');
    await press('見るのを終える');
    await sees('利用者を探す');
  });

  test('nobody touches it: warned, and after a while signed out with a word why [ADM-a]', async () => {
    await it.open(bunta, '/console/', desk);
    await it.page.clock.install();
    await it.page.reload();
    await sees('きょうの様子');
    await it.page.clock.fastForward('12:30');
    await sees(/操作がないため、/);
    await judged(it.window, 'dashboard, nobody there');
    await press('続ける');
    await it.page.getByText(/操作がないため、/).waitFor({ state: 'detached' });
    await it.page.clock.fastForward('15:00');
    await sees('しばらく操作がなかったため、');
    await judged(it.window, 'sign in, after nobody was there');
  });

  test('ended from elsewhere: the sign-in page says so [ADM-a]', async () => {
    await it.open(anna, '/console/', desk);
    await sees('きょうの様子');
    await anna.do('endSession');
    await sees('サインインが終わりました。');
    await judged(it.window, 'sign in, ended');
    assert.equal(await it.page.getByText('きょうの様子').count(), 0);
  });
});
