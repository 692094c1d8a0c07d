// The city's name, colour and logo: one setting for every app [ADM-h].
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import * as people from '../support/people.mjs';
import { png } from '../support/png.mjs';

let city, it;
before(async () => {
  city = await City.create();
  it = await people.furnish(city);
});
after(() => city?.remove());

const blue_green = '#00616F';
const file = async (path) => {
  const answer = await fetch(`${city.url}${path}`);
  return { status: answer.status, type: answer.headers.get('content-type'), body: Buffer.from(await answer.arrayBuffer()) };
};
const style = async () => (await file('/city.css')).body.toString();

/** Asked by whoever is not signed in: what the home screens say. */
async function manifests() {
  const anybody = new Client(city);
  const both = [await anybody.do('getResidentManifest'), await anybody.do('getShopManifest')];
  return both.map(({ name, theme_color, start_url }) => [name, theme_color, start_url]);
}

describe('the city’s look', () => {
  test('is the usual one until somebody sets it', async () => {
    const look = await it.anna.do('getCityLook');
    assert.deepEqual([look.version, look.name, look.has_logo, look.versions], [0, city.name ?? look.name, false, []]);
    assert.equal(look.colours.colour, '#115a36');
    assert.equal(await style(), '');
    assert.equal((await file('/city-logo.png')).status, 404);
    assert.deepEqual(await manifests(), [['めぐり 熊谷市', '#115a36', '/'], ['めぐり お店 熊谷市', '#115a36', '/shop/']]);
  });

  test('is seen by everybody from the next opening on, and after a restart [ADM-h]', async () => {
    const logo = png(32, [0, 97, 111]);
    const body = { name: '妻沼市', colour: blue_green, logo: logo.toString('base64url') };
    const look = await it.anna.do('setCityLook', { body });
    assert.deepEqual([look.version, look.name, look.has_logo, look.colours.colour], [1, '妻沼市', true, blue_green.toLowerCase()]);
    await city.restart();
    assert.equal((await it.anna.do('getInfo')).city, '妻沼市');
    assert.deepEqual(await manifests(), [['めぐり 妻沼市', '#00616f', '/'], ['めぐり お店 妻沼市', '#00616f', '/shop/']]);
    const css = await style();
    assert.match(css, /--green:#00616f/);
    assert.match(css, /prefers-color-scheme:dark/);
    assert.match(css, /\/city-logo\.png\?v=1/);
    const shown = await file('/city-logo.png?v=1');
    assert.deepEqual([shown.status, shown.type], [200, 'image/png']);
    assert.ok(shown.body.equals(logo));
    const [version] = (await it.anna.do('getCityLook')).versions;
    assert.deepEqual([version.version, version.name, version.has_logo], [1, '妻沼市', true]);
    assert.ok(version.by);
  });

  test('sent twice is one version; a logo left out stays, an empty one goes', async () => {
    const { version } = await it.anna.do('setCityLook', { body: { name: '妻沼市', colour: blue_green } });
    assert.equal(version, 1);
    const without = await it.bunta.do('setCityLook', { body: { name: '妻沼市', colour: blue_green, logo: '' } });
    assert.deepEqual([without.version, without.has_logo, without.versions.length], [2, false, 2]);
    assert.doesNotMatch(await style(), /logo/);
  });

  test('a colour that cannot be read is refused before it is saved [ADM-h]', async () => {
    const pale = { name: '妻沼市', colour: '#71C598' };
    const preview = await it.anna.do('previewCityLook', { body: { colour: pale.colour } });
    assert.equal(preview.readable, false);
    assert.ok(preview.contrast_tenths < 45);
    const no = await it.anna.refused('contrast_too_low', 'setCityLook', { body: pale });
    assert.equal(no.field, 'colour');
    assert.equal((await it.anna.do('previewCityLook', { body: { colour: '#0055AD' } })).resembles, 'top_up');
    assert.equal((await it.anna.do('getCityLook')).version, 2);
  });

  test('what is no colour, no name or no PNG is refused by its field', async () => {
    const good = { name: '妻沼市', colour: blue_green };
    const refused = async (body, field) =>
      assert.equal((await it.anna.refused('invalid_request', 'setCityLook', { body: { ...good, ...body } })).field, field);
    await refused({ colour: 'green' }, 'colour');
    await refused({ colour: '#12345G' }, 'colour');
    await refused({ name: '' }, 'name');
    await refused({ logo: '!' }, 'logo');
    await refused({ logo: Buffer.from('<svg onload="alert(1)"/>'.repeat(3)).toString('base64url') }, 'logo');
    await refused({ logo: png(2000, [0, 0, 0]).toString('base64url') }, 'logo');
    assert.equal((await it.anna.refused('invalid_request', 'previewCityLook', { body: { colour: '#12' } })).field, 'colour');
  });

  test('is the operators’ alone to set', async () => {
    const resident = await people.signUp(city);
    for (const who of [resident, it.clerk]) {
      await who.refused('not_allowed', 'getCityLook');
      await who.refused('not_allowed', 'setCityLook', { body: { name: '妻沼市', colour: blue_green } });
      await who.refused('not_allowed', 'previewCityLook', { body: { colour: blue_green } });
    }
  });
});
