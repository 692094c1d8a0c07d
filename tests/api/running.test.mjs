// The server as a program: slow and oversized clients, limits, overload, a store that goes away, SIGTERM, configuration,
// secrets, and what may stand in its log and its database.
import assert from 'node:assert/strict';
import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client, send } from '../support/api.mjs';
import { City, cardMessagesSecret, cardSecret } from '../support/city.mjs';
import { met, refusals } from '../support/contract.mjs';
import * as people from '../support/people.mjs';
import { sleep, until } from '../support/program.mjs';

const words = new Set(refusals.map((each) => each.word));

/** Writes bytes as they are and gives everything that comes back until the server closes (or `patience_ms`). */
function raw(city, parts, { patience_ms = 14_000, pause_ms = 0 } = {}) {
  return new Promise((resolve, reject) => {
    const socket = connect(city.port, '127.0.0.1');
    let text = '';
    const clock = setTimeout(() => socket.destroy(), patience_ms);
    socket.on('data', (chunk) => (text += chunk));
    socket.on('error', (error) => (error.code === 'EPIPE' || error.code === 'ECONNRESET' ? undefined : reject(error)));
    socket.on('close', () => {
      clearTimeout(clock);
      resolve(text);
    });
    socket.on('connect', async () => {
      for (const part of parts) {
        socket.write(part);
        await sleep(pause_ms);
      }
    });
  });
}

describe('clients that misbehave', () => {
  let city;
  before(async () => {
    city = await City.create();
  });
  after(() => city?.remove());
  const head = (path, further = '') => `POST ${path} HTTP/1.1\r\nHost: localhost\r\nX-Meguri: 1\r\nContent-Type: application/json\r\n${further}\r\n`;
  const refusedWith = (answer, status, word) => {
    assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), answer.slice(0, 200));
    met(word);
    assert.ok(words.has(word) && answer.includes(`"refusal":"${word}"`), answer);
  };

  test('too slow, too large, or speaking nonsense: each is told so and let go', async () => {
    const slow = raw(city, [head('/api/sign-up/code', 'Content-Length: 30\r\n'), '{"ph', 'one"'], { pause_ms: 1000 });
    const slow_head = raw(city, ['POST /api/sign-up/code HTTP/1.1\r\nHost: loc'], {});
    refusedWith(await raw(city, [head('/api/sign-up/code', 'Content-Length: 99999999\r\n'), 'x'.repeat(100_000)]), 413, 'request_too_large');
    refusedWith(await raw(city, [head('/api/sign-up/code', 'Transfer-Encoding: chunked\r\n'), `20000\r\n${'x'.repeat(0x20000)}\r\n0\r\n\r\n`]), 413, 'request_too_large');
    refusedWith(await raw(city, [head('/api/sign-up/code', `X-Long: ${'x'.repeat(20_000)}\r\n`)]), 413, 'request_too_large');
    for (const nonsense of ['GET\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00', 'POST / HTTP/9.9\r\n\r\n', `${head('/api/keys', 'Content-Length: 2\r\nContent-Length: 3\r\n')}{}`, 'GET /healthz HTTP/1.1\r\n\r\n']) {
      refusedWith(await raw(city, [nonsense], { patience_ms: 3000 }), 400, 'invalid_request');
    }
    for (const answer of [await slow, await slow_head]) refusedWith(answer, 408, 'request_too_slow');
    assert.equal((await send(city, { method: 'GET', path: '/healthz' })).status, 200);
  });

  test('files outside the apps are not served, and every page is guarded', async () => {
    for (const path of ['/../city.toml', '/%2e%2e/city.toml', '/assets/../../city.key', '//etc/passwd', '/.built-from']) {
      const answer = await send(city, { method: 'GET', path });
      assert.doesNotMatch(answer.body, /\[city\]|root:/, path);
    }
    for (const path of ['/', '/shop/', '/console/']) {
      const { headers } = await send(city, { method: 'GET', path });
      assert.match(headers['content-security-policy'], /default-src 'self'.*frame-ancestors 'none'/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['referrer-policy'], 'no-referrer');
    }
  });
});

describe('limits', () => {
  let city, it;
  before(async () => {
    city = await City.create({ generous: false });
    it = await people.furnish(city);
  });
  after(() => city?.remove());

  test('one person who asks too much is told to wait; others go on', async () => {
    const [greedy, other] = [await people.signUp(city), await people.signUp(city)];
    const answers = await Promise.all(Array.from({ length: 90 }, () => greedy.call('openKey')));
    const refused = answers.filter((each) => each.status === 429);
    assert.ok(refused.length > 10 && refused.length < 60, `${refused.length} of 90`);
    assert.ok(Number(refused[0].headers['retry-after']) >= 1);
    await other.key();
    await sleep(Number(refused[0].headers['retry-after']) * 1000 + 200);
    await greedy.key();
  });

  test('when the office asks for more than can be under way, it is shed and payments are not', async () => {
    await city.end();
    city.flags = ['--generous-limits'];
    await city.start();
    const resident = await people.signUp(city, people.freshPhone());
    const page = await people.amountPage(resident, it.shop, 1);
    const rush = Array.from({ length: 400 }, () => it.anna.call('getDashboard', { agent: false }));
    const payment = await resident.call('createPayment', { body: page, agent: false });
    assert.equal(payment.json.refusal, 'insufficient_balance');
    const shed = (await Promise.all(rush)).filter((each) => each.status !== 200);
    assert.ok(shed.length > 0, 'all 400 were served');
    assert.deepEqual([...new Set(shed.map((each) => each.json.refusal))], ['queue_full']);
  });
});

describe('SIGTERM', () => {
  test('lets a payment under way be answered, and ends well', async () => {
    const city = await City.create();
    try {
      const it = await people.furnish(city);
      const resident = await people.signUp(city);
      await people.topUp(it.clerk, resident, 5000);
      const body = JSON.stringify(await people.amountPage(resident, it.shop, 777));
      const headers = `POST /api/payments HTTP/1.1\r\nHost: localhost:${city.port}\r\nCookie: ${resident.cookie}\r\nX-Meguri: 1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
      const idle = raw(city, ['']);
      const answer = raw(city, [headers + body.slice(0, 20), body.slice(20)], { pause_ms: 600 });
      await sleep(200);
      await city.end();
      assert.match(await answer, /^HTTP\/1.1 201 /);
      assert.equal(await idle, '');
      await city.start();
      assert.equal((await resident.do('getWallet')).balance, 5000 - 777);
      await city.end();
      await city.verify();
    } finally {
      await city.remove();
    }
  });
});

describe('a store that goes away', () => {
  test('pauses payments, serves again by itself, and neither loses nor doubles', async () => {
    const city = await City.create({ postgres: true });
    try {
      const it = await people.furnish(city);
      const resident = await people.signUp(city);
      await people.topUp(it.clerk, resident, 10_000);
      const anybody = new Client(city);
      const bodies = [];
      for (let n = 0; n < 8; n++) bodies.push(await people.amountPage(resident, it.shop, 100 + n));
      const under_way = bodies.slice(0, 5).map((body) => resident.call('createPayment', { body, agent: false }));
      await city.postgres.kill();
      const answers = [...(await Promise.all(under_way)), ...(await Promise.all(bodies.slice(5).map((body) => resident.call('createPayment', { body }))))];
      for (const { status, json } of answers) assert.ok(status === 201 || ['paused', 'outcome_unknown'].includes(json.refusal), JSON.stringify(json));
      assert.ok(answers.some((each) => each.status === 503));
      await until('the pause', async () => (await anybody.call('getReadiness')).status === 503);
      await city.postgres.restart();
      await until('the end of the pause', async () => (await anybody.call('getReadiness')).status === 200, { seconds: 20 });
      const entries = await Promise.all(bodies.map((body) => until(`payment ${body.amount}`, async () => {
        const answer = await resident.call('createPayment', { body, agent: false });
        return answer.status === 201 && answer.json;
      })));
      for (const [i, { status, json }] of answers.entries()) if (status === 201) assert.equal(entries[i].id, json.id);
      assert.equal((await resident.do('getWallet')).balance, 10_000 - bodies.reduce((sum, each) => sum + each.amount, 0));
      await city.end();
      await city.verify();
    } finally {
      await city.remove();
    }
  });
});

describe('configuration', () => {
  let city;
  before(async () => {
    city = await City.create({ serve: false });
  });
  after(() => city?.remove());

  test('mistakes are named with line and key, all at once, before anything starts', async () => {
    const good = readFileSync(city.config, 'utf8');
    const file = join(city.folder, 'bad.toml');
    const lineOf = (text, part) => text.slice(0, text.indexOf(part)).split('\n').length;
    const wrong = [
      ['name = "熊谷市"', 'name = ""', 'city.name'],
      [/listen = .*/, 'listen = "everywhere"', 'server.listen'],
      [/public_url = .*/, 'public_url = "ftp://x/y"', 'server.public_url'],
      ['environment = "test"', 'environment = "prod"', 'server.environment'],
      [/\nurl = "sqlite.*/, '\nurl = "mysql://x"', 'database.url'],
      ['telephone', 'telefone', 'city.telefone'],
      ['file = "city.key"', 'file = 7', 'keys.file'],
    ];
    for (const [from, to, key] of wrong) {
      const text = good.replace(from, to);
      writeFileSync(file, text);
      const { code, output } = await city.run('serve', '--config', file);
      assert.notEqual(code, 0, key);
      assert.ok(output.includes(`bad.toml:${lineOf(text, to.trim())}: ${key}`), `${key}: ${output}`);
    }
    writeFileSync(file, good.replace('environment = "test"', 'environment = "prod"').replace('name = "熊谷市"', 'name = 5'));
    const { output } = await city.run('serve', '--config', file);
    assert.match(output, /city\.name/);
    assert.match(output, /server\.environment/);
    writeFileSync(file, 'this is no TOML [');
    assert.match((await city.run('serve', '--config', file)).output, /bad\.toml:1/);
    assert.notEqual((await city.run('serve', '--config', join(city.folder, 'none.toml'))).code, 0);
  });

  test('a password in a database address is refused, in the file and among the arguments', async () => {
    const file = join(city.folder, 'password.toml');
    writeFileSync(file, readFileSync(city.config, 'utf8').replace(/\nurl = "sqlite.*/, '\nurl = "postgresql://city:hidden-word@db/city"'));
    const tried = [['serve', '--config', file], ['verify', '--database', 'postgresql://city:hidden-word@db/city'], ['verify', '--database', 'postgresql://db/city?password=hidden-word']];
    for (const words of tried) {
      const { code, output } = await city.run(...words);
      assert.equal(code, 1, output);
      assert.match(output, /no password in/);
      assert.doesNotMatch(output, /hidden-word/);
    }
  });

  test('secrets that others can read are refused by name; what is made is for the owner alone', async () => {
    for (const name of ['city.key', 'sms.token', 'card.secret', 'card-messages.secret']) {
      const path = join(city.folder, name);
      chmodSync(path, 0o644);
      const { code, output } = await city.run('serve', '--config', city.config);
      assert.notEqual(code, 0, name);
      assert.ok(output.includes(name), output);
      chmodSync(path, 0o600);
    }
    for (const name of readdirSync(city.folder)) {
      if (!/^city\.(key|db)/.test(name)) continue;
      assert.equal(statSync(join(city.folder, name)).mode & 0o077, 0, `${name} is open to others`);
    }
  });

  test('a city is prepared once, and not taken over by other keys', async () => {
    const again = await city.run('init', '--config', city.config);
    assert.equal(again.code, 0);
    const fresh = again.output.match(/http\S+#\S+/g) ?? []; // nobody came in yet: the earlier links are void
    assert.equal(fresh.length, 2, again.output);
    const other = join(city.folder, 'other.toml');
    writeFileSync(other, readFileSync(city.config, 'utf8').replace('city.key', 'other.key'));
    const made = await city.run('keys', join(city.folder, 'other.key'));
    assert.equal(made.code, 0, made.output);
    await city.start();
    await assert.rejects(people.accept(city, city.invitations[0]));
    await people.accept(city, fresh[0]);
    await city.end();
    const refused = await city.run('serve', '--config', other);
    assert.equal(refused.code, 1, refused.output);
  });
});

describe('production', () => {
  test('has no simulators and no switches, and cookies for https only', async () => {
    const city = await City.create({ environment: 'production', publicUrl: 'https://pay.city.example', generous: false });
    try {
      for (const [method, path] of [['GET', '/sim/sms/inbox'], ['POST', '/sim/sms/faults'], ['POST', '/sim/sms/2010-04-01/Accounts/ACtest/Messages.json'], ['GET', '/sim/card/payments'], ['POST', '/sim/card/faults'], ['POST', '/sim/card/charge-backs'], ['GET', '/sim/card/pay/x'], ['POST', '/sim/card/v1/checkout/sessions'], ['POST', '/sim/card/v1/refunds'], ['GET', '/sim/'], ['GET', '/sim/clock']]) {
        const { status, body } = await send(city, { method, path, body: method === 'POST' ? '{}' : undefined });
        assert.ok(status === 404 || (method === 'GET' && /<html/.test(body)), `${method} ${path}: ${status} ${body.slice(0, 200)}`);
        assert.doesNotMatch(body, /"messages"|"mode"|"payments"|checkout/);
      }
      const { url } = { url: city.invitations[0] };
      assert.match(url, /^https:\/\/pay\.city\.example\/console\/invitation#/);
      const operator = await people.accept({ ...city, url: 'https://pay.city.example', now: city.now }, url);
      assert.match(operator.cookie, /^__Host-meguri=/);
      await city.end();
      for (const flag of [['--generous-limits'], ['--clock-ahead', '5']]) {
        const { code, output } = await city.run('serve', '--config', city.config, ...flag);
        assert.notEqual(code, 0);
        assert.match(output, /production/);
      }
    } finally {
      await city.remove();
    }
  });
});

for (const postgres of [false, true]) {
  describe(`what is written down, on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    test('holds no telephone number, name, password, token or code, neither log nor database', async () => {
      const city = await City.create({ postgres });
      try {
        const secrets = { name: '秘密野 ひみ子', password: people.password };
        const operator = await people.accept(city, city.invitations[0], { displayName: secrets.name, signInName: 'himiko.himitsuno' });
        const phone = '09055512345';
        const resident = await people.signUp(city, phone);
        const { url } = await operator.do('invitePlaceStaff', { id: (await people.addPlace(operator, '店', ['takes_money'])).id });
        await operator.do('findResident', { body: { phone: '090-5551-2345', reason: '紛失の届け' } });
        await operator.refused('invalid_request', 'findResident', { body: { phone, reason: '紛失', surplus: phone } });
        await operator.refused('sign_in_refused', 'startSession', { body: { sign_in_name: phone, password: `${phone}-wrong`, totp_code: '123456' } });
        const { payload, number } = await resident.do('createWalletCode');
        const open = await people.freshPhone();
        await new Client(city).do('sendSignUpCode', { body: { phone: open } });
        const code = await people.codeSentTo(city, open);
        Object.assign(secrets, {
          sign_in_name: operator.signInName,
          phone, hyphens: '090-5551-2345', abroad: '+819055512345', bare: '9055512345', open, open_abroad: people.international(open),
          invitation: url.split('#')[1], first: city.invitations[0].split('#')[1],
          session: resident.cookie.split('=')[1], staff: operator.cookie.split('=')[1],
          totp: operator.authenticator.secret, wallet_code: payload.split('/').pop(), wallet_number: number,
          sms_token: 'a-secret-of-the-gateway', card_secret: cardSecret, card_messages: cardMessagesSecret, key_file: readFileSync(join(city.folder, 'city.key'), 'utf8').trim().split('\n').pop(),
        });
        const database = postgres ? city.postgres.dump() : ['city.db', 'city.db-wal'].map((name) => readFileSync(join(city.folder, name), 'latin1')).join('');
        const log = readFileSync(join(city.folder, 'server.log'), 'latin1');
        assert.ok(log.includes('findResident') && database.length > 10_000);
        for (const [what, text] of Object.entries(secrets)) {
          for (const form of [text, Buffer.from(text).toString('hex')]) {
            const bytes = Buffer.from(form, 'utf8').toString('latin1');
            assert.ok(!log.includes(bytes), `${what} stands in the log`);
            assert.ok(!database.includes(bytes), `${what} stands in the database`);
          }
        }
        assert.ok(!log.includes(code), 'the one-time code stands in the log');
        assert.match(log, /operation="?findResident"? status=400 refusal="?invalid_request/);
        assert.match(log, /operation="?startSession"? status=401 refusal="?sign_in_refused/);
        const process = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${city.server.child.pid}/${file}`, 'latin1')).join('');
        for (const what of ['sms_token', 'key_file', 'first']) assert.ok(!process.includes(secrets[what]), `${what} stands among the arguments`);
        for (const name of readdirSync(city.folder).filter((each) => /^(city\.(key|db)|sms\.token|server\.log)/.test(each))) {
          assert.equal(statSync(join(city.folder, name)).mode & 0o077, 0, `${name} is open to others`);
        }
      } finally {
        await city.remove();
      }
    });
  });
}
