// Browsers for the tests of the screens: Debian's Chromium with a camera that sees one picture. Every answer of /api that a
// page receives is held against the contract; whatever a page complains about fails the test that asks `quiet()`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { judge, operationOf } from './contract.mjs';
import { root } from './program.mjs';
import { shoot } from './shots.mjs';

const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');
const { encode } = await import(pathToFileURL(require.resolve('uqr')).href);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const sizes = { phone: { width: 360, height: 640 }, tablet: { width: 1024, height: 768 }, desk: { width: 1280, height: 800 } };
const quietly = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const longest_ms = process.env.MEGURI_SHOTS ? 900_000 : 240_000; // pictures take their time

/** One frame of 640 × 480 with the code in its middle, as a camera would see the paper from near. */
export function picture(payload) {
  const [width, height] = [640, 480];
  const { data, size } = encode(payload, { ecc: 'M', border: 4 });
  const scale = Math.floor(height / size);
  const [left, top] = [Math.floor((width - size * scale) / 2), Math.floor((height - size * scale) / 2)];
  const luma = Buffer.alloc(width * height, 235);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      if (data[Math.floor(y / scale)][Math.floor(x / scale)]) luma[(top + y) * width + left + x] = 16;
    }
  }
  const grey = Buffer.alloc((width * height) / 2, 128);
  return Buffer.concat([Buffer.from('YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\nFRAME\n'), luma, grey]);
}

export class Browser {
  /** camera: what its camera sees (the text of a code); without it there is none. */
  static async launch({ camera } = {}) {
    const it = new Browser();
    it.folder = mkdtempSync(join(tmpdir(), 'meguri-test-browser-'));
    const args = [...quietly];
    if (camera) {
      const film = join(it.folder, 'camera.y4m');
      writeFileSync(film, picture(camera));
      args.push('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`);
    }
    it.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args, timeout: 30_000 });
    it.clock = setTimeout(() => void it.close(), longest_ms);
    it.clock.unref();
    return it;
  }

  /** Somebody's window, with what it remembers (`state` of another one) and of one size. */
  async open({ size = 'phone', state, init, ...options } = {}) {
    const context = await this.browser.newContext({
      viewport: sizes[size],
      locale: 'ja-JP',
      timezoneId: 'America/Los_Angeles',
      reducedMotion: 'reduce',
      storageState: state,
      ...options,
    });
    context.setDefaultTimeout(10_000);
    await context.addInitScript(axe);
    const it = new Window(context);
    if (init) {
      await context.addInitScript(init);
      // Playwright itself needs what such a phone lacks: nothing is evaluated there, what it lacks stands in an attribute.
      await context.addInitScript(() => addEventListener('DOMContentLoaded', () => document.documentElement.setAttribute('data-clone', typeof structuredClone)));
      it.old = true;
    }
    it.page = await context.newPage();
    it.watch(it.page);
    return it;
  }

  async close() {
    clearTimeout(this.clock);
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What the windows show, as pictures in var/test/screens: for looking at after a failure. */
export async function pictures(windows) {
  for (const [who, window] of Object.entries(windows)) {
    await window.page.screenshot({ path: join(root, 'var/test/screens', `${who}.png`) }).catch(() => undefined);
  }
}

/** What a client of the API has, as a browser remembers it. */
export function stateOf({ cookie }) {
  const [name, value] = cookie.split('=');
  return { cookies: [{ name, value, domain: 'localhost', path: '/', httpOnly: true, secure: false, sameSite: 'Lax', expires: -1 }], origins: [] };
}

export class Window {
  complaints = [];
  judging = [];
  visited = new Set();

  constructor(context) {
    this.context = context;
  }

  state() {
    return this.context.storageState();
  }

  watch(page) {
    page.on('pageerror', (error) => this.complaints.push(`page error: ${error.stack ?? error.message}`));
    page.on('console', (line) => {
      // What the network did is said by the answers themselves.
      if (line.type() === 'error' && !/Failed to load resource|net::ERR_|error occurred when fetching the script/.test(line.text())) this.complaints.push(`console: ${line.text()}`);
    });
    page.on('response', (response) => this.judging.push(this.#judge(response)));
    return page;
  }

  async #judge(response) {
    const { pathname } = new URL(response.url());
    const method = response.request().method();
    const operation = operationOf(method, pathname);
    if (!operation) {
      if (pathname.startsWith('/api/')) this.complaints.push(`${method} ${pathname} is not in the contract`);
      return;
    }
    const headers = response.headers();
    const stream = headers['content-type'] === 'text/event-stream';
    let body = '';
    try {
      // A page that went on takes the body of an answer with it.
      if (!stream && response.status() !== 204) body = await response.text();
    } catch {
      return;
    }
    try {
      judge(operation, { status: response.status(), type: headers['content-type'], body, headers });
    } catch (error) {
      this.complaints.push(error.message);
    }
  }

  /** No complaint of the page or of the contract since it was opened. */
  async quiet() {
    await Promise.all(this.judging);
    if (this.complaints.length > 0) throw new Error(this.complaints.join('\n'));
  }

  /** The screen once it has come in: no axe finding, nothing wider than the window. */
  async accessible(name) {
    if (this.old) return;
    const { violations, wide } = await this.page.evaluate(async (runOnly) => {
      const comingIn = document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime < Infinity);
      await Promise.allSettled(comingIn.map((each) => each.finished));
      const found = await window.axe.run(document, { runOnly });
      const wide = document.documentElement.scrollWidth - window.innerWidth;
      return { violations: found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].target} ${nodes[0].failureSummary}`), wide };
    }, rules);
    this.visited.add(name);
    if (violations.length > 0) throw new Error(`${name}: ${violations.join('\n')}`);
    if (wide > 0) throw new Error(`${name} is ${wide} px wider than the window`);
    await shoot(this.page, name);
  }

  heading(name) {
    return this.page.getByRole('heading', { name }).first().waitFor();
  }
  sees(text) {
    return this.page.getByText(text).first().waitFor();
  }
  press(name) {
    return this.page.getByRole('button', { name }).first().click();
  }
  follow(name) {
    return this.page.getByRole('link', { name }).first().click();
  }
  fill(label, text) {
    return this.page.getByLabel(label, { exact: true }).fill(text);
  }

  /** The screen for somebody with the narrowest phone and letters of twice the size: nothing is wider than the window, no
      word is cut off. */
  async readableLarge(name) {
    const before = this.page.viewportSize();
    const inside = await this.context.newCDPSession(this.page);
    const letters = (standard, fixed) => inside.send('Page.setFontSizes', { fontSizes: { standard, fixed } });
    await this.page.setViewportSize({ width: 320, height: 640 });
    await letters(32, 26);
    const found = await this.page.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const cut = [...document.querySelectorAll('body *')].filter((each) => {
        const style = getComputedStyle(each);
        const words = [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '');
        // What is for ears alone is a pixel large by intention; what scrolls can be read.
        if (!words || each.clientWidth <= 1 || style.display === 'inline') return false;
        const clips = (axis) => /hidden|clip/.test(axis);
        return (clips(style.overflowX) && each.scrollWidth > each.clientWidth + 1) || (clips(style.overflowY) && each.scrollHeight > each.clientHeight + 1);
      });
      return { wide: document.documentElement.scrollWidth - window.innerWidth, cut: cut.map((each) => each.textContent.trim().slice(0, 40)) };
    });
    await letters(16, 13);
    await this.page.setViewportSize(before);
    await inside.detach();
    if (found.wide > 0) throw new Error(`${name} is ${found.wide} px wider than a window of 320 px with letters of 200 %`);
    if (found.cut.length > 0) throw new Error(`${name} with letters of 200 %: cut off: ${found.cut.join(' | ')}`);
  }

  /** As for somebody who has set the browser's letters to twice their size. */
  async largeLetters() {
    const inside = await this.context.newCDPSession(this.page);
    await inside.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  }

  async close() {
    await this.context.close();
  }
}
