// The directory of places: what the city writes about each, and how residents find one.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client, send } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';
import { png } from '../support/png.mjs';

let city, it, anybody, bakery, bar, park, points;
let today;
const every = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** The third Monday, say: which of its month a day is. */
const weekOf = (day) => ({ nth: Math.ceil(Number(day.slice(8)) / 7), weekday: every[(new Date(day).getUTCDay() + 6) % 7] });
const daily = (from, to) => every.map((weekday) => ({ weekday, from, to }));
const write = (place, body) => it.anna.do('setPlaceDirectory', { id: place.id, body });
const list = (query) => anybody.do('listGuide', { query });
const names = async (query) => (await list(query)).places.map((each) => each.name);

before(async () => {
  city = await City.create();
  it = await people.furnish(city);
  anybody = new Client(city);
  today = city.day();
  await it.anna.do('addCityListItem', { body: { list: 'place_types', name: '手みやげ' } });
  points = await giving.publish(it, giving.points);
  bakery = await people.addPlace(it.anna, 'ベーカリーむぎの輪', ['takes_money', 'takes_points'], { reading: 'べーかりーむぎのわ', type: 'パン', area: '筑波' });
  bar = await people.addPlace(it.anna, '居酒屋ぎんなん', ['takes_money'], { reading: 'いざかやぎんなん', type: '居酒屋', area: '星川' });
  park = await people.addPlace(it.anna, '公園の会', ['gives'], { reading: 'こうえんのかい', type: '催し', area: '筑波' });
  await write(bakery, {
    types: [1], address: '筑波1丁目2番3号', telephone: '048-999-1234', keywords: '食パン メロンパン Coffee', text: '毎朝焼いています', url: 'https://mugi.example/',
    hours: [...daily(540, 720), ...daily(780, 1110)], closed_weeks: [weekOf(city.day(5))], closed_dates: [{ date: '2026-12-31' }],
    latitude_e6: 36_139_600, longitude_e6: 139_388_800,
  });
  await write(bar, { hours: daily(1020, 1500), latitude_e6: 36_144_700, longitude_e6: 139_390_500 });
});
after(() => city?.remove());

describe('the directory', () => {
  test('lists every open place by its reading, to anybody [MNU-c]', async () => {
    const { all, found, places, types, areas } = await list();
    assert.deepEqual(places.map((each) => each.name), ['居酒屋ぎんなん', '公園の会', 'ベーカリーむぎの輪', 'うどん 麦', '市役所の窓口']);
    assert.deepEqual([all, found], [5, 5]);
    assert.deepEqual(areas, [{ word: '中央', places: 2 }, { word: '筑波', places: 2 }, { word: '星川', places: 1 }]);
    assert.ok(types.some((each) => each.word === '手みやげ' && each.places === 1), 'a further kind of business counts');
    const key = await it.anna.key();
    await it.anna.do('setPlaceStatus', { id: park.id, body: { key, status: 'closed' } });
    assert.equal((await list()).all, 4);
    await anybody.refused('not_found', 'getGuidePlace', { id: park.id });
    await it.anna.do('setPlaceStatus', { id: park.id, body: { key: await it.anna.key(), status: 'open' } });
  });

  test('is searched by name, kana, keyword, type, area, whatever the width and the marks [MNU-d]', async () => {
    for (const q of ['むぎの輪', 'ベーカリー', 'べーかりー', 'ﾍﾞｰｶﾘｰ', 'べかりむぎ', 'ムギノワ', 'メロンパン', 'coffee', 'ＣＯＦＦＥＥ', '手みやげ', 'パン　筑波', '0489991234', '048-999', '筑波1丁目'])
      assert.deepEqual(await names({ q }), ['ベーカリーむぎの輪'], q);
    assert.deepEqual(await names({ q: '筑波' }), ['公園の会', 'ベーカリーむぎの輪']);
    assert.deepEqual(await names({ q: 'すし' }), []);
    assert.deepEqual((await names({ q: 'ー・' })).length, 5, 'marks alone ask for nothing');
    assert.deepEqual(await names({ type: '手みやげ' }), ['ベーカリーむぎの輪']);
    assert.deepEqual(await names({ area: '星川' }), ['居酒屋ぎんなん']);
  });

  test('knows what is open by the server’s clock in Japan, breaks and midnight too [MNU-d]', async () => {
    const now = async (place) => (await anybody.do('getGuidePlace', { id: place.id })).place.now;
    assert.deepEqual(await now(bakery), { state: 'open', until: `${today}T12:00:00.000+09:00` });
    assert.deepEqual(await now(bar), { state: 'closed', opens_at: `${today}T17:00:00.000+09:00` });
    assert.deepEqual(await now(park), { state: 'unknown' });
    assert.deepEqual(await names({ open_now: 'true' }), ['ベーカリーむぎの輪']);
    const [night, closed, after] = [city.day(1), city.day(5), city.day(6)];
    await city.setClock(Date.parse(`${night}T00:30:00.000+09:00`));
    assert.deepEqual(await now(bar), { state: 'open', until: `${night}T01:00:00.000+09:00` });
    await city.setClock(Date.parse(`${closed}T10:00:00.000+09:00`)); // the nth of its weekday
    assert.deepEqual(await now(bakery), { state: 'closed', opens_at: `${after}T09:00:00.000+09:00` });
    it.anna = await people.signIn(city, it.anna);
    it.cook = await people.signIn(city, it.cook);
  });

  test('tells where a program’s value can be used, and where points are given and taken [MNU-d] [PNT-j]', async () => {
    assert.deepEqual(await names({ program: it.program }), ['居酒屋ぎんなん', 'ベーカリーむぎの輪', 'うどん 麦']);
    assert.deepEqual(await names({ program: points }), ['ベーカリーむぎの輪']);
    assert.deepEqual(await names({ program: 'X' }), []);
    assert.deepEqual(await names({ points: 'given' }), ['公園の会']);
    assert.deepEqual(await names({ points: 'taken' }), ['ベーカリーむぎの輪']);
    assert.deepEqual(await names({ points: 'either' }), ['公園の会', 'ベーカリーむぎの輪']);
    const { place, programs, types } = await anybody.do('getGuidePlace', { id: bakery.id });
    assert.deepEqual(programs.map((each) => each.unit), ['money', 'point']);
    assert.deepEqual(types, ['パン', '手みやげ']);
    assert.deepEqual([place.takes_money, place.takes_points, place.gives_points, place.tops_up], [true, true, false, false]);
  });

  test('goes page by page in one order, also by distance from an area [MNU-c]', async () => {
    const seen = [];
    let after;
    do {
      const page = await list({ limit: 2, ...(after && { after }) });
      assert.equal(page.found, 5);
      seen.push(...page.places.map((each) => each.name));
      after = page.next_after;
    } while (after);
    assert.deepEqual(seen, await names());
    const near = await list({ near: '星川' });
    assert.deepEqual(near.places.slice(0, 2).map((each) => each.name), ['居酒屋ぎんなん', 'ベーカリーむぎの輪']);
    assert.equal(near.places[0].metres, 0);
    assert.ok(Math.abs(near.places[1].metres - 587) < 10, `${near.places[1].metres} m`);
    assert.equal(near.places[2].metres, undefined);
    const [first] = near.places;
    assert.equal((await list({ near: '星川', after: first.id, limit: 1 })).places[0].name, 'ベーカリーむぎの輪');
  });

  test('is written by operators only, whole, and every version stays known [MNU-d]', async () => {
    const written = await it.anna.do('getPlaceDirectory', { id: bakery.id });
    assert.deepEqual([written.version, written.by, written.directory.telephone], [1, '鈴木 花子', '048-999-1234']);
    const { version, directory } = await write(bakery, { ...written.directory, reading: 'むぎのわ' });
    assert.deepEqual([version, directory.hours.length, directory.reading], [2, 14, 'むぎのわ']);
    assert.equal((await it.anna.do('getPlace', { id: bakery.id })).reading, 'むぎのわ');
    assert.deepEqual(await names({ q: 'ムギノワ' }), ['ベーカリーむぎの輪']);
    await city.restart();
    assert.equal((await it.anna.do('getPlaceDirectory', { id: bakery.id })).version, 2);
    assert.deepEqual(await names({ q: 'メロン' }), ['ベーカリーむぎの輪']);
    assert.equal((await it.anna.do('getPlaceDirectory', { id: park.id })).version, 0);
    await it.anna.refused('not_found', 'getPlaceDirectory', { id: 'X' });
    await it.anna.refused('not_found', 'setPlaceDirectory', { id: 'X', body: {} });
    for (const who of [it.cook, await people.signUp(city)]) {
      await who.refused('not_allowed', 'getPlaceDirectory', { id: bakery.id });
      await who.refused('not_allowed', 'setPlaceDirectory', { id: bakery.id, body: {} });
    }
    await anybody.refused('not_signed_in', 'getPlaceDirectory', { id: bakery.id });
    await anybody.refused('not_signed_in', 'setPlaceDirectory', { id: bakery.id, body: {} });
  });

  test('refuses what cannot be, by its field', async () => {
    const refused = async (body, field) =>
      assert.equal((await it.anna.refused('invalid_request', 'setPlaceDirectory', { id: bar.id, body })).field, field);
    await refused({ hours: [{ weekday: 'monday', from: 600, to: 600 }] }, 'hours.0.to');
    await refused({ types: [99] }, 'types');
    await refused({ url: 'javascript:alert(1)' }, 'url');
    await refused({ telephone: 'ring us' }, 'telephone');
    await refused({ latitude_e6: 36_000_000 }, 'longitude_e6');
    for (const query of [{ q: '' }, { limit: 0 }, { points: 'all' }, { open_now: 'yes' }, { other: 1 }])
      await anybody.refused('invalid_request', 'listGuide', { query });
  });
});

describe('photos of a place', () => {
  const photo = (size, colour) => png(size, colour).toString('base64url');
  const fetched = (path) => send(city, { method: 'GET', path });

  test('are drawn anew and shown to everybody, in lists small [MNU-c]', async () => {
    const { photos } = await it.anna.do('addPlacePhoto', { id: bakery.id, body: { photo: photo(1024, [200, 120, 30]) } });
    assert.equal(photos.length, 1);
    const again = await it.anna.do('addPlacePhoto', { id: bakery.id, body: { photo: photo(1024, [200, 120, 30]) } });
    assert.deepEqual(again.photos, photos, 'the same photo twice is one');
    const large = await fetched(photos[0].url);
    assert.deepEqual([large.status, large.type, large.headers['cache-control']], [200, 'image/jpeg', 'public, max-age=31536000, immutable']);
    const { places } = await list({ q: 'むぎ' });
    assert.equal(places[0].photo, `${photos[0].url}?size=small`);
    assert.ok((await fetched(places[0].photo)).body.length < large.body.length);
    await city.restart();
    assert.deepEqual((await anybody.do('getGuidePlace', { id: bakery.id })).photos, photos);
    await anybody.do('getPhoto', { id: photos[0].id });
    await anybody.refused('invalid_request', 'getPhoto', { id: photos[0].id, query: { size: 'huge' } });
    const strip = await it.anna.do('addPlacePhoto', { id: bakery.id, body: { photo: png([20_000, 1], [9, 9, 9]).toString('base64url') } });
    await it.anna.do('removePlacePhoto', { id: bakery.id, body: { photo: strip.photos[1].id } });
    const left = await it.anna.do('removePlacePhoto', { id: bakery.id, body: { photo: photos[0].id } });
    assert.deepEqual(left.photos, []);
    await anybody.refused('not_found', 'getPhoto', { id: photos[0].id });
    assert.equal((await list({ q: 'むぎ' })).places[0].photo, undefined);
  });

  test('that cannot be read are refused, and so is who may not', async () => {
    for (const text of [Buffer.from('<svg onload="alert(1)"/>').toString('base64url'), Buffer.concat([png(16, [0, 0, 0]).subarray(0, 8), Buffer.alloc(80)]).toString('base64url'), 'x'])
      await it.anna.refused('photo_unreadable', 'addPlacePhoto', { id: bakery.id, body: { photo: text } });
    await it.anna.refused('not_found', 'addPlacePhoto', { id: 'X', body: { photo: photo(64, [0, 0, 0]) } });
    await it.anna.refused('not_found', 'removePlacePhoto', { id: 'X', body: { photo: 'X' } });
    await it.cook.refused('not_allowed', 'addPlacePhoto', { id: bakery.id, body: { photo: 'x' } });
    await it.cook.refused('not_allowed', 'removePlacePhoto', { id: bakery.id, body: { photo: 'x' } });
    await anybody.refused('not_signed_in', 'addPlacePhoto', { id: bakery.id, body: { photo: 'x' } });
    await anybody.refused('not_signed_in', 'removePlacePhoto', { id: bakery.id, body: { photo: 'x' } });
    await it.anna.refused('invalid_request', 'addPlacePhoto', { id: bakery.id, body: {} });
    await it.anna.refused('invalid_request', 'removePlacePhoto', { id: bakery.id, body: {} });
  });
});
