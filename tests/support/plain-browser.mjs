// Browsers that playwright does not drive: Chromium 67, which is what an Android 9 phone left the shop with, by its own protocol, and
// WebKitGTK by WebDriver. What a person does is told in one script that both can run: look for words, press, type.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliDecompressSync } from 'node:zlib';
import { picture, sizes } from './browser.mjs';
import { root } from './program.mjs';

const require = createRequire(join(root, 'web/package.json'));
const { WebSocket } = require('ws');
const longest_ms = 120_000; // of a browser's life
const patience_ms = 15_000; // until something is to be seen

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function until(seconds_ms, what, look) {
  const end = Date.now() + seconds_ms;
  let found;
  let trouble;
  do {
    try {
      found = await look();
      if (found) return found;
    } catch (error) {
      trouble = error; // the page is on its way to another address
    }
    await wait(100);
  } while (Date.now() < end);
  throw new Error(`${what} never came${trouble ? `: ${trouble.message}` : ''}`);
}

function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: 'ignore', detached: true, ...options });
  const stop = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // it has ended
    }
  };
  const clock = setTimeout(stop, longest_ms);
  clock.unref();
  return () => {
    clearTimeout(clock);
    stop();
  };
}

/** A window of a browser that can go to an address and run a script in the page; the rest is scripts. */
class PlainWindow {
  constructor(browser) {
    this.browser = browser;
  }
  go(address) {
    return this.browser.go(address);
  }
  text() {
    return this.browser.run('return document.body.innerText');
  }
  async sees(words) {
    const wanted = words.replace(/\s/g, '');
    await until(patience_ms, words, async () => (await this.text()).replace(/\s/g, '').includes(wanted)).catch(async (error) => {
      throw new Error(`${error.message}; the page says: ${await this.text()}`);
    });
  }
  /** What a selector finds, and of that what says `words`: pressed once it can be. */
  async press(words, selector = 'button, a') {
    const script = `
      var all = document.querySelectorAll(${JSON.stringify(selector)});
      for (var i = 0; i < all.length; i++) {
        if (all[i].disabled || all[i].getAttribute('aria-disabled') === 'true') continue;
        var name = (all[i].getAttribute('aria-label') || all[i].textContent).replace(/\\s/g, '');
        if (name.indexOf(${JSON.stringify(words.replace(/\s/g, ''))}) < 0) continue;
        all[i].click();
        return true;
      }
      return false;`;
    await until(patience_ms, `the button ${words}`, () => this.browser.run(script));
  }
  async keys(digits) {
    for (const digit of digits) await this.#key(digit);
  }
  #key(digit) {
    const script = `
      var all = document.querySelectorAll('button');
      for (var i = 0; i < all.length; i++) if (all[i].textContent.trim() === '${digit}') { all[i].click(); return true; }
      return false;`;
    return until(patience_ms, `the key ${digit}`, () => this.browser.run(script));
  }
  async type(text, selector = 'input') {
    const script = `
      var field = document.querySelector(${JSON.stringify(selector)});
      if (!field) return false;
      var set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
      set.call(field, ${JSON.stringify(text)});
      field.dispatchEvent(new Event('input', { bubbles: true }));
      return true;`;
    await until(patience_ms, 'the field', () => this.browser.run(script));
  }
  async close() {
    await this.browser.close();
  }
}

// Chromium 67 comes packed in an npm package; unpacked once a machine.
function chromium67() {
  const packed = join(dirname(require.resolve('chrome-aws-lambda/package.json')), 'bin/chromium.br');
  const program = join(root, 'var/test/chromium-67');
  if (existsSync(program)) return program;
  mkdirSync(dirname(program), { recursive: true });
  const fresh = `${program}.${process.pid}`;
  writeFileSync(fresh, brotliDecompressSync(readFileSync(packed)));
  chmodSync(fresh, 0o755);
  renameSync(fresh, program); // two files of tests may unpack it at once
  return program;
}

class DevTools {
  #next = 0;
  #waiting = new Map();

  constructor(socket, folder, stop) {
    Object.assign(this, { socket, folder, stop });
    socket.on('message', (text) => {
      const { id, result, error } = JSON.parse(text);
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result);
    });
  }
  ask(method, params = {}) {
    const id = ++this.#next;
    this.socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }
  go(address) {
    return this.ask('Page.navigate', { url: address });
  }
  async run(script) {
    const answer = await this.ask('Runtime.evaluate', { expression: `(function () {${script}})()`, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value;
  }
  async close() {
    this.socket.terminate();
    this.stop();
    await wait(200);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** `camera`: what it sees (the text of a code); `cookie`: of somebody who is signed in at `url`. */
export async function openChromium67(url, { camera, cookie, size = 'phone' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'meguri-test-browser-'));
  const port = await freePort();
  const { width, height } = sizes[size];
  const args = [
    '--headless', '--no-sandbox', '--disable-gpu', '--no-zygote', '--no-first-run', '--disable-background-networking', '--lang=ja',
    `--window-size=${width},${height}`, `--remote-debugging-port=${port}`, `--user-data-dir=${folder}`,
  ];
  if (camera) {
    writeFileSync(join(folder, 'camera.y4m'), picture(camera));
    args.push('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${join(folder, 'camera.y4m')}`);
  }
  const stop = start(chromium67(), [...args, 'about:blank']);
  const page = await until(patience_ms, 'Chromium 67', async () => {
    const pages = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
    return pages.find((each) => each.type === 'page');
  });
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  await new Promise((done, fail) => socket.once('open', done).once('error', fail));
  const browser = new DevTools(socket, folder, stop);
  await browser.ask('Page.enable');
  if (cookie) {
    const [name, value] = cookie.split('=');
    await browser.ask('Network.setCookie', { url, name, value, httpOnly: true });
  }
  return new PlainWindow(browser);
}

class WebDriver {
  constructor(address, stop) {
    Object.assign(this, { address, stop });
  }
  async ask(path, body, method = 'POST') {
    const answer = await fetch(`${this.address}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(value?.message ?? `${path}: ${answer.status}`);
    return value;
  }
  go(address) {
    return this.ask('/url', { url: address });
  }
  run(script) {
    return this.ask('/execute/sync', { script, args: [] });
  }
  async close() {
    await this.ask('', undefined, 'DELETE').catch(() => undefined);
    this.stop();
  }
}

/** The nearest to Safari that runs on Debian: the same engine, of today, with no camera. */
export async function openWebKit(url, { cookie } = {}) {
  const port = await freePort();
  const stop = start('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${port}`]);
  const server = `http://127.0.0.1:${port}`;
  await until(patience_ms, 'WebKitWebDriver', async () => (await fetch(`${server}/status`)).ok);
  const wanted = { alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser(), args: ['--automation'] } } };
  const { sessionId } = await new WebDriver(server, stop).ask('/session', { capabilities: wanted });
  const browser = new WebDriver(`${server}/session/${sessionId}`, stop);
  await browser.ask('/window/rect', { ...sizes.phone });
  if (cookie) {
    const [name, value] = cookie.split('=');
    await browser.go(`${url}/help`);
    await browser.ask('/cookie', { cookie: { name, value, path: '/', httpOnly: true } });
  }
  return new PlainWindow(browser);
}

function miniBrowser() {
  const places = ['4.1', '4.0'].map((each) => `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/webkit2gtk-${each}/MiniBrowser`);
  return places.find((each) => existsSync(each)) ?? places[0];
}
