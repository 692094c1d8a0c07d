// A city in a folder of its own, served by the real program on a free port. It can be killed, ended and started again on
// the same data and address, like the real one after a power cut.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from './api.mjs';
import { Postgres } from './postgres.mjs';
import { Program, freePort, meguri, root, runToEnd, until } from './program.mjs';

const secret = { mode: 0o600 };
export const [cardSecret, cardMessagesSecret] = ['sk_a-secret-of-the-card-account', 'whsec_another-secret'];
export const clearingSecret = 'a-secret-of-the-clearing-side';

export class City {
  /**
   * An empty city, as after `meguri init`: `invitations` are the two operators' links.
   * postgres: on a PostgreSQL of its own; generous: no limits per address and person;
   * sms: further lines of its [sms]; cards: another city whose simulator takes the cards' payments (its own otherwise);
   * null: none; clearing: the same with the clearing side of public dues.
   */
  static async create({ postgres = false, environment = 'test', generous = true, publicUrl, sms = '', cards, clearing, serve = true } = {}) {
    const city = new City();
    city.folder = mkdtempSync(join(tmpdir(), 'meguri-test-city-'));
    city.port = await freePort();
    city.url = `http://localhost:${city.port}`;
    city.flags = generous ? ['--generous-limits'] : [];
    city.postgres = postgres ? await Postgres.start() : null;
    city.database = postgres ? city.postgres.newDatabase() : `sqlite://${join(city.folder, 'city.db')}`;
    writeFileSync(join(city.folder, 'sms.token'), 'a-secret-of-the-gateway', secret);
    writeFileSync(join(city.folder, 'card.secret'), cardSecret, secret);
    writeFileSync(join(city.folder, 'card-messages.secret'), cardMessagesSecret, secret);
    writeFileSync(join(city.folder, 'clearing.secret'), clearingSecret, secret);
    city.web = copyOfApps(city.folder);
    city.config = join(city.folder, 'city.toml');
    if (environment !== 'production') city.ahead_minutes = minutesUntilTen();
    writeFileSync(city.config, configuration(city, environment, publicUrl ?? city.url, cards === undefined ? city : cards, clearing === undefined ? city : clearing) + sms);
    const made = await city.run('init', '--config', city.config);
    if (made.code !== 0) throw new Error(`init: ${made.output}`);
    city.invitations = made.output.match(/\S+#\S+/g);
    if (serve) await city.start();
    return city;
  }

  /** The day in Japan, `days` from the city's today: 2026-11-22. */
  day(days = 0) {
    return new Date(this.now() + (9 * 60 + days * 24 * 60) * 60_000).toISOString().slice(0, 10);
  }

  /** The demo city: people, shops and two weeks of history; `demo` is its demo.json. */
  static async demo() {
    const city = new City();
    city.folder = mkdtempSync(join(tmpdir(), 'meguri-test-demo-'));
    city.port = await freePort();
    city.url = `http://localhost:${city.port}`;
    city.flags = ['--generous-limits'];
    city.web = copyOfApps(city.folder);
    city.config = join(city.folder, 'city.toml');
    city.database = `sqlite://${join(city.folder, 'city.db')}`;
    city.command = () => ['demo', '--data', city.folder, '--port', String(city.port)];
    await city.start(120);
    city.demo = JSON.parse(readFileSync(join(city.folder, 'demo.json'), 'utf8'));
    return city;
  }

  command() {
    return ['serve', '--config', this.config];
  }

  // How far the server's clock stands before ours. A city under test lives at ten in the morning, Japan's time, so that no
  // test runs into midnight by chance; and everything that asks a clock other than the server's shows itself.
  ahead_minutes = 0;
  now = () => this.stands_at ?? Date.now() + this.ahead_minutes * 60_000;

  /** Sets the server's clock to a moment (unix ms); it stands there, or goes on from there. */
  async setClock(at, { stands = true } = {}) {
    await new Client(this).do('setClock', { body: { to: inJapan(at), stands } });
    this.stands_at = stands ? at : undefined;
    this.ahead_minutes = (at - Date.now()) / 60_000;
  }

  starts = 0; // connections of an earlier start are no use any more

  async start(seconds = 20) {
    this.starts += 1;
    const clock = this.ahead_minutes > 0 ? ['--clock-ahead', String(Math.floor(this.ahead_minutes))] : [];
    this.server = new Program([meguri, ...this.command(), '--web', this.web, ...this.flags, ...clock], { log: join(this.folder, 'server.log') });
    await until('the server', () => this.isReady(), { seconds });
  }

  isReady() {
    if (this.server.code !== null) throw new Error(`the server did not start: ${this.tail()}`);
    return new Promise((resolve) => {
      const request = get({ host: '127.0.0.1', port: this.port, path: '/readyz', agent: false, timeout: 2000 }, (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(false));
    });
  }

  async restart({ signal = 'SIGTERM', later_minutes = 0 } = {}) {
    await this.end(signal);
    this.ahead_minutes += later_minutes;
    await this.start();
  }

  /** What the server wrote last, for a test that failed. */
  tail(lines = 15) {
    return this.log().trimEnd().split('\n').slice(-lines).join('\n');
  }

  /** SIGTERM must end it well; a kill is a kill. */
  async end(signal = 'SIGTERM') {
    const code = await this.server.stop(signal);
    if (signal === 'SIGTERM' && code !== 0) throw new Error(`the server ended with ${code}: ${this.tail()}`);
  }

  /** Another command of the same program. */
  run(...words) {
    return runToEnd([meguri, ...words], { log: join(this.folder, `${words[0]}-${Date.now()}.log`) });
  }

  /** Recomputes the books; anything but "0 differences" fails. */
  async verify() {
    const { code, output } = await this.run('verify', '--database', this.database);
    if (code !== 0 || !output.includes('\n0 differences')) throw new Error(`verify: ${output}`);
    return output;
  }

  log() {
    return readFileSync(join(this.folder, 'server.log'), 'utf8');
  }

  async remove() {
    if (this.server && this.server.code === null) await this.end('SIGKILL');
    if (this.postgres) await this.postgres.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** 2026-11-22T09:00:00.000+09:00 */
export const inJapan = (at) => `${new Date(at + 9 * 3_600_000).toISOString().slice(0, -1)}+09:00`;

/** The built apps as they are now: whoever builds them anew meanwhile does not change what is served. */
function copyOfApps(folder) {
  const copy = join(folder, 'web');
  for (const app of ['resident', 'shop', 'console']) cpSync(join(root, 'web/dist', app), join(copy, app), { recursive: true });
  return copy;
}

function minutesUntilTen() {
  const minute = Math.floor(Date.now() / 60_000 + 9 * 60) % (24 * 60);
  return (10 * 60 - minute + 24 * 60) % (24 * 60);
}

const configuration = (city, environment, publicUrl, cards, clearing) => `[city]
name = "熊谷市"
telephone = "048-524-1111"

[server]
listen = "127.0.0.1:${city.port}"
public_url = "${publicUrl}"
environment = "${environment}"

[database]
url = "${city.database}"

[keys]
file = "city.key"

${cards ? cardPayments(environment, cards) : ''}
${clearing ? publicDues(environment, clearing) : ''}
[sms]
url = "${environment === 'production' ? 'https://sms.example' : `http://127.0.0.1:${city.port}/sim/sms`}"
account = "ACtest"
token_file = "sms.token"
sender = "+815000000000"
`;

const cardPayments = (environment, cards) => `[card_payments]
url = "${environment === 'production' ? 'https://cards.example' : `http://127.0.0.1:${cards.port}/sim/card`}"
secret_file = "card.secret"
webhook_secret_file = "card-messages.secret"
`;

const publicDues = (environment, clearing) => `[public_dues]
url = "${environment === 'production' ? 'https://clearing.example' : `http://127.0.0.1:${clearing.port}/sim/clearing`}"
secret_file = "clearing.secret"
organization = "11202"
taxes = ["001 市民税・県民税", "002,012 固定資産税", "003 軽自動車税"]
`;
