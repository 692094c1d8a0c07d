// Never paid twice, always an end: what people and networks do to a payment, on the real screens. After each the resident
// stands at "paid" or "not paid", the shop agrees, and the money says the same.
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Browser, pictures, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { furnish, signUp, topUp } from '../support/people.mjs';
import { sleep, until } from '../support/program.mjs';
import { toConfirm } from '../support/screens.mjs';

let city, it, resident, browser, phone;
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
  await pictures({ once: phone });
  await phone.quiet();
  await phone.close();
});

let amount = 100;
let before_;
/** A fresh phone at the page that is shown to the clerk. */
async function confirming() {
  before_ = await books();
  phone = await browser.open({ state: stateOf(resident) });
  await phone.page.goto(it.shop.code_url);
  amount += 1;
  await toConfirm(phone, String(amount));
}
const payButton = () => phone.page.getByRole('button', { name: /円を払う/ });
const payments = () => phone.page.route('**/api/payments', (route) => handle(route));
let handle;

async function books() {
  const { balance } = await resident.do('getWallet');
  const { entries, amount: sum } = await it.cook.do('getSales');
  return { balance, sum, count: entries.length };
}

/** The screen says paid (or not), and so do wallet and shop: exactly `times` payments. */
async function endsAs(words, times) {
  await phone.page.getByRole('heading', { name: words }).first().waitFor({ timeout: 30_000 });
  const now = await books();
  assert.deepEqual([now.count - before_.count, before_.balance - now.balance, now.sum - before_.sum], [times, times * amount, times * amount]);
}

describe('a payment', () => {
  test('tapped twice is paid once [PAY-h]', async () => {
    await confirming();
    await payButton().dblclick();
    await endsAs('支払いました', 1);
  });

  test('reloaded before and after, and left by the back button, is paid once [PAY-h]', async () => {
    await confirming();
    await phone.page.reload();
    await phone.page.locator('.face').waitFor();
    await payButton().click();
    await endsAs('支払いました', 1);
    await phone.page.reload();
    await endsAs('支払いました', 1);
    await phone.page.goBack();
    await sleep(500);
    assert.equal(await payButton().count(), 0);
    await phone.page.goForward().catch(() => undefined);
    await sleep(300);
    assert.equal(await payButton().count(), 0);
    assert.equal((await books()).count - before_.count, 1);
  });

  test('left by the back button while it is under way ends as paid all the same [PAY-h]', async () => {
    await confirming();
    handle = async (route) => {
      await sleep(700);
      await route.continue();
    };
    await payments();
    await payButton().click();
    await phone.page.goBack();
    await endsAs('支払いました', 1);
    await phone.page.goto(city.url);
    await phone.page.locator('.balance-card').waitFor();
    assert.equal((await books()).count - before_.count, 1);
  });

  test('open in two tabs is paid once, and both say so [PAY-h]', async () => {
    await confirming();
    const second = phone.watch(await phone.context.newPage());
    await second.goto(phone.page.url());
    await second.locator('.face').waitFor();
    await Promise.all([payButton().click(), second.getByRole('button', { name: /円を払う/ }).click().catch(() => undefined)]);
    await endsAs('支払いました', 1);
    await second.getByRole('heading', { name: '支払いました' }).waitFor();
  });

  test('whose answer is lost ends as paid by itself [PAY-h]', async () => {
    await confirming();
    handle = async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    };
    await payments();
    await payButton().click();
    await endsAs('支払いました', 1);
  });

  test('whose answer is lost, with no network for a while, says that it is being checked; nothing else may be paid [PAY-h]', async () => {
    await confirming();
    handle = async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    };
    await payments();
    await phone.page.route('**/api/keys/close', (route) => route.abort('internetdisconnected'));
    await payButton().click();
    await phone.heading('確認中です');
    await phone.accessible('being checked');
    await phone.page.reload();
    await phone.heading('確認中です');
    await phone.page.unrouteAll({ behavior: 'ignoreErrors' });
    await endsAs('支払いました', 1);
  });

  test('that never reached the server ends as not paid, and can be made anew [PAY-h]', async () => {
    await confirming();
    handle = (route) => route.abort('connectionreset');
    await payments();
    await payButton().click();
    await endsAs(/支払っていません/, 0);
    await phone.accessible('not paid');
  });

  test('while the server is killed and started again ends one way, and both sides agree [PAY-h]', async () => {
    for (const wait_ms of [0, 4, 15]) {
      await confirming();
      await Promise.all([payButton().click(), sleep(wait_ms).then(() => city.end('SIGKILL'))]);
      await sleep(700);
      await city.start();
      await phone.page.getByRole('heading', { name: /支払いました|支払っていません/ }).first().waitFor({ timeout: 30_000 });
      const paid = (await phone.page.getByRole('heading', { name: '支払いました' }).count()) > 0;
      await endsAs(/支払いました|支払っていません/, paid ? 1 : 0);
      if (wait_ms < 15) await phone.close();
    }
  });

  test('done just before the server was killed ends as paid [PAY-h]', async () => {
    await confirming();
    let first = true;
    handle = async (route) => {
      if (!first) return route.continue();
      first = false;
      await route.fetch();
      await city.end('SIGKILL');
      await route.abort('connectionreset');
      await sleep(500);
      await city.start();
    };
    await payments();
    await payButton().click();
    await endsAs('支払いました', 1);
  });

  test('a page that lay open until its key ran out pays once, or says why not [PAY-h]', async () => {
    await confirming();
    await city.restart({ later_minutes: 16 });
    await phone.page.reload();
    await until('an end', async () => (await payButton().count()) > 0 || (await phone.page.getByRole('heading', { name: /支払っていません|時間がたった/ }).count()) > 0);
    if ((await payButton().count()) > 0) await payButton().click();
    await phone.page.getByRole('heading', { name: /支払いました|支払っていません|時間がたった/ }).first().waitFor({ timeout: 20_000 });
    const paid = (await phone.page.getByRole('heading', { name: '支払いました' }).count()) > 0;
    assert.equal((await books()).count - before_.count, paid ? 1 : 0);
  });

  test('and after all that the books agree', async () => {
    phone = await browser.open();
    await city.end();
    await city.verify();
  });
});
