// The network goes at every moment of a payment, and the phone is opened anew in between. Whatever happens, it ends as paid
// once or as not paid; the resident's history, the shop's list and the money say the same.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { furnish, signUp, topUp } from '../support/people.mjs';
import { until } from '../support/program.mjs';
import { enterAmount, showCode, toConfirm } from '../support/screens.mjs';

let city, it, resident, browser, phone, start;
let amount = 100;
before(async () => {
  city = await City.create();
  it = await furnish(city);
  resident = await signUp(city);
  await topUp(it.clerk, resident, 50_000);
  browser = await Browser.launch();
});
after(async () => {
  await browser?.close();
  await city?.remove();
});
afterEach(async () => {
  await pictures({ cut: phone });
  await phone.quiet();
  await phone.close();
});

const network = (is_there) => phone.context.setOffline(!is_there);
const payButton = () => phone.page.getByRole('button', { name: /円を払う/ });
const end = () => phone.page.getByRole('heading', { name: /支払いました|支払っていません/ }).first();

async function books() {
  const { balance } = await resident.do('getWallet');
  const history = (await resident.do('getWalletHistory')).entries.filter((each) => each.kind === 'payment');
  const { entries, amount: sum } = await it.cook.do('getSales');
  return { balance, sum, ids: entries.map((each) => each.id).sort(), own: history.map((each) => each.id).sort() };
}

/** A fresh phone that has the app, at home; what the books said before. */
async function arrives() {
  amount += 1;
  start = await books();
  phone = await browser.open({ state: stateOf(resident) });
  await phone.page.goto(city.url);
  await phone.page.locator('.balance-card').waitFor();
  await phone.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

/** Exactly so many payments of this amount, in the wallet, the resident's history and the shop's list. */
async function booked(times) {
  const now = await books();
  assert.deepEqual(
    { paid: start.balance - now.balance, received: now.sum - start.sum, shop: now.ids.length - start.ids.length, own: now.own.length - start.own.length },
    { paid: times * amount, received: times * amount, shop: times, own: times },
  );
  assert.deepEqual(now.own, now.ids);
}

/** The screen and the books say the same end; after a reload, too; home shows the figure, and may pay again. */
async function endsAs(times) {
  const words = times === 1 ? /支払いました/ : /支払っていません/;
  await end().waitFor({ timeout: 40_000 });
  assert.match(await end().textContent(), words);
  await booked(times);
  await phone.page.reload();
  await end().waitFor();
  assert.match(await end().textContent(), words);
  await phone.page.goto(city.url);
  await phone.sees((start.balance - times * amount).toLocaleString('en-US'));
  const pay = phone.page.getByRole('link', { name: /読み取って払う/ });
  await until('paying to be possible again', async () => (await pay.getAttribute('aria-disabled')) === null);
  await booked(times);
}

/** How a payment goes from home to its button. */
async function toTheButton() {
  await phone.page.goto(it.shop.code_url);
  await toConfirm(phone, String(amount));
}

describe('the network goes while a shop is scanned and paid', () => {
  test('at home, before anything: paying is off and says why; back, it is paid once [PAY-h]', async () => {
    await arrives();
    await network(false);
    await phone.page.reload();
    await phone.sees('電波がありません');
    await phone.page.getByRole('link', { name: /読み取って払う/ }).focus();
    await phone.page.keyboard.press('Enter');
    assert.equal(new URL(phone.page.url()).pathname, '/');
    await booked(0);
    await network(true);
    await toTheButton();
    await payButton().click();
    await endsAs(1);
  });

  test('while the shop’s code is opened, which is done again [PAY-h]', async () => {
    for (const lose of [(route) => route.abort('internetdisconnected'), async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    }]) {
      await phone?.close();
      await arrives();
      await phone.page.route('**/api/place-codes/open', lose);
      await phone.page.goto(it.shop.code_url);
      await phone.page.getByRole('alert').first().waitFor();
      await phone.page.reload();
      await phone.page.getByRole('alert').first().waitFor();
      await phone.page.unrouteAll({ behavior: 'ignoreErrors' });
      await phone.press(/もう一度/);
      await toConfirm(phone, String(amount));
      await booked(0);
      await payButton().click();
      await endsAs(1);
    }
  });

  test('while the amount is typed; the page stands again after a reload [PAY-h]', async () => {
    await arrives();
    await phone.page.goto(it.shop.code_url);
    await phone.heading('金額を入れる');
    await network(false);
    await enterAmount(phone, String(amount));
    assert.equal(await phone.page.getByRole('button', { name: /次へ/ }).getAttribute('aria-disabled'), 'true');
    await phone.page.reload();
    await phone.heading('金額を入れる');
    await network(true);
    await enterAmount(phone, String(amount));
    await until('the way on', async () => (await phone.page.getByRole('button', { name: /次へ/ }).getAttribute('aria-disabled')) === null);
    await phone.press(/次へ/);
    await payButton().click();
    await endsAs(1);
  });

  test('while the page is shown to the clerk [PAY-h]', async () => {
    await arrives();
    await toTheButton();
    await network(false);
    await phone.page.reload();
    await phone.page.locator('.face').waitFor();
    await phone.sees(/支払いは/);
    await payButton().click({ force: true });
    await booked(0);
    await network(true);
    await until('the button', async () => (await payButton().getAttribute('aria-disabled')) === null);
    await payButton().click();
    await endsAs(1);
  });

  /** Presses the button while every answer about the payment is lost; `reaches`: the server hears it all the same. */
  async function pressAndLose(reaches) {
    await toTheButton();
    await phone.page.route('**/api/payments', async (route) => {
      if (reaches) await route.fetch();
      await network(false);
      await route.abort('connectionreset');
    });
    await payButton().click();
    await phone.heading('確認中です');
    await phone.page.unrouteAll({ behavior: 'ignoreErrors' });
  }
  /** As if the phone had been without a network for so long since the button was pressed. */
  const waited = (ms) => phone.page.evaluate((by) => {
    const kept = JSON.parse(localStorage.getItem('meguri.payments'));
    localStorage.setItem('meguri.payments', JSON.stringify(kept.map((each) => ({ ...each, sentAt: each.sentAt && each.sentAt - by }))));
  }, ms);

  for (const reaches of [false, true]) {
    const what = reaches ? 'after it was booked, before the answer' : 'before it reached the server';
    test(`at the button, ${what}: back within seconds it is paid once [PAY-h]`, async () => {
      await arrives();
      await pressAndLose(reaches);
      await network(true);
      await endsAs(1);
    });

    test(`at the button, ${what}, with a reload without a network and another after it [PAY-h]`, async () => {
      await arrives();
      await pressAndLose(reaches);
      await phone.page.reload();
      await phone.heading('確認中です');
      await phone.sees('電波がありません');
      await phone.accessible(`being checked without a network, ${what}`);
      await network(true);
      await phone.page.reload();
      await endsAs(reaches ? 1 : 0); // what did not arrive is not sent by a page that was opened since
    });

    test(`at the button, ${what}, for minutes: nothing is sent so late, only asked [PAY-h]`, async () => {
      await arrives();
      await pressAndLose(reaches);
      await waited(120_000);
      let sent = 0;
      await phone.page.route('**/api/payments', (route) => {
        sent += 1;
        return route.continue();
      });
      await network(true);
      await endsAs(reaches ? 1 : 0);
      assert.equal(sent, 0);
    });
  }

  test('again while it is asked what became of it, time after time [PAY-h]', async () => {
    await arrives();
    await pressAndLose(true);
    await waited(120_000);
    let lost = 0;
    await phone.page.route('**/api/keys/close', async (route) => {
      lost += 1;
      if (lost > 2) return route.continue();
      await route.fetch();
      await route.abort('connectionreset');
    });
    await phone.page.reload();
    await network(true);
    await until('two answers lost', () => lost >= 2, { seconds: 30 });
    await phone.page.reload();
    await endsAs(1);
    assert.ok(lost >= 3);
  });

  test('when it is paid: the page stays, without a network and after a reload [PAY-h]', async () => {
    await arrives();
    await toTheButton();
    await payButton().click();
    await phone.heading('支払いました');
    await network(false);
    await phone.page.reload();
    await phone.heading('支払いました');
    await phone.sees(String(amount));
    await network(true);
    await endsAs(1);
  });
});

describe('the network goes while the phone shows its code', () => {
  /** The till takes the payment of the code; nobody but the shop hears of it. */
  async function charge(payload) {
    const key = await it.cook.key();
    const { wallet } = await it.cook.do('openWalletCodeToPay', { body: { key, code: payload } });
    return it.cook.do('payByWalletCode', { body: { key, wallet, amount } });
  }

  async function shows() {
    await arrives();
    return showCode(city, phone);
  }

  for (const reload of [false, true]) {
    test(`and the shop takes the payment: the phone says paid as soon as it is back${reload ? ', also when it was opened anew meanwhile' : ''} [PAY-h] [PNT-k]`, async () => {
      const payload = await shows();
      await network(false);
      if (reload) {
        await phone.page.reload();
        await phone.sees('電波がありません');
      }
      const paid = await charge(payload);
      await network(true);
      await phone.heading('支払いました');
      assert.equal((await phone.page.locator('.four-digits').first().textContent()).replace(/\D/g, ''), paid.digits);
      await booked(1);
      await phone.page.goto(`${city.url}/history`);
      await phone.sees(String(amount));
      await phone.page.waitForTimeout(2500); // what arrived a moment before a code was shown is news, too
      await phone.page.goto(`${city.url}/code`);
      await phone.page.locator('.code-card').waitFor();
      await phone.page.waitForTimeout(1500);
      assert.equal(new URL(phone.page.url()).pathname, '/code'); // told once
    });
  }

  test('and nobody takes it: nothing is paid, a new code comes by itself [PAY-h]', async () => {
    await shows();
    await network(false);
    await phone.page.reload();
    await phone.sees('電波がありません');
    await network(true);
    await phone.page.locator('.code-card').waitFor();
    await booked(0);
  });

  for (const reaches of [true, false]) {
    test(`the shop’s network goes ${reaches ? 'before the answer' : 'before its request is out'}, it is opened anew: both sides come to the same end [PAY-h] [PNT-k]`, async () => {
      await arrives();
      const { number } = await resident.do('createWalletCode');
      const till = await browser.open({ state: stateOf(it.cook) });
      try {
        await till.page.goto(`${city.url}/shop/code/number`);
        await till.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
        await till.fill('お客さまの12けたの番号', number);
        await till.press('この番号で進む');
        await till.heading('お会計の金額');
        await till.page.keyboard.type(String(amount));
        await till.page.route('**/api/wallet-codes/payments', async (route) => {
          if (reaches) await route.fetch();
          await till.context.setOffline(true);
          await route.abort('connectionreset');
        });
        await till.press(`${amount}円を受け取る`);
        await till.heading('確認中です');
        await till.page.unrouteAll({ behavior: 'ignoreErrors' });
        await till.page.reload();
        await till.sees('電波がありません');
        await till.heading('確認中です');
        await till.context.setOffline(false);
        await till.page.getByRole('heading', { name: reaches ? /受け取りました/ : /受け取っていません/ }).first().waitFor({ timeout: 30_000 });
        await booked(reaches ? 1 : 0);
        await till.quiet();
      } finally {
        await till.close();
      }
    });
  }

  test('and after all that the books agree [PAY-h]', async () => {
    phone = await browser.open();
    await city.end();
    await city.verify();
  });
});
