// The books that anybody can check: a signed head for each city day, published once, made up where a day was missed; the proof
// of an own entry, checked here with code of its own; and `meguri verify`, which finds out whoever changes what was published.
import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';
import { until } from '../support/program.mjs';

const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const hex = (text) => Buffer.from(text, 'hex');
/** A public key's 32 bytes as OpenSSL wants them. */
const publicKey = (key) => createPublicKey({ key: Buffer.concat([hex('302a300506032b6570032100'), hex(key)]), format: 'der', type: 'spki' });
const isSigned = ({ text, signature }, key) => verifySignature(null, Buffer.from(text), publicKey(key), hex(signature));
const linesOf = ({ text }) => Object.fromEntries(text.trimEnd().split('\n').slice(1).map((line) => line.split(' ')));

/** The root over these leaves by the words of RFC 6962. */
function rootOf(hashes) {
  if (hashes.length === 0) return sha();
  if (hashes.length === 1) return sha(Buffer.from([0]), hashes[0]);
  let half = 1;
  while (half * 2 < hashes.length) half *= 2;
  return sha(Buffer.from([1]), rootOf(hashes.slice(0, half)), rootOf(hashes.slice(half)));
}
function rootFrom(hash, index, count, path) {
  let [node, fn, sn] = [sha(Buffer.from([0]), hash), index, count - 1];
  for (const each of path.map(hex)) {
    if (fn % 2 === 1 || fn === sn) {
      node = sha(Buffer.from([1]), each, node);
      for (; fn % 2 === 0 && fn !== 0; fn >>= 1) sn >>= 1;
    } else node = sha(Buffer.from([1]), node, each);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 ? node.toString('hex') : undefined;
}

for (const postgres of [false, true]) {
  describe(`published books on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, anybody, resident, friend, points, payment, first_day, kept_heads;
    const at = (days, time) => city.setClock(Date.parse(`${first_day}T${time}:00.000+09:00`) + days * 86_400_000);
    const heads = () => anybody.do('listBookHeads').then((answer) => answer.heads);
    const published = (count) => until(`${count} heads`, async () => ((await heads()).length >= count ? heads() : undefined));
    /** Rows of a query, or what a statement did to the tables behind the server's back. */
    const sql = (text, database = city.database) => {
      const code = 'import json,sqlite3,sys\ndb=sqlite3.connect(sys.argv[1])\nprint(json.dumps(db.execute(sys.argv[2]).fetchall(),default=lambda b:b.hex()))\ndb.commit()';
      const done = spawnSync('python3', ['-c', code, database.replace('sqlite://', ''), text], { encoding: 'utf8' });
      assert.equal(done.status, 0, done.stderr);
      return JSON.parse(done.stdout);
    };
    before(async () => {
      city = await City.create({ postgres });
      anybody = new Client(city);
      first_day = city.day();
      await at(0, '10:00');
      it = await people.furnish(city);
      points = await giving.publish(it, giving.points);
      [resident, friend] = [await people.signUp(city), await people.signUp(city)];
      await people.topUp(it.clerk, resident, 5000);
      await giving.grant(it.anna, resident, points, 100);
      for (let n = 1; n <= 5; n++) payment = await people.pay(resident, it.shop, 100 * n);
    });
    after(() => city?.remove());

    test('an entry of today is not published yet, and its proof says when it will be', async () => {
      assert.deepEqual(await heads(), []);
      const proof = await resident.do('getEntryProof', { id: payment.id });
      assert.equal(proof.published, undefined);
      assert.equal(proof.due_at, `${city.day(1)}T05:00:00.000+09:00`);
      assert.equal(sha(hex(proof.salt), Buffer.from(proof.content, 'base64url')).toString('hex'), payment.hash);
      await at(1, '04:59');
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.deepEqual(await heads(), [], 'not before five in the morning');
      assert.equal((await anybody.do('listBookHeads')).due_at, `${city.day()}T05:00:00.000+09:00`);
    });

    test('from five in the morning the head of the day before stands there, signed, for anybody [PAY-g]', async () => {
      await at(1, '05:00');
      const [head] = await published(1);
      assert.deepEqual([head.number, head.day, head.key], [1, first_day, 1]);
      const { keys } = await anybody.do('listBookHeads');
      assert.deepEqual(keys.map(({ number }) => number), [1]);
      assert.ok(isSigned(head, keys[0].public_key));
      assert.ok(!isSigned({ ...head, text: head.text.replace('number 1', 'number 2') }, keys[0].public_key));
      const lines = linesOf(head);
      assert.deepEqual([lines.number, lines.day, lines.first, lines.key, lines.previous], ['1', first_day, '1', '1', '0'.repeat(64)]);
      assert.deepEqual(await anybody.do('getBookHead', { id: first_day }), head);
      for (const id of ['2020-01-01', '2026-02-30', 'x']) await anybody.refused('not_found', 'getBookHead', { id });
      for (const query of [{ limit: 0 }, { limit: 101 }, { before: 0 }, { other: 1 }]) await anybody.refused('invalid_request', 'listBookHeads', { query });
    });

    test('the proof of an own entry leads from what was hashed to the signed head', async () => {
      const proof = await resident.do('getEntryProof', { id: payment.id });
      const { head, public_key, path } = proof.published;
      assert.ok(isSigned(head, public_key));
      const lines = linesOf(head);
      const root = rootFrom(hex(proof.hash), Number(payment.id) - Number(lines.first), Number(lines.last) - Number(lines.first) + 1, path);
      assert.equal(root, lines.root);
      assert.equal(proof.names.place.name, 'うどん 麦');
      assert.ok(JSON.stringify(proof).length < 4096, `${JSON.stringify(proof).length} bytes with ${path.length} hashes`);
      assert.ok((await anybody.do('listBookHeads', { query: { before: 1 } })).heads.length === 0);
    });

    test('nobody gets the proof of somebody else’s; of what tells of two, only the hash', async () => {
      await friend.refused('not_found', 'getEntryProof', { id: payment.id });
      await it.cook.refused('not_allowed', 'getEntryProof', { id: payment.id });
      for (const id of ['0', '-1', 'x', '99999999', '1e3']) await resident.refused('not_found', 'getEntryProof', { id });
      await anybody.refused('not_signed_in', 'getEntryProof', { id: payment.id });
      const { payload } = await friend.do('createWalletCode');
      const page = await resident.do('openTransfer', { body: { code: payload } });
      const transfer = await resident.do('createTransfer', { body: { key: page.key, to: page.to, program: points, amount: 20 } });
      for (const who of [resident, friend]) {
        const proof = await who.do('getEntryProof', { id: transfer.id });
        assert.deepEqual([proof.content, proof.salt, proof.hash], [undefined, undefined, transfer.hash]);
      }
    });

    test('each day is published once: after a kill, and days that were missed are made up, empty ones too', async () => {
      await city.restart({ signal: 'SIGKILL' });
      await at(1, '11:00');
      await people.pay(resident, it.shop, 50);
      await at(4, '03:00'); // nothing happened for two days; the last is not over its night yet
      const before = await published(3);
      assert.deepEqual(before.map(({ number }) => number), [3, 2, 1]);
      await city.end('SIGKILL');
      await city.start();
      await at(4, '05:30');
      const all = await published(4);
      await new Promise((resolve) => setTimeout(resolve, 200));
      assert.deepEqual((await heads()).length, 4);
      assert.deepEqual(all.slice(1), before, 'what is published is never changed');
      assert.deepEqual(all.map(({ day }) => day), [3, 2, 1, 0].map((days) => new Date(Date.parse(first_day) + days * 86_400_000).toISOString().slice(0, 10)));
      for (let n = 0; n < 3; n++) assert.equal(linesOf(all[n]).previous, sha(Buffer.from(all[n + 1].text)).toString('hex'));
      const [, day3, day2, day1] = all.map(linesOf);
      assert.equal(Number(day2.first), Number(day1.last) + 1);
      assert.ok(Number(day2.last) > Number(day2.first));
      assert.deepEqual([Number(day3.last), day3.root, day3.books], [Number(day3.first) - 1, rootOf([]).toString('hex'), day2.books]);
    });

    test('the books agree, with the city’s own key and with what somebody kept', async () => {
      kept_heads = await heads();
      const all = kept_heads;
      await city.end();
      assert.match(await city.verify(), /\n4 published heads\n/);
      const kept = join(city.folder, 'kept.txt');
      writeFileSync(kept, all.map(({ text, signature }) => `${text}signature ${signature}\n\n`).join(''));
      const agreed = await city.run('verify', '--config', city.config, '--heads', kept);
      assert.equal(agreed.code, 0, agreed.output);
      writeFileSync(kept, all[2].text.replace(/root ./, (it) => `root ${it.endsWith('0') ? '1' : '0'}`));
      const other = await city.run('verify', '--config', city.config, '--heads', kept);
      assert.equal(other.code, 1);
      assert.match(other.output, /the kept head 2 is not among the published ones/);
    });

    if (postgres) return; // what follows reads and falsifies the SQLite file

    test('the roots are those over the hashes of the journal, and the books stood where the head says', async () => {
      for (const head of kept_heads) {
        const { first, last, root, books } = linesOf(head);
        const hashes = sql(`SELECT hash FROM journal_entry WHERE seq BETWEEN ${first} AND ${last} ORDER BY seq`).map(([hash]) => hex(hash));
        assert.equal(rootOf(hashes).toString('hex'), root);
        assert.deepEqual(sql(`SELECT head FROM journal_group WHERE last_seq = ${Number(last)}`), [[books]]);
      }
    });

    const forgeries = {
      'a head’s text': ["UPDATE book_head SET text = replace(text, 'day', 'dai') WHERE number = 2", /published head 2 .*its signature is not/],
      'a head’s root': ["UPDATE book_head SET root = previous WHERE number = 2", /published head 2 .*entries \d+ to \d+ are not those/],
      'where a head begins': ['UPDATE book_head SET first_seq = first_seq + 1 WHERE number = 2', /published head 2 .*does not begin behind/],
      'a head that was taken away': ['DELETE FROM book_head WHERE number = 3', /published head 4 .*it should be number 3/],
      'the day of a head': ['UPDATE book_head SET business_date = business_date + 1 WHERE number = 4', /published head 4 .*not of the day after/],
      'a head’s chain': ['UPDATE book_head SET books = root WHERE number = 1', /published head 1 .*the books did not stand there/],
      'a head’s signature': ["UPDATE book_head SET signature = (SELECT signature FROM book_head WHERE number = 1) WHERE number = 2", /published head 2 .*its signature is not/],
      'the key': ['UPDATE book_key SET public_key = (SELECT root FROM book_head WHERE number = 1)', /published key of the heads is not the city's own/],
      'an entry that was published': ['UPDATE journal_entry SET hash = (SELECT hash FROM journal_entry WHERE seq = 3) WHERE seq = 2', /published head 1 .*entries 1 to \d+ are not those that were published/],
      'the end of the journal': ['DELETE FROM journal_entry WHERE seq > 5', /published head 1 .*the journal ends before/],
    };
    for (const [what, [statement, finds]] of Object.entries(forgeries)) {
      test(`verify finds out: ${what}`, async () => {
        const [honest, forged] = ['city.db', 'forged.db'].map((name) => join(city.folder, name));
        for (const end of ['', '-wal']) if (existsSync(honest + end)) copyFileSync(honest + end, forged + end);
        sql(statement, forged);
        const config = join(city.folder, 'forged.toml');
        writeFileSync(config, readFileSync(city.config, 'utf8').replace('/city.db', '/forged.db'));
        const { code, output } = await city.run('verify', '--config', config);
        assert.equal(code, 1, output);
        assert.match(output, finds);
      });
    }
  });
}
