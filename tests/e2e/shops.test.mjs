// Residents look for a place: list, search as one types, filters, one place, map, no network.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, afterEach, before, describe, test } from 'node:test';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { walk } from '../support/keyboard.mjs';
import { addPlace, furnish, signUp } from '../support/people.mjs';
import { png } from '../support/png.mjs';
import { until } from '../support/program.mjs';

let city, it, resident, bakery, tiles, served, browser, window;
const daily = (from, to) => ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((weekday) => ({ weekday, from, to }));

before(async () => {
  served = 0;
  const tile = png(64, [220, 230, 220]);
  tiles = createServer((_, answer) => {
    served++;
    answer.writeHead(200, { 'content-type': 'image/png' });
    answer.end(tile);
  });
  await new Promise((resolve) => tiles.listen(0, '127.0.0.1', resolve));
  city = await City.create({ sms: `[map]\ntiles = "http://127.0.0.1:${tiles.address().port}/{z}/{x}/{y}.png"\nattribution = "試しの地図"\n` });
  it = await furnish(city);
  const points = await giving.publish(it, giving.points);
  bakery = await addPlace(it.anna, 'ベーカリーむぎの輪', ['takes_money', 'takes_points'], { reading: 'べーかりーむぎのわ', type: 'パン', area: '筑波' });
  const bar = await addPlace(it.anna, '居酒屋ぎんなん', ['takes_money'], { reading: 'いざかやぎんなん', type: '居酒屋', area: '星川' });
  await giving.addOrganizer(it, '公園の会', points, 100);
  const write = (place, body) => it.anna.do('setPlaceDirectory', { id: place.id, body });
  await write(bakery, {
    address: '筑波1丁目2番3号', telephone: '048-999-1234', keywords: 'メロンパン', text: '毎朝焼いています', url: 'https://mugi.example/',
    hours: daily(540, 1110), closed_weeks: [{ nth: 2, weekday: 'tuesday' }], latitude_e6: 36_139_600, longitude_e6: 139_388_800,
  });
  await write(bar, { hours: daily(1020, 1500), latitude_e6: 36_144_700, longitude_e6: 139_390_500 });
  await it.anna.do('addPlacePhoto', { id: bakery.id, body: { photo: png(300, [200, 120, 30]).toString('base64url') } });
  resident = await signUp(city);
  browser = await Browser.launch();
});
after(async () => {
  await browser?.close();
  await city?.remove();
  tiles?.closeAllConnections();
  tiles?.close();
});
afterEach(async () => {
  await pictures({ shops: window });
  await window?.quiet();
  await window?.close();
  window = undefined;
});

const open = async (path, options = {}) => {
  window = await browser.open({ size: 'phone', state: stateOf(resident), ...options });
  await window.page.goto(`${city.url}${path}`);
  return window.page;
};
const names = (page) => page.locator('.shop-line-name').allTextContents();
const shows = (page, wanted, what) => until(what, async () => JSON.stringify(await names(page)) === JSON.stringify(wanted));
const judged = async (name) => {
  await window.accessible(name);
  await window.readableLarge(name);
  await walk(window.page, name);
};

describe('the list of places', () => {
  test('is found by kana as one types, narrowed by chips, and empty with a way out [MNU-c] [MNU-d]', async () => {
    const page = await open('/shops');
    await shows(page, ['居酒屋ぎんなん', 'ベーカリーむぎの輪', 'うどん 麦', '市役所の窓口', '公園の会'], 'all places by reading');
    await window.sees('開いています');
    await judged('shops');
    const search = page.getByRole('searchbox');
    await search.pressSequentially('べーかりー', { delay: 20 });
    await shows(page, ['ベーカリーむぎの輪'], 'the one that was typed');
    await search.fill('めろん');
    await shows(page, ['ベーカリーむぎの輪'], 'the one with such goods');
    await search.fill('');
    await page.getByRole('button', { name: 'いま開いている' }).click();
    await shows(page, ['ベーカリーむぎの輪'], 'those that are open');
    assert.equal(await page.getByRole('button', { name: 'いま開いている' }).getAttribute('aria-pressed'), 'true');
    await search.fill('すし');
    await window.sees(/合うお店/);
    await judged('shops, none fits');
    await page.getByRole('button', { name: 'しぼりこみをやめる' }).click();
    await page.getByRole('button', { name: /ふだんのチャージ.*使える/ }).click();
    await shows(page, ['居酒屋ぎんなん', 'ベーカリーむぎの輪', 'うどん 麦'], 'those where the program is usable');
    await page.getByRole('button', { name: '業種' }).click();
    await page.getByLabel('並べかた').selectOption({ label: '星川から近い順' });
    await shows(page, ['居酒屋ぎんなん', 'ベーカリーむぎの輪', 'うどん 麦'], 'the nearest first');
    await window.sees(/星川から590m/);
    await judged('shops, filters open');
  });

  test('leads to a place: what is usable, hours, telephone, and back to the list as it was [MNU-c]', async () => {
    const page = await open('/shops');
    await page.getByRole('searchbox').fill('むぎ');
    await shows(page, ['ベーカリーむぎの輪'], 'one place');
    await page.getByRole('link', { name: /むぎの輪/ }).click();
    await window.heading('ベーカリーむぎの輪');
    await window.sees('ポイントが使えます');
    await window.sees('第2火曜は休み');
    assert.equal(await page.getByRole('link', { name: /048-999-1234/ }).getAttribute('href'), 'tel:0489991234');
    await until('the photo', () => page.locator('.shop-photos img').evaluate((image) => image.naturalWidth > 0));
    await judged('one shop');
    await page.goBack();
    await shows(page, ['ベーカリーむぎの輪'], 'the list as it was left');
  });

  test('tells where points are given and taken [PNT-j]', async () => {
    const page = await open('/points-places');
    await shows(page, ['ベーカリーむぎの輪', '公園の会'], 'places for points');
    await window.sees('ポイントがもらえます');
    await window.sees('ポイントも');
  });

  test('stays with its time when the network goes [MNU-c]', async () => {
    const page = await open('/shops');
    await shows(page, ['居酒屋ぎんなん', 'ベーカリーむぎの輪', 'うどん 麦', '市役所の窓口', '公園の会'], 'all places');
    await page.context().setOffline(true);
    await page.getByRole('searchbox').fill('すし');
    await window.sees(/に見た一覧です/);
    assert.equal((await names(page)).length, 5);
    await page.getByRole('button', { name: '地図' }).click();
    await window.sees(/地図は/);
    assert.equal(await page.locator('.shop-map').count(), 0, 'no blank map');
    await page.context().setOffline(false);
  });
});

describe('the map', () => {
  test('shows the city’s pictures, its credit and the places, by keyboard too [MNU-c] [PNT-j]', async () => {
    const page = await open('/shops');
    await page.getByRole('button', { name: '地図' }).click();
    await page.locator('.map-spot').first().waitFor();
    assert.equal(await page.locator('.map-spot').count(), 2);
    await until('pictures of the map', () => served > 0);
    await window.sees('試しの地図');
    await window.sees(/場所が書かれていない店が3店/);
    await window.accessible('shops, map');
    await page.locator('.map-spot').first().press('Enter');
    await page.locator('.leaflet-popup-content a').click();
    await page.locator('h1').filter({ hasText: /ぎんなん|むぎの輪/ }).waitFor();
  });
});
