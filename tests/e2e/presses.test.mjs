// What somebody at a counter has to press and to read: the presses from home to paid are counted, and never more than
// docs/walks.md says; home and deadlines say how much there is and until when.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Browser, stateOf } from '../support/browser.mjs';
import { grant, points as pointsTerms, publish } from '../support/giving.mjs';
import { judged } from '../support/keyboard.mjs';
import { signUp, topUp } from '../support/people.mjs';
import { root, sleep } from '../support/program.mjs';
import { enterAmount } from '../support/screens.mjs';
import { stage } from '../support/stage.mjs';

/** Every press of a button or a link; the digits of an amount are no choice of ours. */
const counting = () => {
  addEventListener('click', (event) => {
    const pressed = event.target instanceof Element && event.target.closest('button, a');
    if (event.isTrusted && pressed && !pressed.closest('.keypad')) sessionStorage.setItem('presses', String(Number(sessionStorage.getItem('presses')) + 1));
  }, true);
};
const counted = (page) => page.evaluate(() => Number(sessionStorage.getItem('presses')));

/** The number that docs/walks.md gives for this way. */
const said = (way) => {
  const row = readFileSync(join(root, 'docs/walks.md'), 'utf8').split('\n').find((line) => line.startsWith(`| ${way}`));
  return Number(/\| (\d+)[:;,]? /.exec(row.slice(2))[1]);
};

describe('presses and figures', () => {
  let resident, points;
  const it = stage('presses', async ({ people }) => {
    points = await publish(people, pointsTerms);
    resident = await signUp(it.city);
    await topUp(people.clerk, resident, 12_000);
    await grant(people.anna, resident, points, 340);
  });
  const counter = async (camera, who) => {
    const browser = await Browser.launch({ camera });
    const window = await browser.open({ size: 'phone', state: stateOf(who) });
    await window.page.addInitScript(counting);
    return { browser, window, page: window.page };
  };

  test('home says how much money and how many points there are, and until when; deadlines say it of each [MNU-a]', async () => {
    await it.open(resident, '/');
    await it.window.sees('12,000');
    await it.window.sees(/340/);
    await it.window.sees(/まで/);
    await judged(it.window, 'home, money and points');
    await it.page.locator('.balance-card a[href$="/lots"]').click();
    await it.page.waitForURL('**/lots');
    const { lots } = await resident.do('getWallet');
    await it.page.locator('main').getByText(lots[0].program.name).first().waitFor();
    const shown = (await it.page.locator('main').innerText()).replace(/\s+/g, ' ');
    assert.equal(lots.length, 2);
    for (const { amount, expires_on, program } of lots) {
      const [year, month, day] = expires_on.split('-').map(Number);
      for (const words of [amount.toLocaleString('ja-JP'), `${month}月${day}日`, program.name]) assert.ok(shown.includes(words), `${words} of ${year}: ${shown}`);
    }
    await judged(it.window, 'deadlines, money and points');
  });

  test('a resident who scans pays with three presses, each naming what comes next [PAY-d] [PAY-c]', async () => {
    const { browser, window, page } = await counter(it.people.shop.code_url, resident);
    try {
      await page.goto(`${it.city.url}/`);
      await window.follow('読み取って払う');
      await window.heading('金額を入れる');
      await enterAmount(window, '860');
      await window.press(/^次へ/);
      await window.press('860円を払う');
      await window.heading('支払いました');
      await window.sees('860');
      assert.equal(await counted(page), said('resident, scanning a shop (MPM)'));
      await window.quiet();
    } finally {
      await browser.close();
    }
  });

  test('one who shows a code presses once; the shop twice, and once more for the next [PAY-d] [PAY-e]', async () => {
    await sleep(2500); // what arrived a moment before the code was shown is news, too
    await it.open(resident, '/');
    await it.page.evaluate(counting);
    const issued = it.page.waitForResponse((answer) => answer.url().endsWith('/api/wallet/codes'));
    await it.window.follow('コードを見せる');
    const { payload } = await (await issued).json();
    const till = await counter(payload, it.people.cook);
    try {
      await till.page.goto(`${it.city.url}/shop/`);
      await till.window.follow(/コード・カードを読む/);
      await till.window.heading('お会計の金額');
      await enterAmount(till.window, '730');
      await till.window.press('730円を受け取る');
      await till.window.heading('受け取りました');
      await it.window.heading('支払いました');
      assert.equal(await counted(it.page), said('resident, showing a code (CPM)'));
      assert.equal(await counted(till.page), said('shop, by the customer'));
      await till.window.press('次のお客さまへ');
      assert.equal(await counted(till.page), said('shop, by the customer') + 1);
      await till.window.quiet();
    } finally {
      await till.browser.close();
    }
  });
});
