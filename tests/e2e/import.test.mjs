// Many shops from a file: judged before anything is added, with what to correct by row and column; stopped, gone on with, and
// read again without adding anything twice.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { judged } from '../support/keyboard.mjs';
import { stage } from '../support/stage.mjs';

const head = '名前,よみ,業種,地区,事業者・団体,できること,電話,月曜';
const line = (n, further = {}) => [`食堂${n}`, 'しょくどう', '飲食', '中央', `食堂${n}合同会社`, further.can ?? '支払い', further.telephone ?? '', further.monday ?? '9:00-18:00'].join(',');
const shops = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => line(from + i));

describe('many shops from a file', () => {
  const it = stage('import');
  const read = async (text) => {
    await it.page.getByLabel('店の一覧のファイル').setInputFiles({ name: 'shops.csv', mimeType: 'text/csv', buffer: Buffer.isBuffer(text) ? text : Buffer.from(text) });
  };
  const names = async () => (await it.people.anna.do('listPlaces')).places.map(({ name }) => name);
  const saved = async (button) => {
    const [download] = await Promise.all([it.page.waitForEvent('download'), it.window.press(button)]);
    return (await readFile(await download.path())).toString();
  };

  test('a file that is no table, or lacks a column, says so; the sample has the right columns [SHP-b]', async () => {
    await it.open(it.people.anna, '/console/places', { size: 'desk' });
    await it.window.follow('まとめて加える');
    await it.window.sees('見本の表');
    await judged(it.window, 'import');
    assert.match(await saved('見本の表を取り出す'), /^\ufeff名前,よみ,業種,地区,事業者・団体,できること,/);
    await read(Buffer.from([0x50, 0x4b, 0, 0xff]));
    await it.window.sees(/この表は/);
    await read('名前,よみ\n麦,むぎ\n');
    await it.window.sees(/「業種」の列が/);
    await judged(it.window, 'import, column missing');
  });

  test('rows that are wrong are told by row and column, and come back as a file; nothing is added before somebody says so [SHP-b]', async () => {
    await it.open(it.people.anna, '/console/places/import', { size: 'desk' });
    const wrong = [line(90, { can: '宅配' }), line(91, { telephone: '電話' }), '食堂1,しょくどう,飲食,中央,食堂1合同会社,,,', ',,,,名前のない会社,,,'];
    await read([head, ...shops(1, 3), ...wrong].join('\r\n'));
    await it.window.sees('3店を加える');
    await it.window.sees('支払い・チャージ・ポイント・配布の');
    await it.window.sees('2行目と同じ店です');
    await judged(it.window, 'import, read');
    await it.window.readableLarge('import, read');
    assert.equal((await names()).includes('食堂1'), false);
    const file = await saved('直す行だけの表を取り出す');
    assert.equal(file.trimEnd().split('\r\n').length, 5);
    assert.match(file, /食堂91,.*電話: 数字と - で書いてください/);
    await it.window.press('3店を加える');
    await it.window.sees('3店を加えました。');
    await judged(it.window, 'import, done');
    assert.deepEqual((await names()).filter((name) => name.startsWith('食堂')).sort(), ['食堂1', '食堂2', '食堂3']);
    const added = (await it.people.anna.do('listPlaces')).places.find(({ name }) => name === '食堂1');
    assert.equal((await it.people.anna.do('getPlaceDirectory', { id: added.id })).directory.hours.length, 1);
  });

  test('stopped in the middle, cut off, its answer lost: it goes on, and no shop is there twice [SHP-b]', async () => {
    await it.open(it.people.anna, '/console/places/import', { size: 'desk' });
    await read([head, ...shops(1, 40)].join('\n'));
    await it.window.sees('37店を加える');
    let asked = 0;
    await it.page.route('**/api/places', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      asked++;
      if (asked === 5) await it.window.press('ここで止める');
      if (asked !== 12) return route.continue();
      await route.fetch(); // it arrives, its answer does not
      return route.abort('connectionreset');
    });
    await it.window.press('37店を加える');
    await it.window.sees('止めました。');
    await judged(it.window, 'import, stopped');
    await it.window.press('続ける');
    await it.window.sees('電波がとぎれました。');
    await judged(it.window, 'import, cut off');
    await it.window.press('続ける');
    await it.window.sees('37店を加えました。');
    const all = (await names()).filter((name) => name.startsWith('食堂'));
    assert.deepEqual([all.length, new Set(all).size], [40, 40]);
    await it.window.press('ほかの表を読む');
    await read([head, ...shops(1, 40)].join('\n'));
    await it.window.sees('40店');
    assert.equal(await it.page.getByRole('button', { name: /店を加える/ }).count(), 0, 'all are there');
  });
});
