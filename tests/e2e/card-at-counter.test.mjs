// Nobody's phone: a card is handed out over a shop's counter, gets its PIN and its money there, and pays.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Browser } from '../support/browser.mjs';
import { arrived, judged, pressByKey, typeByKey } from '../support/keyboard.mjs';
import { signUp } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

describe('a card over the counter', () => {
  let cards, single, own;
  const it = stage('card-at-counter', async ({ people: { anna } }) => {
    const make = async (kind, count) => (await anna.do('createCardBatch', { body: { key: await anna.key(), kind, count } })).cards;
    [cards, [single]] = [await make('rechargeable', 4), await make('single_use', 1)];
  });
  const clerk = () => it.people.clerk;
  const seen = async (card) => clerk().do('openCardCode', { body: { code: card.url } });
  const pay = async (card, amount, pin) => ({ key: await it.people.cook.key(), code: card.url, amount, ...(pin && { pin }) });

  /** The card held before the camera of a top-up place. */
  const held = async (card, act) => {
    const camera = await Browser.launch({ camera: card.url });
    try {
      await it.open(clerk(), '/shop/top-up', { browser: camera });
      await it.window.follow(/コードやカードを/);
      await act();
    } finally {
      await it.window.quiet();
      await it.window.close();
      it.window = undefined;
      await camera.close();
    }
  };
  const press = async (digits) => {
    for (const digit of digits) await it.page.keyboard.press(digit);
  };
  const takeCash = async () => {
    await arrived(it.window, 'card, amount', /チャージ/);
    await it.window.sees(/カード \d{4} \d{4}/);
    await judged(it.window, 'card, amount');
    await it.page.getByLabel(/3,000/).check({ force: true });
    await pressByKey(it.page, '3,000円で進む');
    await it.window.sees(/現金 3,000円を/);
    await judged(it.window, 'card, cash');
    await pressByKey(it.page, /3,000円をチャージする/);
    await it.window.heading('チャージしました');
    await judged(it.window, 'card, topped up');
  };

  test('a new card is handed out and topped up with cash in one go [CHG-f] [GEN-b]', async () => {
    const [card] = cards;
    await held(card, async () => {
      await arrived(it.window, 'card, hand out', /カードを渡す/);
      await judged(it.window, 'card, hand out');
      await it.window.readableLarge('card, hand out');
      await pressByKey(it.page, 'このカードを渡す');
      await takeCash();
    });
    assert.equal((await seen(card)).card.balance, 3000);
    await held(card, takeCash);
    assert.equal((await seen(card)).card.balance, 6000);
  });

  test('one that is used up once takes no cash, and says so before it is counted [GEN-b]', async () => {
    await held(single, async () => {
      await it.window.press('このカードを渡す');
      await it.window.sees('使いきりのカードには');
      await judged(it.window, 'card, single use');
    });
  });

  test('the answer to the handing out gets lost: pressed again, it is handed out once [PAY-h]', async () => {
    const card = cards[3];
    await held(card, async () => {
      let lost = 0;
      await it.page.route('**/api/cards/activate', async (route) => {
        await route.fetch();
        if (lost++ > 3) return route.continue();
        await route.abort('connectionreset');
      });
      await it.window.press('このカードを渡す');
      await it.page.getByRole('alert').waitFor();
      lost = 9;
      await it.window.press('このカードを渡す');
      await it.window.sees('いまの残高 0円');
    });
  });

  test('the city decides when the PIN is asked for [GEN-b]', async () => {
    await it.open(it.people.anna, '/console/cards', { size: 'desk' });
    await it.window.sees('カードの暗証番号');
    await it.page.getByLabel('決めた金額より多いとき').check({ force: true });
    await it.window.press('この決まりにする');
    await it.window.sees(/1から9,999,999までの/);
    await typeByKey(it.page, 'この金額より多いときに聞く(円)', '1000');
    await judged(it.window, 'cards, policy');
    await it.window.press('この決まりにする');
    await it.window.sees('暗証番号の決まりを変えました');
    assert.deepEqual(await it.people.bunta.do('getCardPolicy'), { pin: 'above', above: 1000 });
  });

  test('the holder chooses it at the counter, with what is under the film, and it counts from then on [GEN-b] [PAY-e]', async () => {
    const card = cards[1];
    await held(card, async () => {
      await it.window.press('このカードを渡す');
      await arrived(it.window, 'card, film', /暗証番号を決める/);
      await judged(it.window, 'card, film');
      await typeByKey(it.page, '使いはじめの番号(8けた)', card.activation);
      await pressByKey(it.page, '進む');
      await it.window.sees('好きな4けたを');
      await judged(it.window, 'card, new pin');
      await press('4826');
      await it.window.press('進む');
      await it.window.sees('同じ4けたを');
      await press('4827');
      await it.window.press('この番号に決める');
      await it.window.sees('2回の番号が');
      await judged(it.window, 'card, pins differ');
      await press('4826');
      await it.window.press('進む');
      await it.window.sees('同じ4けたを');
      await press('4826');
      await it.window.press('この番号に決める');
      await takeCash();
    });
    const { cook } = it.people;
    await cook.refused('pin_needed', 'payByCard', { body: await pay(card, 1200) });
    await cook.refused('pin_wrong', 'payByCard', { body: await pay(card, 1200, '4827') });
    await cook.do('payByCard', { body: await pay(card, 1200, '4826') });
  });

  test('a wrong film number is refused, and the holder may choose later [GEN-b]', async () => {
    const card = cards[2];
    await held(card, async () => {
      await it.window.press('このカードを渡す');
      await typeByKey(it.page, '使いはじめの番号(8けた)', cards[1].activation);
      await pressByKey(it.page, '進む');
      for (const go of ['進む', 'この番号に決める']) {
        await press('1357');
        await it.window.press(go);
      }
      await it.page.getByRole('alert').waitFor();
      await judged(it.window, 'card, film refused');
      await it.window.press('はじめから');
      await it.window.sees('使いはじめの番号(8けた)');
      await it.window.press('あとで決める');
      await it.window.sees('暗証番号を決める');
      await takeCash();
    });
    assert.equal((await seen(card)).pin.chosen, false);
  });

  test('the holder chooses it on the own phone, and changes it only with the card read [GEN-b]', async () => {
    const card = cards[2];
    own = await signUp(it.city);
    await own.do('linkCard', { body: { code: card.url } });
    await it.open(own, `/cards/${card.id}`);
    await pressByKey(it.page, '暗証番号を決める');
    await arrived(it.window, 'own card, pin', /暗証番号を決める/);
    await judged(it.window, 'own card, pin');
    await it.window.readableLarge('own card, pin');
    await pressByKey(it.page, 'この番号に決める');
    await it.window.sees('8けたの数字を');
    await typeByKey(it.page, '使いはじめの番号(8けた)', card.activation);
    await typeByKey(it.page, '新しい暗証番号(4けた)', '1133');
    await typeByKey(it.page, '同じ番号をもう一度', '1134');
    await pressByKey(it.page, 'この番号に決める');
    await it.window.sees('2回の番号が');
    await typeByKey(it.page, '同じ番号をもう一度', '1133', { anew: true });
    await pressByKey(it.page, 'この番号に決める');
    await it.page.waitForURL(`**/cards/${card.id}`);
    assert.equal((await seen(card)).pin.chosen, true);
    await it.go(`/cards/${card.id}/pin`);
    await it.page.getByLabel('いまの番号を変える').check({ force: true });
    await it.window.sees('先にカードのうらの');
    await judged(it.window, 'own card, pin, to be read');
  });

  test('forgotten, it is set anew at city hall [GEN-b]', async () => {
    const card = cards[2];
    await it.open(it.people.anna, '/console/card-counter', { size: 'desk' });
    await typeByKey(it.page, 'カードの番号(16けた)かコード', card.id);
    await pressByKey(it.page, 'カードを見る');
    await it.window.sees('暗証番号を新しくする');
    await it.window.press('この番号にする');
    await it.window.sees('4けたの数字を');
    await typeByKey(it.page, '新しい暗証番号(4けた)', '9876');
    await typeByKey(it.page, '同じ番号をもう一度', '9876');
    await judged(it.window, 'counter, pin');
    await it.window.press('この番号にする');
    await it.window.sees('暗証番号を新しくしました');
    await it.people.cook.do('payByCard', { body: await pay(card, 1200, '9876') });
  });
});
