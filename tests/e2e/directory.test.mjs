// City hall writes what residents read of a shop: told at the field what is wrong, seen at once in the app, with a photo.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judged, pressByKey } from '../support/keyboard.mjs';
import { addPlace, signUp } from '../support/people.mjs';
import { png } from '../support/png.mjs';
import { stage } from '../support/stage.mjs';

describe('what residents read of a shop', () => {
  let bakery, resident;
  const it = stage('directory', async ({ people }) => {
    await people.anna.do('addCityListItem', { body: { list: 'place_types', name: '手みやげ' } });
    bakery = await addPlace(people.anna, 'ベーカリーむぎの輪', ['takes_money'], { type: 'パン', area: '筑波' });
    resident = await signUp(it.city);
  });
  const open = () => it.open(it.people.anna, `/console/places/${bakery.id}`, { size: 'desk' });

  test('nothing yet; what is wrong is told at its field, and nothing is written [SHP-a]', async () => {
    await open();
    await it.window.follow('利用者への案内を書く');
    await it.window.heading('ベーカリーむぎの輪の案内');
    await it.window.sees('まだ何も');
    await it.window.sees('まだありません。');
    await judged(it.window, 'directory, nothing yet');
    await it.window.fill('電話', '電話番号');
    await it.window.fill('ホームページ', 'mugi.example');
    await it.window.fill('地図の場所(緯度、経度)', '筑波1丁目');
    await it.window.fill('水曜', '10時から');
    await it.window.press('この案内にする');
    for (const words of ['数字と - で', 'https:// から', '「9:00-18:30」の']) await it.window.sees(words);
    await judged(it.window, 'directory, wrong');
    assert.equal((await it.people.anna.do('getPlaceDirectory', { id: bakery.id })).version, 0);
  });

  test('is written by a clerk and read in the app at once: kinds, words to search by, hours, closed days [SHP-a] [SHP-c] [SHP-d] [MNU-d]', async () => {
    await open();
    await it.window.follow('利用者への案内を書く');
    await it.page.getByLabel('手みやげ').check();
    const typed = { '住所': '筑波1丁目2番3号', '電話': '048-999-1234', 'ホームページ': 'https://mugi.example/', 'さがす言葉': '食パン メロンパン', '紹介(400字まで)': '毎朝焼いています', '地図の場所(緯度、経度)': '36.1396, 139.3888' };
    for (const [label, text] of Object.entries(typed)) await it.window.fill(label, text);
    await it.window.fill('月曜', '9:00〜12:00、13:00〜18:30');
    for (const day of ['火曜', '水曜', '木曜', '金曜']) await it.window.press(`${day}を上と同じにする`);
    await it.window.fill('土曜', '17:00-25:00');
    await it.page.getByLabel('毎月の休み').selectOption('3');
    await it.page.getByLabel('曜日', { exact: true }).selectOption('tuesday');
    await it.window.press('毎月の休みを加える');
    await it.window.fill('休む日', '2026-12-31');
    await it.window.press('休む日を加える');
    await it.window.sees('第3火曜');
    await pressByKey(it.page, 'この案内にする');
    await it.window.sees('案内を書きました');
    await judged(it.window, 'directory, written');
    await it.window.readableLarge('directory, written');
    const { directory, version } = await it.people.anna.do('getPlaceDirectory', { id: bakery.id });
    assert.deepEqual([version, directory.hours.length, directory.closed_weeks, directory.closed_dates], [1, 11, [{ nth: 3, weekday: 'tuesday' }], [{ date: '2026-12-31' }]]);
    assert.deepEqual(directory.hours.at(-1), { weekday: 'saturday', from: 1020, to: 1500 });
    await it.page.reload();
    assert.equal(await it.page.getByLabel('金曜', { exact: true }).inputValue(), '9:00-12:00 13:00-18:30');

    await it.open(resident, '/shops');
    await it.page.getByRole('searchbox').fill('めろんぱん');
    await it.window.sees('ベーカリーむぎの輪');
    await it.go(`/shops/${bakery.id}`);
    for (const words of ['筑波1丁目2番3号', '毎朝焼いています', '手みやげ']) await it.window.sees(words);
  });

  test('a photo is chosen, seen by residents, and taken out again; what is no photo is told [SHP-a]', async () => {
    await open();
    await it.window.follow('利用者への案内を書く');
    const file = (name, buffer) => it.page.getByLabel('写真を選ぶ').setInputFiles({ name, mimeType: 'image/png', buffer });
    await file('letter.png', Buffer.from('a letter'));
    await it.window.sees(/この写真は/);
    await file('shop.png', png([640, 480], [200, 120, 30]));
    await it.window.sees('写真を載せました');
    const photo = it.page.getByRole('img', { name: '1枚目の写真' });
    await photo.waitFor();
    assert.ok(await photo.evaluate((img) => img.decode().then(() => img.naturalWidth > 0)), 'it is seen');
    await judged(it.window, 'directory, photo');
    assert.equal((await it.people.anna.do('getGuidePlace', { id: bakery.id })).photos.length, 1);
    await it.window.press('1枚目の写真を外す');
    await it.window.sees('すぐに消えます');
    await it.page.getByRole('button', { name: '外す', exact: true }).click();
    await it.window.sees('写真はまだありません。');
    assert.equal((await it.people.anna.do('getGuidePlace', { id: bakery.id })).photos.length, 0);
  });
});
