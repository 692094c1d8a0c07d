// A program of a test: started with its output in a file, always ended by its own process id, and never living longer
// than the test that started it (the kernel ends it when this process dies, however that happens).
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const meguri = process.env.MEGURI_PROGRAM ?? join(root, 'build/dev/bin/meguri');

// Far from Japan and from UTF-8: nothing may lean on the machine's settings.
const environment = { PATH: process.env.PATH, HOME: process.env.HOME ?? '/', TZ: 'UTC', LANG: 'C', LC_ALL: 'C' };
const longest_ms = 280_000;
const running = new Set();
process.on('exit', () => running.forEach((each) => each.signal('SIGKILL')));

export class Program {
  constructor(words, { log, as = [], deathSignal = 'KILL' }) {
    this.log = log;
    this.name = words[0];
    const out = openSync(log, 'a', 0o600);
    const command = ['--pdeathsig', deathSignal, ...as, ...words];
    this.child = spawn('setpriv', command, { stdio: ['ignore', out, out], env: environment });
    closeSync(out);
    this.code = null;
    this.ended = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
        running.delete(this);
        clearTimeout(this.clock);
        this.code = code ?? signal;
        resolve(this.code);
      });
    });
    running.add(this);
    this.clock = setTimeout(() => this.signal('SIGKILL'), longest_ms);
    this.clock.unref();
  }

  signal(name) {
    if (this.code === null) this.child.kill(name);
  }

  /** Ends it and waits; one that does not listen within `patience_ms` is killed and that is a failure. */
  async stop(name = 'SIGTERM', patience_ms = 15_000) {
    this.signal(name);
    let late = false;
    const clock = setTimeout(() => {
      late = true;
      this.signal('SIGKILL');
    }, patience_ms);
    const code = await this.ended;
    clearTimeout(clock);
    if (late) throw new Error(`${this.name} did not end within ${patience_ms} ms of ${name}\n${this.output()}`);
    return code;
  }

  output() {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8') : '';
  }
}

/** Runs a program to its end: {code, output}; one that goes on for `seconds` is killed, its code is then SIGKILL. */
export async function runToEnd(words, { seconds = 30, ...options }) {
  const program = new Program(words, options);
  const clock = setTimeout(() => program.signal('SIGKILL'), seconds * 1000);
  const code = await program.ended;
  clearTimeout(clock);
  return { code, output: program.output() };
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again until there is a true answer. */
export async function until(what, ask, { seconds = 10, every_ms = 25 } = {}) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for ${what}`);
    await sleep(every_ms);
  }
}

/** Steps of one story: after the first that failed the others only say so, instead of waiting for what cannot come. */
export function steps(test, { failed = () => undefined } = {}) {
  let broken = '';
  return (name, act) =>
    test(name, async (context) => {
      if (broken) throw new Error(`not reached: "${broken}" failed`);
      try {
        await act(context);
      } catch (error) {
        broken = name;
        await failed(name);
        throw error;
      }
    });
}
