// The city's own words for kinds of business and areas: added, reworded, chosen for a shop, and read by residents at once.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judged } from '../support/keyboard.mjs';
import { stage } from '../support/stage.mjs';

describe('the city’s lists in the console', () => {
  const it = stage('lists');

  test('a kind and an area are added; the same twice, or none, is told [SHP-c]', async () => {
    await it.open(it.people.anna, '/console/', { size: 'desk' });
    await it.window.follow('業種・地区');
    await it.window.sees('利用者の印');
    await judged(it.window, 'lists, new');
    await it.window.press('業種に加える');
    await it.window.sees('名前を');
    await it.window.fill('業種の新しい名前', '飲食');
    await it.window.press('業種に加える');
    await it.window.sees('2か所');
    await it.window.fill('業種の新しい名前', '飲食');
    await it.window.press('業種に加える');
    await it.window.sees('同じ名前があります');
    await it.window.fill('業種の新しい名前', '書店');
    await it.window.press('業種に加える');
    await it.window.fill('地区の新しい名前', '籠原');
    await it.window.press('地区に加える');
    await it.window.sees('これまでの変更');
    await it.window.readableLarge('lists');
    await judged(it.window, 'lists');
  });

  test('it is reworded, and every place says so [SHP-c]', async () => {
    await it.open(it.people.anna, '/console/lists', { size: 'desk' });
    await it.window.press('飲食の言葉を変える');
    await it.page.getByLabel('新しい名前', { exact: true }).fill('飲食・喫茶');
    await judged(it.window, 'lists, rewording');
    await it.window.press('変える');
    await it.page.getByRole('rowheader', { name: '飲食・喫茶' }).waitFor();
    const types = (await it.people.anna.do('listPlaces')).places.map(({ type }) => type);
    assert.deepEqual(new Set(types), new Set(['飲食・喫茶']));
  });

  test('a shop gets another kind and area, from the lists [SHP-c] [MNU-d]', async () => {
    await it.open(it.people.anna, `/console/places/${it.people.shop.id}`, { size: 'desk' });
    await it.page.getByLabel('業種', { exact: true }).selectOption({ label: '書店' });
    await it.page.getByLabel('地区', { exact: true }).selectOption({ label: '籠原' });
    await judged(it.window, 'place, kind and area');
    await it.window.press('この業種と地区にする');
    await it.window.sees('変えました。');
    const { type, area } = await it.people.anna.do('getPlace', { id: it.people.shop.id });
    assert.deepEqual([type, area], ['書店', '籠原']);
    await it.open(null, `/shops/${it.people.shop.id}`);
    await it.window.sees('書店');
  });
});
