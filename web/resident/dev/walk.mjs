// Walks through every screen and state of the resident app in a real browser against the stand-in server, looks for axe
// findings, cut-off content and errors, and takes pictures.
//
//   node web/resident/dev/walk.mjs OUTDIR [SIZE…]      sizes: low tall dark large old desk en; default low tall
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { oldPhone } from '../../scripts/old-phone.mjs';
import { listen, server } from './fake-api.mjs';

const [out = 'pictures', ...wanted] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const sizes = {
  low: { viewport: { width: 360, height: 640 } },
  tall: { viewport: { width: 390, height: 844 } },
  dark: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  large: { viewport: { width: 320, height: 640 }, large: true },
  desk: { viewport: { width: 1280, height: 860 } },
  old: { viewport: { width: 320, height: 568 }, old: true },
  en: { viewport: { width: 360, height: 640 }, locale: 'en-GB' },
};

const base = await listen(0);
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A fresh browser a size. 200 % text is the browser's own text size, which rem and em media queries follow. */
async function open({ large, old, ...options }) {
  const profile = mkdtempSync(join(tmpdir(), 'meguri-walk-'));
  mkdirSync(join(profile, 'Default'));
  const fonts = { webkit: { webprefs: { default_font_size: large ? 32 : 16, default_fixed_font_size: large ? 26 : 13 } } };
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(fonts));
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const context = await chromium.launchPersistentContext(profile, { executablePath, args, headless: true, ...options });
  if (old) await context.addInitScript(oldPhone);
  return { context, close: () => context.close().then(() => rmSync(profile, { recursive: true, force: true })) };
}
const clock = setTimeout(() => {
  console.error('walk: time is up');
  process.exit(2);
}, 280_000);

let findings = 0;
const problem = (words) => {
  findings++;
  console.log(`  ! ${words}`);
};

let stopped;
async function walk(name) {
  const { locale = 'ja-JP', ...options } = sizes[name];
  const { context, close } = await open({ locale, timezoneId: 'America/Los_Angeles', deviceScaleFactor: 2, bypassCSP: true, ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => problem(`${name}: page error ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security|Uncaught/.test(message.text())) problem(`${name}: ${message.text()}`);
  });
  stopped = () => page.screenshot({ path: join(out, `${name}-99-where-it-stopped.png`) }).catch(() => undefined);
  const fake = (path, body = {}) => page.request.post(`${base}/fake/${path}`, { data: body });
  const texts = locale.startsWith('en') ? 'en' : 'ja';

  const shot = async (screen, { fits = false } = {}) => {
    await page.waitForTimeout(350);
    await page.addScriptTag({ content: axe }).catch(() => undefined);
    const result = await page.evaluate(() =>
      window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
    );
    for (const each of result.violations) {
      problem(`${name}/${screen}: axe ${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join(', ')} ${each.nodes[0].failureSummary}`);
    }
    const layout = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - innerWidth,
      high: document.documentElement.scrollHeight - innerHeight,
      beyond: Array.from(document.querySelectorAll('#app *'))
        .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && each.children.length === 0)
        .map((each) => `${each.tagName}.${each.parentElement.className}>${each.className} ${each.textContent.slice(0, 12)}`)
        .slice(0, 3),
      title: document.title,
      focus: document.activeElement?.tagName,
    }));
    if (layout.wide > 0) problem(`${name}/${screen}: ${layout.wide} px too wide: ${layout.beyond.join(' | ')}`);
    if (fits && layout.high > 0 && name !== 'large' && name !== 'old') problem(`${name}/${screen}: scrolls by ${layout.high} px`);
    await page.screenshot({ path: join(out, `${name}-${screen}.png`), fullPage: name === 'large' });
    console.log(`${name}/${screen}  「${layout.title}」 focus ${layout.focus}`);
  };
  const heading = async (pattern) => {
    await page.getByRole('heading', { name: pattern }).first().waitFor({ timeout: 12000 });
  };
  const word = (ja, en) => (texts === 'en' ? en : ja);
  const press = (ja, en) => page.getByRole('button', { name: word(ja, en) }).first().click();
  const follow = (ja, en) => page.getByRole('link', { name: word(ja, en) }).first().click();
  const amount = async (digits) => {
    for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click();
  };
  const openShop = async (code = 'MUGI0000000000000001') => {
    await page.goto(`${base}/s/${code}`);
    await heading(word('金額を入れる', 'Amount'));
  };

  // Sign-up, by way of a shop's code.
  await fake('reset');
  await page.goto(`${base}/s/MUGI0000000000000001`);
  await heading(word(/携帯電話の番号/, /mobile phone/));
  await shot('01-phone');
  await page.getByRole('textbox').fill('0312345678');
  await press('確認の番号を送る', 'Send me the number');
  await page.getByText(word(/携帯電話の番号ではありません/, /not a mobile/)).first().waitFor();
  await shot('02-phone-refused');
  await page.getByRole('textbox').fill('090-1234-1234');
  await press('確認の番号を送る', 'Send me the number');
  await heading(word(/6けたの番号/, /6 digits/));
  await shot('03-code');
  await page.getByRole('textbox').fill('000000');
  await page.getByText(word(/番号が違います/, /number is not right/)).first().waitFor();
  await page.reload();
  await heading(word(/6けたの番号/, /6 digits/));
  await shot('04-code-entry');
  const { messages } = await (await page.request.get(`${base}/sim/sms/inbox`)).json();
  await page.getByRole('textbox').fill(/\d{6}/.exec(messages[0].body)[0]);
  await heading(word('金額を入れる', 'Amount'));
  await shot('05-amount-empty', { fits: true });

  // Home with nothing, top-up by the counter.
  await press('閉じる', 'Close');
  await page.getByText('0').first().waitFor();
  await shot('06-home-empty', { fits: true });
  await follow('チャージ', 'Top up');
  await heading(word('チャージ', 'Top up'));
  await shot('07-top-up');
  await follow(/コードを見せる/, /Show my code/);
  await heading(word('コードを見せる', 'Show my code'));
  await page.locator('.code-card').waitFor();
  await shot('08-code');
  await fake('top-up', { amount: 10000 });
  await heading(word('チャージしました', 'Topped up'));
  await shot('09-topped-up');
  await follow('ホームへ', 'Home');

  // Lots and history of somebody who has lived here for a while.
  await fake('sign-in', { seeded: true });
  await page.goto(`${base}/`);
  await page.getByText('12,480').first().waitFor();
  await shot('10-home', { fits: true });
  await page.goto(`${base}/lots`);
  await heading(word(/お金の期限/, /Last days/));
  await shot('11-lots');
  await page.goto(`${base}/history`);
  await page.locator('.month').first().waitFor();
  await shot('12-history');
  await press('前のものを見る', 'Show older');
  await page.getByText(word('ここまでです', 'That is all')).waitFor();
  await page.locator('.entry-cancelled').first().click();
  await page.locator('.hash').waitFor();
  await shot('13-receipt-cancelled');
  await page.goto(`${base}/menu`);
  await heading(word('メニュー', 'Menu'));
  await shot('14-menu');
  await page.goto(`${base}/help`);
  await heading(word('困ったとき', 'Help'));
  await shot('15-help');
  await page.goto(`${base}/sign-out`);
  await heading(word('サインアウト', 'Sign out'));
  await shot('16-sign-out');

  // Pay.
  await page.goto(`${base}/scan`);
  await page.locator('.scanner-problem').waitFor();
  await shot('17-scan-no-camera');
  await follow(/店の番号を入れる/, /Enter the shop/);
  await page.getByRole('textbox').fill('1111 1111 1111');
  await press('店を確かめる', 'Look up the shop');
  await page.getByText(word(/この番号の店は見つかりません/, /No shop/i)).first().waitFor();
  await shot('18-number-refused');
  await page.goto(`${base}/s/OTHERSERVICE`);
  await page.locator('.state-refused').waitFor();
  await shot('19-code-refused');
  await openShop();
  await amount('860');
  await page.getByText(word(/冬のプレミアムで払います/, /Paid with/)).waitFor();
  await shot('20-amount', { fits: true });
  await page.locator('button.use-line').click();
  await heading(word('使うお金', 'What will be used'));
  await shot('21-why');
  await press('金額にもどる', 'Back to the amount');
  await press('次へ', 'Next');
  await page.locator('.face').waitFor();
  await page.getByText('冬のプレミアム').first().waitFor();
  await shot('22-confirm', { fits: true });
  await press('860円を払う', 'Pay 860 yen');
  await heading(word('支払いました', 'Paid'));
  await shot('23-paid', { fits: true });
  await page.reload();
  await heading(word('支払いました', 'Paid'));
  await page.goBack();
  await page.waitForTimeout(300);
  if (await page.locator('.button-pay').count()) problem(`${name}: back from paid shows a pay button`);
  await page.goForward().catch(() => undefined);

  // Two kinds of money, then too little.
  await openShop();
  await amount('20000');
  await page.getByText(word(/円足りません/, /yen short/)).waitFor();
  await shot('24-amount-short', { fits: true });
  await press('次へ', 'Next');
  await page.locator('.state-refused').waitFor();
  await shot('25-refused-short');
  await fake('faults', { refuse: 'place_closed' });
  await press(/円払い、残りは現金/, /the rest in cash/);
  await page.locator('.face').waitFor();
  await shot('26-confirm-all', { fits: true });
  await press(/円を払う/, /Pay .* yen/);
  await page.locator('.state-refused').waitFor();
  await shot('27-refused-by-server');

  // Busy: put off, the same key again.
  await fake('faults', { refuse: null });
  await openShop();
  await amount('500');
  await press('次へ', 'Next');
  await page.locator('.face').waitFor();
  await fake('faults', { refuse: 'queue_full' });
  await press(/円を払う/, /Pay .* yen/);
  await page.locator('.note-persimmon').waitFor();
  await shot('28-put-off');
  await fake('faults', { refuse: null });

  // The answer is lost; leaving; home says so; it ends by itself.
  await openShop();
  await amount('860');
  await press('次へ', 'Next');
  await page.locator('.face').waitFor();
  await fake('faults', { drop_payments: 1000, drop_close: 1000 });
  await press('860円を払う', 'Pay 860 yen');
  await heading(word('確認中です', 'Checking'));
  await shot('29-unknown', { fits: name === 'tall' });
  await follow(/ホームへ/, /Home/);
  await page.locator('.strip-unknown').waitFor();
  await shot('30-home-checking', { fits: true });
  await page.locator('.strip-unknown a').click();
  await heading(word('確認中です', 'Checking'));
  await fake('faults', { drop_payments: 0, drop_close: 0 });
  await press('今すぐ確かめる', 'Check now');
  await heading(word('支払いました', 'Paid'));
  await shot('31-paid-after-unknown', { fits: true });

  // The whole payment by keyboard alone.
  const tabTo = async (pattern) => {
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const { activeElement: each } = document;
        if (each === document.body) return { name: 'the page itself' };
        return { name: each.getAttribute('aria-label') ?? each.textContent, ring: getComputedStyle(each).outlineStyle !== 'none' };
      });
      if (!pattern.test(focus.name)) continue;
      if (!focus.ring) problem(`${name}: no visible focus on ${focus.name}`);
      return;
    }
    throw new Error(`${pattern} cannot be reached by Tab`);
  };
  await page.goto(`${base}/`);
  await page.locator('.balance-card').waitFor();
  await tabTo(word(/読み取って払う/, /Scan and pay/));
  await page.keyboard.press('Enter');
  await page.locator('.scanner-problem').waitFor();
  await tabTo(word(/店の番号を入れる/, /Enter the shop/));
  await page.keyboard.press('Enter');
  await heading(word('店の番号', /Shop.s number/));
  await page.waitForTimeout(300); // the heading takes focus first
  await tabTo(/^$/);
  await page.keyboard.type('40391827');
  await page.keyboard.press('Enter');
  await heading(word('金額を入れる', 'Amount'));
  await page.keyboard.type('1210');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await page.locator('.face').waitFor();
  await tabTo(word(/^121円を払う/, /^Pay 121 yen/));
  await shot('38-focus');
  await page.keyboard.press('Enter');
  await heading(word('支払いました', 'Paid'));
  await tabTo(word(/残高を見る/, /Balance/));
  await page.keyboard.press('Enter');
  await tabTo(word(/終わる/, /Done/));
  await page.keyboard.press('Enter');
  await page.locator('.balance-card').waitFor();

  // Offline, blocked, trouble of ours.
  await page.goto(`${base}/`);
  await page.locator('.balance-card').waitFor();
  await context.setOffline(true);
  await page.locator('.strip-offline').waitFor({ timeout: 3000 });
  await shot('32-home-offline', { fits: true });
  await context.setOffline(false);
  await fake('wallet', { status: 'blocked' });
  await page.reload();
  await page.locator('.action-reason').waitFor();
  await shot('33-home-blocked');
  await page.goto(`${base}/code`);
  await page.locator('.state').waitFor();
  await shot('34-code-blocked');
  await fake('wallet', { status: 'active' });
  await fake('faults', { slow_ms: 60000 });
  await page.evaluate(() => localStorage.removeItem('meguri.kept.wallet'));
  await page.goto(`${base}/`);
  await page.locator('.skeleton').first().waitFor();
  await shot('35-home-loading', { fits: true });
  await fake('faults', { slow_ms: 0 });
  await fake('faults', { down: true });
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${base}/`);
  await page.locator('.state').waitFor();
  await shot('39-trouble');
  await fake('faults', { down: false });
  await press('もう一度試す', 'Try again');
  await page.locator('.balance-card').waitFor();
  await page.goto(`${base}/nothing-here`);
  await heading(word('この画面はありません', 'no such page'));
  await shot('36-not-found');
  await fake('end-sessions');
  await heading(word(/携帯電話の番号/, /mobile phone/));
  await shot('37-thrown-out');
  await close();
}

let failed = false;
for (const name of wanted.length > 0 ? wanted : ['low', 'tall']) {
  await walk(name).catch(async (error) => {
    failed = true;
    await stopped();
    console.error(`${name}: ${error.stack}`);
  });
}
clearTimeout(clock);
server.closeAllConnections();
server.close();
console.log(`${findings} findings`);
process.exit(failed || findings > 0 ? 1 : 0);
