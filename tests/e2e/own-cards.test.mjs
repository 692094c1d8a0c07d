// A resident's own cards on the phone: read by the camera, seen, moved into the app also with nothing on them, stopped at
// once when lost; an answer that is lost on the way is asked for again and nothing is done twice.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Browser } from '../support/browser.mjs';
import { judged, pressByKey } from '../support/keyboard.mjs';
import { signUp } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

describe('a resident’s own cards', () => {
  let resident, full, empty, lost;
  const it = stage('own-cards', async ({ city, people }) => {
    resident = await signUp(city);
    const { anna, clerk } = people;
    [full, empty, lost] = (await anna.do('createCardBatch', { body: { key: await anna.key(), kind: 'rechargeable', count: 3 } })).cards;
    for (const card of [full, empty, lost]) await clerk.do('activateCard', { body: { key: await clerk.key(), code: card.url } });
    await clerk.do('topUpCard', { body: { key: await clerk.key(), code: full.url, program: people.program, amount: 5000 } });
  });
  const grouped = (card) => card.id.replace(/(\d{4})(?=\d)/g, '$1 ');
  const read = async (card) => {
    const camera = await Browser.launch({ camera: card.url });
    await it.open(resident, '/cards', { browser: camera });
    await pressByKey(it.page, 'カードを読む');
    await it.window.heading(grouped(card));
    return camera;
  };
  const balance = async () => (await resident.do('getWallet')).balance;

  test('none yet: says what it is good for, and reads one', async () => {
    await it.open(resident, '/cards');
    await it.window.sees('カードはまだありません');
    await judged(it.window, 'cards, none');
    await it.window.readableLarge('cards, none');
  });

  test('what is on a card moves into the app with its last days, once, also when the answer is lost [CHG-g] [GEN-a]', async () => {
    const camera = await read(full);
    try {
      await it.window.sees('5,000円');
      await judged(it.window, 'card');
      await it.window.readableLarge('card');
      await pressByKey(it.page, 'アプリに移す');
      await it.window.heading('カードのお金を、アプリに移しますか');
      await judged(it.window, 'card, move');
      let lost_answers = 0;
      await it.page.route('**/api/wallet/cards/move', async (route) => {
        if (lost_answers++ > 0) return route.continue();
        await route.fetch(); // it arrives, its answer does not
        await route.abort('connectionreset');
      });
      await pressByKey(it.page, '移す');
      await it.window.sees('結果がまだ');
      await judged(it.window, 'card, move unknown');
      assert.equal(await balance(), 5000);
      await pressByKey(it.page, '結果を確かめる');
      await it.page.waitForURL('**/entries/*');
      await it.window.sees('5,000');
      assert.equal(await balance(), 5000);
      await it.go('/cards');
      await it.window.sees('アプリに移しました');
    } finally {
      await it.window.quiet();
      await it.window.close();
      it.window = undefined;
      await camera.close();
    }
  });

  test('a card with nothing left on it moves too [CHG-g]', async () => {
    const camera = await read(empty);
    try {
      await it.window.sees('残っているものは');
      await pressByKey(it.page, 'アプリに移す');
      await it.window.sees('何も残っていない');
      await pressByKey(it.page, '移す');
      await it.page.waitForURL('**/entries/*');
    } finally {
      await it.window.quiet();
      await it.window.close();
      it.window = undefined;
      await camera.close();
    }
  });

  test('a card is taken out of the app and read again; it works all the while [GEN-b]', async () => {
    await resident.do('linkCard', { body: { code: lost.url } });
    await it.open(resident, `/cards/${lost.id}`);
    await it.window.follow('アプリからはずす');
    await it.window.heading('このカードを');
    await judged(it.window, 'card, unlink');
    await it.window.readableLarge('card, unlink');
    await pressByKey(it.page, 'はずす');
    await it.page.waitForURL('**/cards');
    await it.page.getByText(grouped(lost)).waitFor({ state: 'detached' });
    assert.equal((await resident.do('linkCard', { body: { code: lost.url } })).status, 'active');
  });

  test('a lost card is stopped at once, and no shop takes it any more [GEN-b]', async () => {
    await resident.do('linkCard', { body: { code: lost.url } });
    await it.open(resident, `/cards/${lost.id}`);
    await pressByKey(it.page, 'このカードを止める');
    await it.window.heading('このカードを止めますか');
    await judged(it.window, 'card, block');
    await it.window.readableLarge('card, block');
    await it.window.follow('やめる');
    await it.window.sees('使えます');
    await pressByKey(it.page, 'このカードを止める');
    await pressByKey(it.page, '止める');
    await it.window.sees('止めてあります');
    await judged(it.window, 'card, blocked');
    await it.people.cook.refused('card_blocked', 'payByCard', { body: { key: await it.people.cook.key(), code: lost.url, amount: 100 } });
  });
});
