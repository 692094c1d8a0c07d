// The doors of the city: codes that cost an SMS, passwords that somebody guesses at, and who may invite and remove whom.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { City } from '../support/city.mjs';
import { listen } from '../support/events.mjs';
import * as people from '../support/people.mjs';
import { until } from '../support/program.mjs';

/** As if asked from elsewhere: the city believes the proxy in front of it. */
const from = (address) => ({ headers: { 'x-forwarded-for': address } });
const [home, elsewhere, attacker] = ['203.0.113.5', '2001:db8:77:1::9', '198.51.100.66'];

describe('one-time codes', () => {
  let city, anybody;
  const ask = (phone, address) => anybody.call('sendSignUpCode', { body: { phone }, ...from(address) });
  const sent = async (phone, address) => assert.equal((await ask(phone, address)).status, 202);
  const capped = async (phone, address) => {
    const { status, json, headers } = await ask(phone, address);
    assert.deepEqual([status, json.refusal], [429, 'code_limit_reached'], JSON.stringify(json));
    return Number(headers['retry-after']);
  };
  const open = async (sms) => {
    city = await City.create({ generous: false, sms });
    anybody = new Client(city);
  };
  after(() => city?.remove());

  test('to one number: five an hour, four of them at the wish of one address; a restart forgets nothing [USR-a]', async () => {
    await open('');
    const phone = people.freshPhone();
    for (let n = 0; n < 4; n++) {
      await sent(phone, attacker);
      await city.restart({ later_minutes: 2 });
    }
    const wait = await capped(phone, attacker);
    assert.ok(wait > 50 * 60 && wait <= 52 * 60, `${wait}`);
    await sent(phone, home); // the person is not shut out by whoever asked before
    await city.restart({ signal: 'SIGKILL', later_minutes: 2 });
    await capped(phone, elsewhere);
    await sent(people.freshPhone(), attacker); // other numbers are
    await city.restart({ later_minutes: 61 });
    await sent(phone, home);
    await city.remove();
  });

  test('from one address and in the whole city: as many as configured, and no trace of those refused [USR-a]', async () => {
    await open('codes_an_hour_from_one_address = 3\ncodes_an_hour = 6\n');
    for (let n = 0; n < 3; n++) await sent(people.freshPhone(), attacker);
    const refused = people.freshPhone();
    await capped(refused, attacker);
    for (let n = 0; n < 3; n++) await sent(people.freshPhone(), elsewhere.replace('::9', `::${n + 1}`));
    for (const address of [home, elsewhere, attacker]) await capped(people.freshPhone(), address);
    assert.match(city.log(), /code_cap_reached whose="?client/);
    assert.match(city.log(), /code_cap_reached whose="?city/);
    await city.restart();
    await capped(people.freshPhone(), home);
    const { messages } = await anybody.do('readSmsInbox', { query: { to: people.international(refused) } });
    assert.deepEqual(messages, []);
    await city.restart({ later_minutes: 61 });
    await sent(refused, home);
    await city.remove();
  });

  test('who never typed the code is forgotten after a day, who did is not [USR-a]', async () => {
    await open('');
    const [never, proven] = [people.freshPhone(), await people.signUp(city)];
    const { verification } = await anybody.do('sendSignUpCode', { body: { phone: never } });
    const code = await people.codeSentTo(city, never);
    await people.signUp(city); // the newest stays
    await city.restart({ later_minutes: 23 * 60 });
    assert.doesNotMatch(city.log(), /unproven_forgotten/);
    await city.restart({ later_minutes: 2 * 60 });
    await until('the forgetting', () => /unproven_forgotten people=1\n/.test(city.log()));
    await anybody.refused('code_expired', 'verifySignUpCode', { body: { verification, code } });
    assert.equal((await people.signUp(city, never)).created, true);
    assert.equal((await people.signUp(city, proven.phone)).created, false);
    await city.end();
    await city.verify();
  });
});

describe('signing in', () => {
  let city, it;
  before(async () => {
    city = await City.create();
    it = await people.furnish(city);
  });
  after(() => city?.remove());

  const anybody = () => new Client(city);
  const guess = (name, address) => anybody().call('startSession', { body: { sign_in_name: name, password: 'guessed-wrong', totp_code: '123456' }, ...from(address) });
  const signIn = async (who, address) => {
    const totp_code = await who.authenticator.digits(city.now);
    return anybody().call('startSession', { body: { sign_in_name: who.signInName, password: people.password, totp_code }, ...from(address) });
  };

  test('whoever guesses is slowed; the person whose name it is signs in from elsewhere [SEC-3]', async () => {
    for (let n = 0; n < 10; n++) assert.equal((await guess(it.clerk.signInName, attacker)).json.refusal, 'sign_in_refused');
    const stopped = await guess(it.clerk.signInName, attacker);
    assert.deepEqual([stopped.status, stopped.json.refusal, stopped.headers['retry-after']], [429, 'too_many_requests', '90']);
    assert.equal((await signIn(it.clerk, home)).status, 200);
    // The person's own success gives the attacker nothing, not even with the right words.
    assert.equal((await guess(it.clerk.signInName, attacker)).status, 429);
    assert.equal((await guess(it.cook.signInName, attacker)).json.refusal, 'sign_in_refused');
  });

  test('guessing from everywhere is slowed too, except where the name has signed in before [SEC-3]', async () => {
    assert.equal((await signIn(it.cook, home)).status, 200);
    const answers = [];
    for (let n = 0; n < 70; n++) answers.push((await guess(it.cook.signInName, `192.0.2.${n}`)).status);
    const refused = answers.filter((status) => status === 429).length;
    assert.ok(refused >= 10 && refused <= 21, `${refused} of 70`);
    assert.equal((await signIn(it.cook, home)).status, 200);
  });

  test('a password stored with less care is stored anew at the next sign-in [SEC-3]', async () => {
    const weak = '$argon2id$v=19$m=8192,t=1,p=1$674NENud2zGBJH6gzQ/dow$tDVT3Wb9IhFtKNqF8HbyirzYlbf9MBQBF+B/uS1Jkh4';
    const sql = (text, ...values) => {
      const code = 'import json,sqlite3,sys\ndb=sqlite3.connect(sys.argv[1])\nprint(json.dumps(db.execute(sys.argv[2],sys.argv[3:]).fetchall()))\ndb.commit()';
      return JSON.parse(execFileSync('python3', ['-c', code, city.database.replace('sqlite://', ''), text, ...values], { encoding: 'utf8' }));
    };
    await city.end();
    sql('UPDATE person SET password = ? WHERE id = ?', weak, it.clerk.session.person.id);
    await city.start();
    assert.equal((await signIn(it.clerk, home)).status, 200);
    await city.end();
    const [[stored]] = sql('SELECT password FROM person WHERE id = ?', it.clerk.session.person.id);
    assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await city.start();
    assert.equal((await signIn(it.clerk, home)).status, 200);
  });
});

describe('operators and invitations', () => {
  let city, it;
  before(async () => {
    city = await City.create({ postgres: true }); // there two requests really run at once
    it = await people.furnish(city);
  });
  after(() => city?.remove());

  const openInvitations = async () => (await it.anna.do('listInvitations')).invitations;
  const idOf = (who) => who.session.person.id;

  test('the last two stay; a third is invited, removed, and out at once on every page [ADM-a]', async () => {
    const { anna, bunta } = it;
    await anna.refused('last_two_operators', 'removeOperator', { id: idOf(bunta) });
    await anna.do('listOperators').then(({ operators }) => assert.equal(operators.length, 2));
    const chika = await people.accept(city, await people.inviteOperator(anna, bunta), { displayName: '三上 千佳' });
    assert.equal(chika.session.role, 'operator');
    await chika.refused('not_allowed', 'removeOperator', { id: idOf(chika) });
    const resident = await (await people.signUp(city)).do('getSession');
    for (const id of [idOf(it.cook), resident.person.id, 'NOBODY']) await anna.refused('not_found', 'removeOperator', { id });
    const stream = listen(chika);
    await until('the stream', () => stream.open);
    await bunta.do('removeOperator', { id: idOf(chika) });
    await chika.refused('not_signed_in', 'listOperators');
    await until('the end of the stream', () => stream.ended, { seconds: 2 });
    await assert.rejects(people.signIn(city, chika), /sign_in_refused/);
    await anna.refused('not_found', 'removeOperator', { id: idOf(chika) });
    await anna.refused('last_two_operators', 'removeOperator', { id: idOf(bunta) });
    await city.restart({ signal: 'SIGKILL' });
    await chika.refused('not_signed_in', 'listOperators');
    assert.deepEqual((await anna.do('listOperators')).operators.map((each) => each.id).sort(), [idOf(anna), idOf(bunta)].sort());
  });

  test('two who remove each other at once leave two [ADM-a]', async () => {
    const { anna, bunta } = it;
    const third = await people.accept(city, await people.inviteOperator(anna, bunta));
    const answers = await Promise.all([
      anna.call('removeOperator', { id: idOf(bunta) }),
      bunta.call('removeOperator', { id: idOf(third) }),
      third.call('removeOperator', { id: idOf(anna) }),
    ]);
    assert.equal(answers.filter((each) => each.status === 204).length, 1, JSON.stringify(answers.map((each) => each.json)));
    const lost = [bunta, third, anna][answers.findIndex((each) => each.status === 204)];
    [it.anna, it.bunta] = [anna, bunta, third].filter((each) => each !== lost);
    assert.equal((await it.anna.do('listOperators')).operators.length, 2);
  });

  test('nobody lets a further operator in alone: another approves what one has proposed [ADM-a]', async () => {
    const { anna, bunta } = it;
    const { id } = await anna.do('inviteOperator', { body: { name: '偽の 二郎' } });
    const [waiting] = await openInvitations();
    assert.deepEqual([waiting.id, waiting.waiting, waiting.own, waiting.name, waiting.by], [id, true, true, '偽の 二郎', '鈴木 花子']);
    assert.equal((await bunta.do('listInvitations')).invitations[0].own, false);
    await anna.refused('same_person', 'approveInvitation', { id });
    await anna.refused('not_found', 'approveInvitation', { id: 'NONE' });
    await it.cook.refused('not_allowed', 'approveInvitation', { id });
    // What is in the database opens nothing while it waits: there is no token whose digest it is.
    await new Client(city).refused('invitation_unknown', 'openInvitation', { body: { invitation: id } });
    await city.restart({ signal: 'SIGKILL' });
    const twice = await Promise.all([1, 2].map(() => bunta.call('approveInvitation', { id })));
    assert.deepEqual(twice.map((each) => each.status).sort(), [201, 404]); // one link
    const link = twice.find((each) => each.status === 201).json.url;
    const [approved] = await openInvitations();
    assert.deepEqual([approved.waiting, approved.name], [false, '偽の 二郎']);
    const third = await people.accept(city, link);

    const own = await third.do('inviteOperator', { body: { name: '三人目の友' } });
    await anna.do('removeOperator', { id: idOf(third) });
    await bunta.refused('not_found', 'approveInvitation', { id: own.id }); // whoever is out lets nobody in
    assert.deepEqual(await openInvitations(), []);
  });

  test('open invitations are listed without their links, and a revoked one opens nothing [ADM-a]', async () => {
    const { anna, bunta, shop } = it;
    assert.deepEqual(await openInvitations(), []);
    const staff = (await anna.do('invitePlaceStaff', { id: shop.id })).url.split('#')[1];
    const colleague = (await people.inviteOperator(anna, bunta)).split('#')[1];
    const open = await openInvitations();
    assert.deepEqual(open.map((each) => [each.role, each.place?.id]).sort(), [['operator', undefined], ['staff', shop.id]]);
    for (const token of [staff, colleague]) assert.ok(!JSON.stringify(open).includes(token.slice(0, 8)));

    const { id } = open.find((each) => each.role === 'operator');
    await anna.do('revokeInvitation', { id });
    await anna.refused('not_found', 'revokeInvitation', { id });
    await anna.refused('not_found', 'revokeInvitation', { id: 'NONE' });
    await new Client(city).refused('invitation_unknown', 'openInvitation', { body: { invitation: colleague } });
    const body = { invitation: colleague, sign_in_name: 'too-late', display_name: '遅い人', password: people.password, totp_code: '123456' };
    await new Client(city).refused('invitation_unknown', 'acceptInvitation', { body });
    assert.deepEqual((await openInvitations()).map((each) => each.role), ['staff']);
    assert.equal((await people.accept(city, `#${staff}`)).session.role, 'staff');
    assert.deepEqual(await openInvitations(), []);
    await people.inviteOperator(anna, bunta);
    await anna.do('inviteOperator', { body: { name: '後で来る人' } });
    await city.restart({ later_minutes: 7 * 24 * 60 + 1 });
    const again = new Client(city);
    const totp_code = await anna.authenticator.digits(city.now);
    await again.do('startSession', { body: { sign_in_name: anna.signInName, password: people.password, totp_code } });
    assert.deepEqual((await again.do('listInvitations')).invitations, []);
  });
});
