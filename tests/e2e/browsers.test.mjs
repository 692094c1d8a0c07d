// The pay path in browsers that are not today's Chromium: Chromium 67 (Android 9), WebKit, and LINE's own with no camera.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Browser, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { codeSentTo, freshPhone, furnish, pay, signUp, topUp } from '../support/people.mjs';
import { openChromium67, openWebKit } from '../support/plain-browser.mjs';
import { toConfirm } from '../support/screens.mjs';

let city, it, resident, window;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  resident = await signUp(city);
  await topUp(it.clerk, resident, 20_000);
});
after(() => city?.remove());
afterEach(async () => {
  await window?.close();
  window = undefined;
});

const balance = async () => (await resident.do('getWallet')).balance;
const shopPath = () => new URL(it.shop.code_url).pathname;

/** From the printed code, which the phone's own camera has read, to the paid page. */
async function payInPlainWindow(amount) {
  const before_it = await balance();
  await window.go(`${city.url}${shopPath()}`);
  await window.sees('金額を入れる');
  await window.keys(String(amount));
  await window.press('次へ');
  await window.sees('まだ支払っていません');
  await window.press(`${amount}円を払う`);
  await window.sees('支払いました');
  assert.equal(await balance(), before_it - amount);
}

/** By telephone number, from the shop's code on, to the amount page. */
async function signUpInPlainWindow() {
  const phone = freshPhone();
  await window.go(`${city.url}${shopPath()}`);
  await window.sees('電話番号');
  await window.type(phone);
  await window.press('確認の番号を送る');
  await window.sees('6けたの番号');
  await window.type(await codeSentTo(city, phone));
  await window.sees('金額を入れる');
}

describe('Chromium 67, as on a phone with Android 9', () => {
  test('a resident signs up from the shop’s code [TRM-1] [USR-a]', async () => {
    window = await openChromium67(city.url);
    await signUpInPlainWindow();
  });

  test('a resident reads the shop’s code with the camera and pays [TRM-1] [PAY-c]', async () => {
    window = await openChromium67(city.url, { camera: it.shop.code_url, cookie: resident.cookie });
    const before_it = await balance();
    await window.go(city.url);
    await window.press('読み取って払う');
    await window.sees('金額を入れる');
    await window.keys('321');
    await window.press('次へ');
    await window.press('321円を払う');
    await window.sees('支払いました');
    assert.equal(await balance(), before_it - 321);
  });

  test('a shop sees the payment come in [TRM-1] [PAY-h]', async () => {
    window = await openChromium67(city.url, { cookie: it.cook.cookie });
    await window.go(`${city.url}/shop/`);
    await window.sees('支払いを待っています');
    const { digits } = await pay(resident, it.shop, 543);
    await window.sees('受け取りました');
    await window.sees('543');
    await window.sees(digits);
  });
});

describe('WebKit', () => {
  test('a resident signs up from the shop’s code [TRM-2] [USR-a]', async () => {
    window = await openWebKit(city.url);
    await signUpInPlainWindow();
  });

  test('a resident pays from the shop’s code [TRM-2] [PAY-c]', async () => {
    window = await openWebKit(city.url, { cookie: resident.cookie });
    await payInPlainWindow(432);
  });
});

describe('LINE’s own browser', () => {
  const agents = {
    iOS: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.9.0',
    Android: 'Mozilla/5.0 (Linux; Android 9; SH-M08) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 Line/14.9.0/IAB',
  };
  /** It gives the camera to nobody, and has no list of notices, no push and no share. */
  const withoutCamera = () => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    for (const name of ['BarcodeDetector', 'Notification', 'PushManager']) delete window[name];
    delete Navigator.prototype.share;
  };

  for (const [phone, userAgent] of Object.entries(agents)) {
    test(`on ${phone}: refused the camera, a resident pays by the shop’s number [TRM-2] [PAY-c]`, async () => {
      const browser = await Browser.launch();
      try {
        window = await browser.open({ state: stateOf(resident), userAgent });
        await window.context.addInitScript(withoutCamera);
        const before_it = await balance();
        await window.page.goto(`${city.url}/scan`);
        await window.sees('許可されていません');
        await window.accessible('no camera');
        await window.follow('店の番号を入れる');
        await window.page.getByRole('textbox').fill(it.shop.code_number);
        await window.page.keyboard.press('Enter');
        await toConfirm(window, '210');
        await window.press('210円を払う');
        await window.heading('支払いました');
        assert.equal(await balance(), before_it - 210);
        await window.quiet();
      } finally {
        await browser.close();
        window = undefined;
      }
    });
  }
});
