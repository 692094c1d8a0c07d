// Public dues: the clearing side is another city's simulator, so that this city can be killed while it goes on, as in life.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client } from '../support/api.mjs';
import { City, clearingSecret } from '../support/city.mjs';
import * as people from '../support/people.mjs';
import { until } from '../support/program.mjs';
import { operations } from '../support/contract.mjs';
import { everyFormat, sumOf } from '../support/table-files.mjs';
import { ClearingSide, checksum, codeOf, slip, typedOf } from '../support/slips.mjs';

const taxable = { ...people.ordinary, name: '納税にも使えるお金', stamp: '納', dues: [0] };

for (const postgres of [false, true]) {
  describe(`public dues on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let clearingCity, city, it, resident, other, side, barred;
    before(async () => {
      clearingCity = await City.create();
      city = await City.create({ postgres, clearing: clearingCity });
      it = await people.furnish(city, { program: taxable });
      barred = (await people.approve(it.bunta, await people.propose(it.anna, people.ordinary))).program;
      [resident, other] = [await people.signUp(city), await people.signUp(city)];
      for (const each of [resident, other]) await people.topUp(it.clerk, each, 50_000, taxable.name);
      await people.topUp(it.clerk, resident, 50_000, people.ordinary.name);
      side = new ClearingSide(clearingCity);
    });
    after(async () => {
      await city?.remove();
      await clearingCity?.remove();
    });

    const balance = async (who = resident) => (await who.do('getWallet')).balance;
    const body = async (what, who = resident) => ({ key: await who.key(), code: codeOf(what) });
    const pay = async (what, who = resident) => who.do('payPublicDues', { body: await body(what, who) });
    const preview = (what, who = resident) => who.do('previewPublicDues', { body: { code: codeOf(what) } });
    const show = (id, who = resident) => who.do('getPublicDues', { id });
    const reaches = (id, state, seconds = 20) => until(`${id} to be ${state}`, async () => (await show(id)).state === state && show(id), { seconds, every_ms: 100 });

    test('are read, held, paid at the clearing side, with a receipt, once [GEN-h]', async () => {
      const what = slip();
      const before_ = await balance();
      const page = await preview(what);
      assert.deepEqual([page.slip.city, page.slip.tax, page.slip.kind], ['熊谷市', '市民税・県民税', 0]);
      assert.deepEqual([page.slip.amount, page.slip.period, page.slip.fiscal_year, page.slip.due, page.slip.last], [12_300, '03', 2026, what.due, what.last]);
      assert.deepEqual([page.confirmed, page.overdue, page.refusal], [true, false, undefined]);
      assert.deepEqual(page.explanation.used.map((lot) => [lot.program.name, lot.amount]), [[taxable.name, 12_300]]);
      assert.deepEqual(page.explanation.unused.filter((lot) => lot.reason === 'not_for_dues').map((lot) => lot.program.name), [people.ordinary.name]);
      assert.equal(await balance(), before_, 'a preview moves nothing');
      assert.deepEqual(await side.books(what), []);
      const sent = await body(what);
      const paid = await resident.do('payPublicDues', { body: sent });
      assert.equal(paid.state, 'paid');
      const [book] = await side.books(what);
      assert.deepEqual([book.state, book.amount, book.reference], ['paid', 12_300, paid.id]);
      assert.deepEqual(paid.receipt, { number: book.receipt, at: book.at });
      assert.equal(await balance(), before_ - 12_300);
      assert.deepEqual(await resident.do('payPublicDues', { body: sent }), paid, 'the same key, the same answer');
      assert.equal((await side.books(what)).length, 1);
      assert.equal(await balance(), before_ - 12_300);
      assert.deepEqual(await show(paid.id), paid);
      assert.deepEqual((await resident.do('listOwnPublicDues')).dues[0], paid);
      const kinds = (await resident.do('getWalletHistory')).entries.map((entry) => entry.kind);
      assert.deepEqual(kinds.slice(0, 2), ['hold_dues', 'top_up'], 'a tax is shown once, when it is held');
    });

    if (!postgres) { // its files are all here
      test('leave the number of the slip nowhere in the clear: not in the books, not in their log [SEC-3]', async () => {
        const what = slip();
        await pay(what);
        const files = readdirSync(city.folder).filter((name) => name.startsWith('city.db') || name.endsWith('.log'));
        assert.ok(files.includes('city.db'));
        for (const name of files) {
          const bytes = readFileSync(join(city.folder, name));
          for (const hidden of [what.number, codeOf(what)]) assert.equal(bytes.includes(hidden), false, name);
        }
      });
    }

    test('of one slip are paid once, whoever asks, also by two at once and after a restart [GEN-h]', async () => {
      const what = slip();
      const bodies = await Promise.all([resident, other, resident, other].map((who) => body(what, who)));
      const answers = await Promise.all(bodies.map((each, n) => [resident, other][n % 2].call('payPublicDues', { body: each })));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 422, 422, 422]);
      for (const { json } of answers.filter(({ status }) => status === 422)) assert.equal(json.refusal, 'slip_taken');
      assert.equal((await side.books(what)).length, 1);
      await city.restart();
      for (const who of [resident, other]) {
        await who.refused('slip_taken', 'payPublicDues', { body: await body(what, who) });
        await who.refused('slip_taken', 'previewPublicDues', { body: { code: codeOf(what) } });
        await who.refused('slip_taken', 'payPublicDues', { body: { key: await who.key(), typed: typedOf(what, { amount: what.amount }) } });
      }
      assert.equal((await side.books(what)).length, 1);
    });

    test('never use value barred for this kind of tax, and nothing is done by halves [GEN-h]', async () => {
      const [kind, much] = [slip({ division: '002' }), slip({ amount: 60_000 })];
      const before_ = await balance();
      assert.ok(before_ > 60_000, 'the wallet as a whole has enough');
      for (const [what, missing] of [[kind, 12_300], [much, 60_000 - (before_ - 50_000)]]) {
        const page = await preview(what);
        assert.deepEqual([page.refusal, page.explanation.missing], ['insufficient_balance', missing]);
        assert.ok(page.explanation.unused.some((lot) => lot.reason === 'not_for_dues' && lot.program.id === barred));
        await resident.refused('insufficient_balance', 'payPublicDues', { body: await body(what) });
        assert.deepEqual(await side.books(what), []);
      }
      assert.equal(await balance(), before_);
    });

    test('refused by the clearing side come back into the very lot, and can be tried again [GEN-h]', async () => {
      const what = slip();
      const before_ = await resident.do('getWallet');
      await side.faults('none', 'already_paid');
      const returned = await pay(what);
      assert.deepEqual([returned.state, returned.reason, returned.receipt], ['returned', 'already_paid', undefined]);
      const now = await resident.do('getWallet');
      assert.deepEqual([now.balance, now.lots], [before_.balance, before_.lots], 'every lot as it was');
      assert.deepEqual(now.recent.slice(0, 2).map(({ kind, direction }) => [kind, direction]), [['void_hold', 'in'], ['hold_dues', 'out']]);
      await side.faults();
      assert.equal((await pay(what, other)).state, 'paid');
      const elsewhere = slip();
      await side.knows(elsewhere, 'already_paid');
      await resident.refused('slip_taken', 'previewPublicDues', { body: { code: codeOf(elsewhere) } });
      const over = slip();
      await side.knows(over, 'expired');
      await resident.refused('slip_expired', 'previewPublicDues', { body: { code: codeOf(over) } });
    });

    test('stay in progress for both sides until the clearing side has decided [GEN-h]', async () => {
      const what = slip({ amount: 100 });
      const before_ = await balance();
      await side.faults('none', 'later');
      const held = await pay(what);
      assert.equal(held.state, 'in_progress');
      assert.equal(await balance(), before_ - 100);
      assert.deepEqual((await it.anna.do('listPublicDues')).dues.map(({ id }) => id), [held.id]);
      await city.restart({ signal: 'SIGKILL' });
      assert.equal((await show(held.id)).state, 'in_progress');
      await other.refused('slip_taken', 'payPublicDues', { body: await body(what, other) });
      await side.faults();
      assert.equal((await reaches(held.id, 'paid')).slip.amount, 100);
      assert.deepEqual((await it.anna.do('listPublicDues')).dues, []);
      assert.equal((await side.books(what)).length, 1);
    });

    test('whose answer got lost, or that could not be said, are paid once all the same [GEN-h]', async () => {
      for (const api of ['wrong', 'down']) {
        const what = slip({ amount: 200 });
        const before_ = await balance();
        await side.faults(api);
        const held = await pay(what);
        assert.equal(held.state, 'in_progress');
        assert.equal((await side.books(what)).length, api === 'wrong' ? 1 : 0);
        if (api === 'down') await city.end('SIGKILL');
        await side.faults();
        if (api === 'down') await city.start();
        await reaches(held.id, 'paid');
        assert.deepEqual([(await side.books(what)).length, await balance()], [1, before_ - 200]);
      }
    });

    test('are one’s own: another resident cannot see them, and keys are for one slip [GEN-h]', async () => {
      const mine = await pay(slip({ amount: 300 }));
      await other.refused('not_found', 'getPublicDues', { id: mine.id });
      await resident.refused('not_found', 'getPublicDues', { id: 'NONE' });
      assert.ok(!(await other.do('listOwnPublicDues')).dues.some(({ id }) => id === mine.id));
      const first = await body(slip({ amount: 300 }));
      await resident.do('payPublicDues', { body: first });
      await resident.refused('key_reused', 'payPublicDues', { body: { ...first, code: codeOf(slip({ amount: 300 })) } });
      await resident.refused('key_reused', 'payPublicDues', { body: { ...first, code: codeOf(slip({ amount: 301 })) } });
      await resident.refused('key_unknown', 'payPublicDues', { body: { ...first, key: 'x' } });
      await resident.refused('key_unknown', 'payPublicDues', { body: await body(slip(), other) });
    });

    test('by a typed number are confirmed by the clearing side, or with the amount given [GEN-h]', async () => {
      const what = slip({ amount: 400 });
      const ask = (typed, how = 'do', ...word) => resident[how](...word, 'previewPublicDues', { body: { typed } });
      await ask(typedOf(what), 'refused', 'slip_unknown');
      await side.knows(what);
      const page = await ask(typedOf(what));
      assert.deepEqual([page.slip.amount, page.slip.number, page.slip.due, page.confirmed], [400, what.number, undefined, true]);
      await ask(typedOf(what, { confirmation: '000000' }), 'refused', 'slip_unknown');
      await ask(typedOf(what, { amount: 401 }), 'refused', 'slip_unknown');
      await ask(typedOf(what, { institution: '13801' }), 'refused', 'slip_not_taken');
      for (const wrong of [{ institution: '1380' }, { number: '1' }, { confirmation: '12345x' }, { division: '1' }]) {
        assert.match((await ask(typedOf(what, wrong), 'refused', 'invalid_request')).field, /^typed\./);
      }
      await side.faults('down');
      await ask(typedOf(what), 'refused', 'slip_unanswered');
      assert.equal((await ask(typedOf(what, { amount: 400 }))).confirmed, false);
      await side.faults();
      await resident.refused('slip_unanswered', 'payPublicDues', { body: { key: await resident.key(), typed: typedOf(what) } });
      const differs = await resident.do('payPublicDues', { body: { key: await resident.key(), typed: typedOf(what, { amount: 399 }) } });
      assert.deepEqual([differs.state, differs.reason], ['returned', 'amount_differs']);
      const typed = typedOf(what, { amount: 400, division: '００１' });
      assert.equal((await resident.do('payPublicDues', { body: { key: await resident.key(), typed } })).state, 'paid');
    });

    test('are refused when the code is damaged, of somebody else, or too old [GEN-h]', async () => {
      const good = codeOf(slip());
      const again = (text) => text.slice(0, 250) + String(checksum(text.slice(0, 250))).padStart(5, '0');
      const unreadable = {
        truncated: good.slice(0, 254), 'too long': `${good}0`, 'wrong CRC': good.slice(0, 250) + '00000',
        'one digit changed': good.replace('12300', '12310'), 'a letter': good.slice(0, 40) + 'A' + good.slice(41),
        'another alphabet': again(good.slice(0, 40) + 'x' + good.slice(41)), 'amounts that differ': codeOf(slip({ inside: 12_301 })),
        'no such day': codeOf(slip({ last: '2036-02-31' })), 'a last day before the due day': codeOf(slip({ last: '2036-11-01' })),
        nothing: codeOf(slip({ amount: 0 })),
      };
      for (const [what, code] of Object.entries(unreadable)) {
        for (const [operation, sent] of [['previewPublicDues', { code }], ['payPublicDues', { key: await resident.key(), code }]]) {
          assert.equal((await resident.refused('slip_unreadable', operation, { body: sent })).field, 'code', what);
        }
      }
      for (const another of [{ payee: '13801' }, { institution: '13801' }, { organization: '13101' }, { division: '999' }]) {
        await resident.refused('slip_not_taken', 'previewPublicDues', { body: { code: codeOf(slip(another)) } });
        await resident.refused('slip_not_taken', 'payPublicDues', { body: await body(slip(another)) });
      }
      const over = slip({ due: city.day(-20), last: city.day(-1) });
      await resident.refused('slip_expired', 'previewPublicDues', { body: { code: codeOf(over) } });
      await resident.refused('slip_expired', 'payPublicDues', { body: await body(over) });
      const late = slip({ due: city.day(-1), last: city.day(), amount: 500 });
      assert.equal((await preview(late)).overdue, true);
      assert.equal((await pay(late)).state, 'paid');
      await resident.refused('amount_out_of_range', 'payPublicDues', { body: await body(slip({ amount: 10_000_000 })) });
      await resident.refused('invalid_request', 'previewPublicDues', { body: {} });
      await resident.refused('invalid_request', 'previewPublicDues', { body: { code: good, typed: typedOf(slip()) } });
    });

    test('stand in the reconciliation file of their business date, each once [GEN-h]', async () => {
      const { headers } = await it.anna.call('getDuesReconciliation', { query: { date: city.day() } });
      assert.match(headers['content-disposition'], /dues-\d{8}\.csv/);
      const csv = await it.anna.do('getDuesReconciliation', { query: { date: city.day() } });
      const [head, ...lines] = csv.trimEnd().split('\r\n').map((line) => line.split(','));
      assert.equal(head[0], '\ufeff消込日');
      const { dues } = await it.anna.do('listPublicDues', { query: { date: city.day() } });
      const paid = dues.filter(({ state }) => state === 'paid');
      assert.ok(paid.length >= 7);
      assert.deepEqual(lines.map((line) => [line[1], line[3], Number(line[10]), line[11]]).sort(), paid.map((each) => [each.id, each.slip.number, each.slip.amount, each.receipt.number]).sort());
      assert.equal(new Set(lines.map((line) => line[3])).size, lines.length);
      for (const day of [city.day(-1), city.day(1)]) {
        assert.equal((await it.anna.do('getDuesReconciliation', { query: { date: day } })).trimEnd().split('\r\n').length, 1);
        assert.deepEqual((await it.anna.do('listPublicDues', { query: { date: day } })).dues, []);
      }
      const total = lines.reduce((sum, line) => sum + Number(line[10]), 0);
      const take = (format) => it.anna.call('getDuesReconciliation', { query: { date: city.day(), ...(format && { format }) } });
      const { csv: rows, book } = await everyFormat(take, assert);
      assert.deepEqual([rows, sumOf(book.lines, 10)], [[['消込日', ...head.slice(1)], ...lines], total]);
      assert.ok(lines.every((line) => /^\d{20}$/.test(line[3])), 'bare, as other programs read them');
      assert.ok(book.lines.some((line) => line[9] === '03'), 'leading zeros are kept');
      await it.anna.refused('invalid_request', 'getDuesReconciliation', { query: { date: city.day(), format: 'pdf' } });
      const books = (await it.anna.do('getDashboard')).programs;
      assert.equal(books.reduce((sum, each) => sum + (each.public_dues ?? each.books?.public_dues ?? 0), 0), total);
      await it.anna.refused('invalid_request', 'getDuesReconciliation', { query: { date: '2026-02-31' } });
      await it.anna.refused('invalid_request', 'listPublicDues', { query: { date: 'x' } });
    });
  });
}

describe('who may ask, and the stand-in by itself', () => {
  let city, it, resident, anybody;
  before(async () => {
    city = await City.create();
    it = await people.furnish(city);
    resident = await people.signUp(city);
    anybody = new Client(city);
  });
  after(() => city?.remove());

  const all = [['previewPublicDues', 'resident'], ['payPublicDues', 'resident'], ['listOwnPublicDues', 'resident'], ['getPublicDues', 'resident'], ['listPublicDues', 'operator'], ['getDuesReconciliation', 'operator']];
  test('is decided by role [GEN-h]', async () => {
    for (const [operation, role] of all) {
      const options = { id: 'X', ...(operation === 'getDuesReconciliation' && { query: { date: city.day() } }) };
      await anybody.refused('not_signed_in', operation, options);
      await (role === 'resident' ? it.anna : resident).refused('not_allowed', operation, options);
      const who = role === 'resident' ? resident : it.anna;
      await who.refused('request_too_large', operation, { ...options, headers: { 'x-long': 'x'.repeat(20_000) }, agent: false });
      if (!/preview|pay/.test(operation)) await who.refused('invalid_request', operation, { ...options, body: '{}', agent: false });
    }
  });

  test('a city without a clearing side takes none', async () => {
    const without = await City.create({ clearing: null });
    try {
      await people.furnish(without);
      const someone = await people.signUp(without);
      await someone.refused('not_found', 'previewPublicDues', { body: { code: codeOf(slip()) } });
      await someone.refused('not_found', 'payPublicDues', { body: { key: await someone.key(), code: codeOf(slip()) } });
    } finally {
      await without.remove();
    }
  });

  test('the stand-in refuses a head that is too large, as every page of the server does', async () => {
    const large = { headers: { 'x-long': 'x'.repeat(20_000) }, agent: false };
    const all = [...operations.values()].filter((each) => each.simulator && /Slip|Dues/.test(each.id));
    assert.equal(all.length, 6);
    for (const { id, method } of all) {
      await anybody.refused('request_too_large', id, { id: 'X', ...large, body: method === 'GET' ? undefined : '' });
    }
  });

  test('the stand-in knows its secret, its slips and its payments once', async () => {
    const authorization = `Bearer ${clearingSecret}`;
    const { number, confirmation, division, amount } = slip();
    const named = { number, confirmation, division };
    for (const operation of ['simulateSlip', 'simulateDuesPayment', 'simulateDuesResult']) {
      await anybody.refused('sign_in_refused', operation, { id: 'X', ...(operation !== 'simulateDuesResult' && { body: {} }) });
    }
    const ask = (body) => anybody.do('simulateSlip', { body, headers: { authorization } });
    assert.deepEqual(await ask(named), { state: 'unknown' });
    assert.deepEqual(await ask({ ...named, amount }), { state: 'payable', amount });
    const order = { ...named, amount, reference: 'abc', accepted_at: '2026-11-22T12:00:00.000+09:00' };
    const send = (body, how = 'do', ...word) => anybody[how](...word, 'simulateDuesPayment', { body, headers: { authorization, 'idempotency-key': 'abc' } });
    const paid = await send(order);
    assert.equal(paid.state, 'paid');
    assert.deepEqual(await send(order), paid);
    await send({ ...order, amount: 1 }, 'refused', 'invalid_request');
    assert.deepEqual(await anybody.do('simulateDuesResult', { id: 'abc', headers: { authorization } }), paid);
    await anybody.refused('not_found', 'simulateDuesResult', { id: 'none', headers: { authorization } });
    await anybody.refused('invalid_request', 'addSimulatedSlip', { body: { number: '1' } });
    await anybody.refused('invalid_request', 'setDuesFaults', { body: { api: 'x', results: 'y' } });
    await anybody.refused('invalid_request', 'readDuesPayments', { body: '{}', agent: false });
  });
});
