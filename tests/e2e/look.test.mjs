// The city changes its name, colour and logo in the console; every app shows it when it is next opened, by day and by night.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { judged, pressByKey } from '../support/keyboard.mjs';
import { signUp } from '../support/people.mjs';
import { png } from '../support/png.mjs';
import { stage } from '../support/stage.mjs';

const rgb = (page, selector, property) => page.locator(selector).first().evaluate((each, what) => getComputedStyle(each)[what], property);

describe('the city’s look', () => {
  let resident;
  const it = stage('look', async ({ city }) => {
    resident = await signUp(city);
  });

  test('is chosen with a sample that tells what can be read, and saved for every app [ADM-h]', async () => {
    await it.open(it.people.anna, `${it.city.url}/console/look`, { size: 'desk' });
    await it.window.heading('名前・色・しるし');
    await judged(it.window, 'look');
    await it.window.fill('色の番号', '#71C598');
    await it.window.sees(/4.5対1より弱いため/);
    await it.window.press('保存する');
    await it.page.getByRole('alert').first().waitFor();
    await judged(it.window, 'look, a colour too light');
    await it.window.fill('色の番号', '#0055AD');
    await it.window.sees(/チャージの青に/);
    await judged(it.window, 'look, like top-ups');
    await it.window.fill('色の番号', '#00616F');
    await it.window.sees(/使えます/);
    await it.window.fill('市の名前', '妻沼市');
    const logo = join(it.city.folder, 'logo.png');
    writeFileSync(logo, png(64, [0, 97, 111]));
    await it.page.locator('input[type=file]').setInputFiles(logo);
    await it.page.getByAltText('選んだしるし').waitFor();
    await pressByKey(it.page, '保存する');
    await it.window.sees('保存しました');
    await judged(it.window, 'look, saved');
  });

  test('stands in the resident’s, the shop’s and the console’s pages by day and by night [ADM-h]', async () => {
    for (const [who, path, options] of [[resident, '/', {}], [it.people.cook, '/shop/', {}], [it.people.anna, '/console/', { size: 'desk' }], [resident, '/', { colorScheme: 'dark' }]]) {
      await it.open(who, `${it.city.url}${path}`, options);
      await it.page.locator('#app *').first().waitFor();
      const green = await it.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--green').trim());
      if (options.colorScheme) assert.notEqual(green, '#00616f');
      else assert.equal(green, '#00616f', path);
      await it.window.accessible(`${path} in the city's colour${options.colorScheme ? ', dark' : ''}`);
    }
    await it.open(resident, `${it.city.url}/`);
    await it.window.sees('妻沼市');
    assert.match(await rgb(it.page, '.logo', 'backgroundImage'), /city-logo\.png\?v=1/);
  });

  test('what was before can be taken again', async () => {
    await it.open(it.people.bunta, `${it.city.url}/console/look`, { size: 'desk' });
    await it.window.fill('色の番号', '#2B5C8A');
    await it.window.press('保存する');
    await it.window.sees('保存しました');
    await it.page.getByRole('button', { name: /の色と名前を入れる/ }).click();
    assert.equal(await it.page.getByLabel('色の番号').inputValue(), '#00616f');
    await it.window.press('保存する');
    await it.page.getByRole('row').nth(3).waitFor();
    assert.equal((await it.people.anna.do('getCityLook')).colours.colour, '#00616f');
  });
});
