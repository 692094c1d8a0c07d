// What people do on the screens, told once: signing in by invitation or telephone, propose, add a place, top up, pay.
import { codeSentTo, freshPhone, password } from './people.mjs';
import { Authenticator } from './totp.mjs';

/** Accepts an invitation in a window; `between` is done while the invitation stands open. */
export async function acceptOnScreen(city, window, link, { name, signInName, ready, between }) {
  const { page } = window;
  await page.goto(link);
  await window.fill('あなたの名前', name);
  await window.accessible('invitation');
  await window.fill('サインインの名前', signInName);
  await window.fill('パスワード', password);
  await window.press('次へ');
  const secret = (await page.locator('.invitation-secret').textContent()).replace(/\s/g, '');
  window.authenticator = new Authenticator(secret);
  await window.accessible('invitation, second step');
  await between?.();
  await window.fill('アプリに出た6けたの番号', await window.authenticator.digits(city.now));
  await window.press('使いはじめる');
  await window.sees(ready);
}

/** Out, and in again: once with a wrong password, then rightly; `between` is done while the page stands filled in. */
export async function signInOnScreen(city, window, { path, signInName, ready, between }) {
  const { page } = window;
  await page.getByText('サインアウト').first().click();
  await page.goto(`${city.url}${path}`);
  await window.heading('サインイン');
  await window.accessible('sign in');
  await window.fill('サインインの名前', signInName);
  await window.fill('パスワード', `${password}?`);
  await window.fill('認証アプリの6けた', await window.authenticator.digits(city.now));
  await window.press('サインインする');
  await page.getByRole('alert').first().waitFor();
  await window.accessible('sign in, refused');
  await window.fill('パスワード', password);
  await window.fill('認証アプリの6けた', await window.authenticator.digits(city.now));
  await between?.();
  await window.press('サインインする');
  await window.sees(ready);
}

export async function proposeOnScreen(city, window, { name, stamp, maximum = '50000', days = '180', between }) {
  const { page } = window;
  await page.goto(`${city.url}/console/programs`);
  await window.follow('新しい事業を提案する');
  await window.fill('事業の名前', name);
  await window.fill('印(1文字)', stamp);
  await window.accessible('new program');
  await window.press('次へ');
  await window.fill('1回の最低額(円)', '1000');
  await window.fill('1回の上限(円)', maximum);
  await window.fill('単位(円)', '1000');
  await window.press('次へ');
  await window.fill('日数', days);
  await window.press('次へ');
  await window.accessible('new program, check');
  await between?.();
  await window.press('提案する');
  await window.sees('別の担当者の');
  await window.accessible('own proposal');
  return new URL(page.url()).pathname;
}

export async function addPlaceOnScreen(city, window, { name, reading, type = '飲食', area = '筑波', can }) {
  const { page } = window;
  await page.goto(`${city.url}/console/places/new`);
  const fields = { 名前: name, よみ: reading, 業種: type, 地区: area, '事業者・団体': `${name}合同会社` };
  for (const [label, text] of Object.entries(fields)) await window.fill(label, text);
  for (const each of ['支払いを受ける', 'チャージする']) await page.getByLabel(each).setChecked(each === can);
  await window.accessible('new place');
  await window.press('加える');
  await page.getByRole('button', { name: '招待を出す' }).click();
  const link = await page.getByLabel('招待のリンク').inputValue();
  await window.accessible('place');
  return link;
}

/** Signs a resident up; `between` is done while the code is on its way. */
export async function signUpOnScreen(city, window, { path = '/', between, then = () => window.page.locator('.balance-card').waitFor() } = {}) {
  const { page } = window;
  window.phone = freshPhone();
  await page.goto(`${city.url}${path}`);
  await page.getByRole('textbox').fill(window.phone);
  await window.accessible('telephone number');
  await window.press('確認の番号を送る');
  await window.heading(/6けたの番号/);
  const code = await codeSentTo(city, window.phone);
  await window.accessible('code');
  await between?.();
  await page.getByRole('textbox').fill(code);
  await then();
}

/** Shows the resident's code and gives what is in it. */
export async function showCode(city, window) {
  const made = window.page.waitForResponse((each) => each.url().endsWith('/api/wallet/codes') && each.status() === 201);
  await window.page.goto(`${city.url}/code`);
  const { payload } = await (await made).json();
  await window.page.locator('.code-card').waitFor();
  return payload;
}

export async function enterAmount(window, digits) {
  for (const digit of digits) await window.page.getByRole('button', { name: digit, exact: true }).click();
}

/** From the amount page to the page that is shown to the clerk. */
export async function toConfirm(window, digits) {
  await window.heading('金額を入れる');
  await enterAmount(window, digits);
  await window.press(/次へ|どうするか/);
  await window.page.locator('.face').waitFor();
}

/** The four digits and the time as a paid or received page shows them. */
export async function shown(window, selector) {
  const text = (await window.page.locator(selector).first().innerText()).replace(/\s+/g, ' ');
  return { text, time: /\d{1,2}:\d\d(:\d\d)?/.exec(text)?.[0] };
}
