// Staff of a place that gives points scan a resident's code or card.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Browser, stateOf } from '../support/browser.mjs';
import { addOrganizer, handedOutCard, held, onCard, openHandout, points as pointsTerms, publish } from '../support/giving.mjs';
import { arrived, judged, pressByKey, typeByKey } from '../support/keyboard.mjs';
import { invited, signUp } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

describe('giving by scan', () => {
  let points, host, resident, handout;
  const it = stage('giving', async ({ city, people }) => {
    points = await publish(people, pointsTerms);
    host = await invited(city, people.anna, await addOrganizer(people, '公園の会', points, 1000));
    resident = await signUp(city);
  });

  test('nothing open yet; then by the digits of a code, and a code that was used says first that nothing was given [PNT-c] [PNT-l]', async () => {
    await it.open(host, '/shop/');
    await it.window.sees('いま開いている配布は');
    await judged(it.window, 'give, nothing open');
    handout = await openHandout(host, { name: '公園の清掃', program: points, ways: ['staff_scan'], amount: 10 });
    await it.go('/shop/give');
    await it.window.sees('1回 10ポイント');
    await judged(it.window, 'give, handouts');
    await it.window.follow(/コードか/);
    await arrived(it.window, 'give, scan', /公園の清掃/);
    await it.window.follow('12けたの番号を入れる');
    await arrived(it.window, 'give, number', /公園の清掃/);
    const { number } = await resident.do('createWalletCode');
    await typeByKey(it.page, 'お客さまの12けたの番号', number);
    await pressByKey(it.page, 'この番号で進む');
    await arrived(it.window, 'give, confirm', /渡す前の確認/);
    await it.window.sees(resident.phone.slice(-2));
    await pressByKey(it.page, '10ポイントを渡す');
    await arrived(it.window, 'give, done', /10ポイントを渡しました/);
    assert.equal(await held(resident, points), 10);
    await it.go(`/shop/give/${handout.id}/number`);
    await typeByKey(it.page, 'お客さまの12けたの番号', '123412341234');
    await pressByKey(it.page, 'この番号で進む');
    await it.window.sees(/渡していません。コードの時間が切れました/);
  });

  test('by a card, scanned by camera; once for each person where the handout says so [PNT-c]', async () => {
    const card = await handedOutCard(it.people.anna);
    const once = await openHandout(host, { name: '健康体操', program: points, ways: ['staff_scan'], amount: 25, person_times: 1, person_period: 'ever' });
    const camera = await Browser.launch({ camera: card.url });
    const window = await camera.open({ size: 'phone', state: stateOf(host) });
    try {
      for (const again of [false, true]) {
        await window.page.goto(`${it.city.url}/shop/give/${once.id}`);
        await window.heading('渡す前の確認');
        await window.press('25ポイントを渡す');
        if (!again) await window.heading('25ポイントを渡しました');
        else await arrived(window, 'give, refused', /渡していません/);
      }
      assert.equal(await onCard(it.people.anna, card, points), 25);
      await window.quiet();
    } finally {
      await camera.close();
    }
  });

  test('an answer that gets lost is asked for, and given once [PAY-h]', async () => {
    const before = await held(resident, points);
    const { number } = await resident.do('createWalletCode');
    await it.open(host, `/shop/give/${handout.id}/number`);
    await typeByKey(it.page, 'お客さまの12けたの番号', number);
    await pressByKey(it.page, 'この番号で進む');
    await it.window.heading('渡す前の確認');
    await it.page.route('**/scan', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
    await it.window.press('10ポイントを渡す');
    await it.window.heading('10ポイントを渡しました');
    assert.equal(await held(resident, points), before + 10);
  });
});
