// The apps as apps: put on the home screen, opened without a network with the figures of before, never paying from there,
// fresh again without a tap; nothing of a person left after the sign-out; a new build taken at the next start.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { stateOf } from '../support/browser.mjs';
import { walk } from '../support/keyboard.mjs';
import { pay, signUp, topUp } from '../support/people.mjs';
import { until } from '../support/program.mjs';
import { toConfirm } from '../support/screens.mjs';
import { stage } from '../support/stage.mjs';

describe('an app on the phone', () => {
  let resident;
  const it = stage('offline', async ({ city, people }) => {
    resident = await signUp(city);
    await topUp(people.clerk, resident, 20_000);
    await pay(resident, people.shop, 1234);
  });

  /** The worker of the app is there and has its files. */
  const kept = () => it.page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active.scriptURL));
  const offline = (yes) => it.window.context.setOffline(yes);
  /** Sum at the shop and number of its payments. */
  const sales = async () => {
    const { amount, entries } = await it.people.cook.do('getSales');
    return [amount, entries.length];
  };
  const cacheNames = () => it.page.evaluate(() => caches.keys());

  test('can be put on the home screen: manifest, icons, worker, in the city’s name and colour [TRM-1]', async () => {
    for (const [who, folder] of [[resident, '/'], [it.people.cook, '/shop/']]) {
      await it.open(who, folder);
      assert.equal(await kept(), `${it.city.url}${folder}sw.js`);
      const inside = await it.window.context.newCDPSession(it.page);
      const { url, errors, data } = await inside.send('Page.getAppManifest');
      const { installabilityErrors } = await inside.send('Page.getInstallabilityErrors');
      assert.deepEqual([url, errors], [`${it.city.url}${folder}manifest.webmanifest`, []]);
      // Playwright's windows are private ones, in which Chromium installs nothing.
      assert.deepEqual(installabilityErrors.map((each) => each.errorId).filter((each) => each !== 'in-incognito'), []);
      const manifest = JSON.parse(data);
      assert.match(manifest.name, /^めぐり.* 熊谷市$/);
      assert.deepEqual([manifest.start_url, manifest.scope, manifest.theme_color], [folder, folder, '#115a36']);
      const apple = await it.page.locator('link[rel=apple-touch-icon]').getAttribute('href');
      for (const { src, sizes } of manifest.icons.concat({ src: apple, sizes: '180x180' })) {
        const answer = await fetch(it.city.url + src);
        const bytes = Buffer.from(await answer.arrayBuffer());
        assert.equal(answer.headers.get('content-type'), 'image/png', src);
        assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, src);
      }
    }
    const worker = await fetch(`${it.city.url}/sw.js`);
    assert.deepEqual([worker.headers.get('cache-control'), worker.headers.get('content-type')], ['no-cache', 'text/javascript; charset=utf-8']);
    await it.people.anna.do('setCityLook', { body: { name: '妻沼市', colour: '#00616F' } });
    const manifest = await (await fetch(`${it.city.url}/manifest.webmanifest`)).json();
    assert.deepEqual([manifest.name, manifest.theme_color], ['めぐり 妻沼市', '#00616f']);
  });

  test('opens without a network: the figures with their time, pay and top-up off with the reason; fresh again without a tap [TRM-1]', async () => {
    await it.open(resident, '/');
    await it.window.sees('18,766');
    await kept();
    await offline(true);
    await it.page.reload();
    await it.window.sees('電波がありません');
    await it.window.sees('18,766');
    await it.window.sees(/\d+(時|:)\d+分?時点/);
    await it.window.sees('支払いは');
    for (const name of [/読み取って払う/, /コードを見せる/]) {
      const tile = it.page.getByRole('link', { name });
      assert.equal(await tile.getAttribute('aria-disabled'), 'true');
      await tile.focus();
      assert.match(await it.page.evaluate(() => document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent), /支払いは送られていません/);
    }
    await it.window.accessible('home, opened without a network');
    await it.window.readableLarge('home, opened without a network');
    await walk(it.page, 'home, opened without a network');
    await it.go('/top-up');
    await it.window.sees('いまはチャージできません');
    assert.equal(await it.page.getByRole('button', { name: /コードを見せる/ }).getAttribute('aria-disabled'), 'true');
    await it.window.accessible('top up, opened without a network');
    await it.go('/');
    await it.window.sees('18,766');
    await topUp(it.people.clerk, resident, 3000);
    await offline(false);
    await it.window.sees('21,766');
    assert.equal(await it.page.locator('.strip-offline').count(), 0);
    assert.equal(await it.page.getByRole('link', { name: /読み取って払う/ }).getAttribute('aria-disabled'), null);
  });

  test('opens on every page that it has, also on one never looked at, while the server is away [TRM-1]', async () => {
    await it.open(resident, '/');
    await it.window.sees('21,766');
    await kept();
    await it.city.end();
    for (const [address, words] of [['/lots', '21,766'], ['/menu', 'ホーム画面に追加'], ['/help', '困'], ['/install', 'アプリのように']]) {
      await it.go(address);
      await it.window.sees(new RegExp(words));
    }
    await it.go('/');
    await it.window.sees('電波がありません');
    await it.city.start();
    await until('the end of the banner', async () => (await it.page.locator('.strip-offline').count()) === 0);
  });

  test('never keeps a payment for later: without a network nothing is sent, then or afterwards [TRM-1, PAY-h]', async () => {
    const before = await sales();
    await it.open(resident, it.people.shop.code_url);
    await toConfirm(it.window, '150');
    await kept();
    await offline(true);
    await it.window.sees(/支払いは/);
    const button = it.page.getByRole('button', { name: /150円を払う/ });
    assert.equal(await button.getAttribute('aria-disabled'), 'true');
    await button.focus();
    await it.page.keyboard.press('Enter');
    await it.page.reload();
    await it.page.getByRole('button', { name: /150円を払う/ }).focus();
    await it.page.keyboard.press('Enter');
    await offline(false);
    await until('the button', async () => (await button.getAttribute('aria-disabled')) === null);
    await it.page.waitForTimeout(2500);
    assert.deepEqual(await sales(), before);
  });

  test('of a shop opens without a network, says that it hears nothing, and hears again by itself [TRM-1]', async () => {
    await it.open(it.people.cook, '/shop/');
    await it.window.sees('支払いを待っています');
    await kept();
    await offline(true);
    await it.page.reload();
    await it.window.sees('電波がありません');
    await it.window.sees(/つながっていません/);
    await it.window.sees('うどん 麦');
    await it.window.sees('1,234');
    await it.window.accessible('receiving, opened without a network');
    await it.window.readableLarge('receiving, opened without a network');
    await pay(resident, it.people.shop, 567);
    await offline(false);
    await it.window.heading('受け取りました');
    await it.window.sees('567');
    await it.window.press(/次/);
    await it.window.sees('支払いを待っています');
    assert.equal(await it.page.locator('.strip-offline').count(), 0);
  });

  test('forgets its person at the sign-out, and when the session ended while it was closed [TRM-1]', async () => {
    const personal = () => it.page.evaluate(async () => {
      const stored = [localStorage, sessionStorage].flatMap((store) => Object.keys(store).map((key) => `${key} ${store.getItem(key)}`));
      const names = await caches.keys();
      const cached = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((each) => new URL(each.url).pathname)));
      return { stored: stored.join('\n'), cached: cached.flat() };
    });
    const nothingLeft = async (of) => {
      const { stored, cached } = await personal();
      assert.doesNotMatch(stored, /balance|wallet|うどん|rights|"person"/, of);
      assert.deepEqual(cached.filter((path) => path.startsWith('/api')), [], of);
      assert.ok(cached.length > 10, of);
    };
    for (const [how, leave] of [
      ['signed out', async () => {
        await it.go('/sign-out');
        await it.window.press('サインアウトする');
      }],
      ['ended elsewhere', async (client) => {
        await it.page.goto('about:blank');
        await client.do('endSession', { body: {} });
        await it.go('/');
      }],
    ]) {
      const client = await signUp(it.city);
      await topUp(it.people.clerk, client, 5000);
      await it.open(client, '/');
      await it.window.sees('5,000');
      await kept();
      assert.match((await personal()).stored, /balance/);
      await leave(client);
      await it.window.sees(/携帯電話/);
      await until(`nothing kept (${how})`, async () => !/balance|wallet/.test((await personal()).stored));
      await nothingLeft(how);
      await offline(true);
      await it.page.reload();
      await it.page.waitForTimeout(500);
      assert.doesNotMatch(await it.page.locator('body').innerText(), /5,000/);
      await offline(false);
    }
  });

  test('shows nothing of whoever had the phone before to who signs in next, however slow the network [TRM-1]', async () => {
    const [before, next] = [await signUp(it.city), await signUp(it.city)];
    await topUp(it.people.clerk, before, 5000);
    await it.open(before, '/');
    await it.window.sees('5,000');
    await it.page.goto('about:blank');
    await before.do('endSession', { body: {} });
    const wait = (ms) => it.page.route('**/api/wallet', async (route) => {
      await new Promise((done) => setTimeout(done, ms));
      await route.continue().catch(() => undefined);
    });
    await wait(700);
    await it.go('/');
    await it.window.sees(/携帯電話/);
    const stored = () => it.page.evaluate(() => JSON.stringify(localStorage));
    await until('what was kept of the one before is gone', async () => !/balance/.test(await stored()));
    await it.page.unrouteAll();
    await wait(3000);
    await it.window.context.addCookies(stateOf(next).cookies);
    await it.go('/');
    await it.page.waitForTimeout(1500);
    assert.doesNotMatch(await it.page.locator('body').innerText(), /5,000/);
    await it.page.unrouteAll();
  });

  test('takes a new build at its next start, not under the page that is open [TRM-1]', async () => {
    await it.open(resident, '/');
    await it.page.locator('.balance-card').waitFor();
    await kept();
    const [old] = await cacheNames();
    const file = join(it.city.web, 'resident/sw.js');
    const version = /version = "(\w+)"/.exec(old === undefined ? '' : await (await fetch(`${it.city.url}/sw.js`)).text())[1];
    const source = (await (await fetch(`${it.city.url}/sw.js`)).text()).replace(version, 'the-next-one');
    writeFileSync(file, source);
    await it.city.restart();
    await it.page.reload();
    const states = () => it.page.evaluate(async () => {
      const { active, waiting } = await navigator.serviceWorker.getRegistration();
      return [active?.state, waiting?.state];
    });
    await until('the new worker to wait', async () => (await states())[1] === 'installed');
    assert.equal((await cacheNames()).includes(old), true);
    const next = it.window.watch(await it.window.context.newPage());
    await it.page.close();
    await next.close();
    it.page = it.window.page = it.window.watch(await it.window.context.newPage());
    await it.go('/');
    await it.page.locator('.balance-card').waitFor();
    await until('the old files to be gone', async () => (await cacheNames()).join().includes('the-next-one') && !(await cacheNames()).includes(old));
    assert.deepEqual(await states(), ['activated', undefined]);
    await offline(true);
    await it.page.reload();
    await it.page.locator('.balance-card').waitFor();
    await offline(false);
  });

  test('works as before where there are no workers [TRM-1, TRM-2]', async () => {
    await it.open(resident, '/', { init: () => delete Navigator.prototype.serviceWorker });
    await it.page.locator('.balance-card').waitFor();
    await it.go('/install');
    await it.window.sees('アプリのように');
  });

  describe('is put on the home screen from its menu [TRM-1]', () => {
    const ways = [
      ['iPhone', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1', /共有/],
      ['LINE', 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36 Line/14.10.0/IAB', /ブラウザーで開く/],
      ['another browser', undefined, /アプリをインストール/],
    ];
    for (const [name, userAgent, words] of ways) {
      test(`with the steps of ${name} [TRM-1]`, async () => {
        await it.open(resident, '/menu', { ...(userAgent && { userAgent }) });
        await it.window.follow('ホーム画面に追加');
        await it.window.sees(words);
        await it.window.accessible(`install, ${name}`);
        await it.window.readableLarge(`install, ${name}`);
        await walk(it.page, `install, ${name}`);
      });
    }

    test('with the browser’s own question where it has one [TRM-1]', async () => {
      for (const [outcome, words] of [['dismissed', '追加していません'], ['accepted', '追加しました']]) {
        await it.open(resident, '/install');
        await it.window.sees('アプリのように');
        await it.page.evaluate((answer) => {
          const offer = new Event('beforeinstallprompt', { cancelable: true });
          Object.assign(offer, { prompt: async () => undefined, userChoice: Promise.resolve({ outcome: answer }) });
          window.dispatchEvent(offer);
        }, outcome);
        await it.page.getByRole('button', { name: 'ホーム画面に追加する' }).waitFor();
        await it.window.accessible('install, offered');
        await it.window.press('ホーム画面に追加する');
        await it.window.sees(words);
        await it.window.accessible(`install, ${outcome}`);
      }
    });
  });
});
