// Places are paid out: worked out, held against the journal, approved by a second person, booked, written for the bank; what
// comes back or is taken back later goes with the next run. Every yen is followed from payments to the bank's file.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { readBankFile } from '../support/bank-file.mjs';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';
import { until } from '../support/program.mjs';
import { everyFormat, readWorkbook, sumOf } from '../support/table-files.mjs';

const account = (number, holder) => ({ bank: '0005', branch: '045', kind: 'ordinary', number, holder });
const settings = { client_code: '1234567890', account: account('7654321', 'クマガヤシ'), line_ends: true, end_of_file_mark: false, clearing_house_zeros: false, delivery: 'wire' };
// A name that spreadsheets would take for a formula, and a part of it in workbooks for an A.
const odd = '=HYPERLINK("_x0041_")';

for (const postgres of [false, true]) {
  describe(`settlement on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, anna, bunta, resident, points, noodles, bakery, fruit, first_day, next_day, third_day, fourth_day, run, early;

    async function onDay(day) {
      await city.setClock(Date.parse(`${day}T10:00:00.000+09:00`));
      for (const who of [anna, bunta, it.clerk]) who.cookie = (await people.signIn(city, who)).cookie;
    }
    const keyed = async (who, further) => ({ key: await who.key(), ...further });
    const create = async (who, last, pay_on, key) => who.do('createSettlement', { body: { key: key ?? (await who.key()), until: last, pay_on } });
    const show = (id) => anna.do('getSettlement', { id });
    const at = (id, ...states) => until(states.join(' or '), async () => states.includes((await show(id)).state));
    const rows = async (id, query) => anna.do('listSettlementRows', { id, query });
    const standings = async (id) => Object.fromEntries((await rows(id)).rows.map((row) => [row.organization.name, row.standing]));
    const bankFile = async (id) => readBankFile((await anna.call('getTransferFile', { id })).bytes);
    const approved = async (id) => {
      await anna.do('proposeSettlement', { id, body: await keyed(anna) });
      const { digest } = await show(id);
      await bunta.do('approveSettlement', { id, body: await keyed(bunta, { digest }) });
      await at(id, 'settled');
    };

    before(async () => {
      city = await City.create({ postgres });
      [first_day, next_day, third_day, fourth_day] = [0, 1, 2, 3].map((days) => city.day(days));
      it = await people.furnish(city);
      ({ anna, bunta } = it);
      points = await giving.publish(it, { ...giving.points, rate: { yen: 1, points: 2, rounding: 'up' } });
      noodles = it.shop;
      bakery = await people.addPlace(anna, 'ベーカリー', ['takes_money', 'takes_points'], { organization_name: 'むぎの輪' });
      await people.addPlace(anna, 'ベーカリー二号店', ['takes_money'], { organization_name: 'むぎの輪' });
      fruit = await people.addPlace(anna, '青果', ['takes_money'], { organization_name: odd });
      resident = await people.signUp(city);
      await people.topUp(it.clerk, resident, 30_000);
      await giving.grant(anna, resident, points, 500);
    });
    after(() => city?.remove());

    test('an account counts once a second person confirmed it; its holder is written as banks know it [ADM-d] [SHP-a]', async () => {
      const of = bakery.organization.id;
      const wrong = account('0012345', '株式会社むぎの輪');
      await anna.refused('invalid_request', 'setOrganizationAccount', { id: of, body: { account: wrong } });
      const mine = account('0012345', 'カ）ムギノワ');
      const set = await anna.do('setOrganizationAccount', { id: of, body: { account: mine } });
      assert.deepEqual([set.state, set.account.holder, set.own, set.owed], ['unconfirmed', 'ｶ)ﾑｷﾞﾉﾜ', true, 0]);
      await anna.refused('same_person', 'confirmOrganizationAccount', { id: of, body: { account: mine } });
      await bunta.refused('account_changed', 'confirmOrganizationAccount', { id: of, body: { account: account('0012346', 'カ）ムギノワ') } });
      const confirmed = await bunta.do('confirmOrganizationAccount', { id: of, body: { account: set.account } });
      assert.deepEqual([confirmed.state, confirmed.own], ['confirmed', false]);
      await anna.do('setOrganizationAccount', { id: of, body: { account: mine } });
      assert.equal((await anna.do('getOrganizationAccount', { id: of })).state, 'confirmed', 'the same again takes nothing back');
      for (const [number, who, other] of [['0000007', anna, bunta]]) {
        const body = { account: account(number, 'ウドンムギ') };
        await who.do('setOrganizationAccount', { id: noodles.organization.id, body });
        await other.do('confirmOrganizationAccount', { id: noodles.organization.id, body });
      }
      const found = (await anna.do('listOrganizations', { query: { search: 'ムギノ' } })).organizations;
      assert.deepEqual(found.map(({ name, state }) => [name, state]), [['むぎの輪', 'confirmed']]);
      const all = (await anna.do('listOrganizations')).organizations;
      assert.deepEqual(all.map(({ name, state }) => [name, state]).sort(), [
        [odd, 'missing'], ['うどん 麦合同会社', 'confirmed'], ['むぎの輪', 'confirmed'], ['市役所の窓口合同会社', 'missing'],
      ].sort());
      for (const operation of ['getOrganizationAccount', 'setOrganizationAccount', 'confirmOrganizationAccount'])
        await anna.refused('not_found', operation, { id: 'none', ...(operation !== 'getOrganizationAccount' && { body: { account: mine } }) });
    });

    test('nothing is worked out for a day that is not over, or where nothing was taken [ADM-d]', async () => {
      await anna.refused('day_not_over', 'createSettlement', { body: await keyed(anna, { until: first_day, pay_on: third_day }) });
      await anna.refused('nothing_to_settle', 'createSettlement', { body: await keyed(anna, { until: city.day(-1), pay_on: third_day }) });
      await anna.refused('invalid_request', 'createSettlement', { body: await keyed(anna, { until: city.day(-1), pay_on: city.day(-1) }) });
      await anna.refused('key_unknown', 'createSettlement', { body: { key: 'x', until: city.day(-1), pay_on: third_day } });
      assert.deepEqual((await anna.do('listSettlements')).settlements, []);
    });

    test('what places took up to the day, by program, points by their rate; held against the journal [ADM-d] [ADM-e] [PNT-a]', async () => {
      early = await people.pay(resident, noodles, 1_000);
      await people.pay(resident, bakery, 2_500);
      const gone = await people.pay(resident, bakery, 700);
      await anna.do('cancelEntry', { id: gone.id, body: await keyed(anna, { reason: 'other' }) });
      await people.pay(resident, fruit, 4_000);
      await resident.do('createPayment', { body: { ...(await people.amountPage(resident, bakery, 101)), points } });
      await onDay(next_day);
      await people.pay(resident, noodles, 300); // belongs to the next run
      const key = await anna.key();
      run = await create(anna, first_day, third_day, key);
      assert.equal((await create(anna, first_day, third_day, key)).id, run.id, 'the same key again makes no second run');
      await anna.refused('key_reused', 'createSettlement', { body: { key, until: first_day, pay_on: city.day(5) } });
      assert.deepEqual([run.state, run.first, run.until, run.organizations, run.rows, run.total], ['calculated', first_day, first_day, 3, 4, 1_000 + 2_500 + 4_000 + 51]);
      assert.deepEqual(run.check, { compared: 4, different: 0 });
      const page = await rows(run.id);
      const lines = page.rows.map(({ organization, programs, total }) => [organization.name, programs.map(({ units, yen }) => [units, yen]), total]);
      assert.deepEqual(lines, [
        [odd, [[4_000, 4_000]], 4_000],
        ['うどん 麦合同会社', [[1_000, 1_000]], 1_000],
        ['むぎの輪', [[2_500, 2_500], [101, 51]], 2_551],
      ]);
      assert.deepEqual([page.found, page.all, page.attention, page.total], [3, 3, 1, 7_551]);
      assert.deepEqual(await standings(run.id), { 'うどん 麦合同会社': 'open', むぎの輪: 'open', [odd]: 'account_missing' });
      const only = await rows(run.id, { only: 'attention' });
      assert.deepEqual(only.rows.map((row) => row.organization.name), [odd]);
      assert.deepEqual((await rows(run.id, { search: 'うどん', page: 1 })).rows, []);
      await bunta.refused('settlement_open', 'createSettlement', { body: await keyed(bunta, { until: first_day, pay_on: third_day }) });
      await it.clerk.refused('not_allowed', 'listSettlements');
    });

    test('its maker proposes it, somebody else approves exactly what was seen, and it is booked [ADM-d] [PRM-j]', async () => {
      const { id, digest } = run;
      await bunta.refused('not_allowed', 'proposeSettlement', { id, body: await keyed(bunta) });
      await bunta.refused('proposal_unknown', 'approveSettlement', { id, body: await keyed(bunta, { digest }) });
      await anna.refused('settlement_not_there', 'makeTransfers', { id, body: {} });
      const used = await anna.key();
      const proposed = await anna.do('proposeSettlement', { id, body: { key: used } });
      assert.equal((await anna.do('proposeSettlement', { id, body: await keyed(anna) })).state, 'proposed');
      assert.deepEqual([proposed.state, proposed.own, proposed.made_by.id], ['proposed', true, proposed.proposed_by.id]);
      await anna.refused('same_person', 'approveSettlement', { id, body: await keyed(anna, { digest }) });
      await bunta.refused('proposal_differs', 'approveSettlement', { id, body: await keyed(bunta, { digest: '0'.repeat(64) }) });
      await anna.refused('key_reused', 'approveSettlement', { id, body: { key: used, digest } });
      await anna.refused('key_reused', 'stopSettlement', { id, body: { key: used } });
      const key = await bunta.key();
      const approval = await bunta.do('approveSettlement', { id, body: { key, digest } });
      assert.equal(approval.approved_by.name, (await bunta.do('getSession')).person.name);
      assert.equal((await bunta.do('approveSettlement', { id, body: { key, digest } })).id, id, 'asked again');
      await at(id, 'settled');
      run = await show(id);
      assert.deepEqual([run.done, run.rows], [4, 4]);
      await anna.refused('settlement_not_there', 'stopSettlement', { id, body: await keyed(anna) });
      const owed = (await anna.do('listOrganizations')).organizations.map(({ name, owed: yen }) => [name, yen]);
      assert.deepEqual(Object.fromEntries(owed), { 'うどん 麦合同会社': 1_000, むぎの輪: 2_551, 市役所の窓口合同会社: 0, [odd]: 4_000 });
      const [money] = (await anna.do('getDashboard')).programs.filter(({ program }) => program.unit === 'money');
      assert.deepEqual([money.settled, money.receivable, money.difference], [7_500, 300, 0]);
    });

    test('the bank’s file has what is owed where an account was confirmed; the rest waits [ADM-d]', async () => {
      const { id } = run;
      await anna.refused('transfer_settings_missing', 'makeTransfers', { id, body: {} });
      assert.equal((await anna.do('getTransferSettings')).client_code, undefined);
      const set = await anna.do('setTransferSettings', { body: settings });
      assert.deepEqual(set, { ...settings, account: { ...settings.account, holder: 'ｸﾏｶﾞﾔｼ' } });
      await anna.refused('settlement_not_there', 'getTransferFile', { id });
      await anna.refused('settlement_not_there', 'markTransfersPaid', { id, body: { on: next_day } });
      await anna.do('makeTransfers', { id, body: {} });
      await at(id, 'transferred');
      assert.equal((await anna.do('makeTransfers', { id, body: {} })).state, 'transferred', 'pressed again, nothing more goes out');
      run = await show(id);
      assert.deepEqual([run.transfers, run.transferred, run.returned], [2, 3_551, undefined]);
      const { headers } = await anna.call('getTransferFile', { id });
      assert.match(headers['content-disposition'], new RegExp(`meguri-transfers-${third_day}`));
      const file = await bankFile(id);
      assert.deepEqual([file.client, file.holder, file.payOn, file.from], ['1234567890', 'クマガヤシ', third_day.slice(5).replace('-', ''), '0005-045-7654321']);
      assert.deepEqual(file.transfers.map(({ number, holder, amount }) => [number, holder, amount]).sort(), [['0000007', 'ウドンムギ', 1_000], ['0012345', 'カ)ムギノワ', 2_551]]);
      assert.deepEqual(await standings(id), { 'うどん 麦合同会社': 'transfer', むぎの輪: 'transfer', [odd]: 'account_missing' });
    });

    test('the statement adds up to the run, in every format [ADM-c] [ADM-d]', async () => {
      const utf8 = (await anna.call('getStatementFile', { id: run.id })).bytes.toString();
      const [head, ...lines] = utf8.replace(/^\ufeff/, '').trimEnd().split('\r\n').map((line) => line.split(','));
      assert.deepEqual(head, ['団体番号', '団体', '事業', '種類', '利用額', '支払額(円)']);
      assert.equal(lines.reduce((sum, line) => sum + Number(line[5]), 0), run.total);
      assert.equal(lines.length, run.rows);
      const { csv, book, name } = await everyFormat((format) => anna.call('getStatementFile', { id: run.id, ...(format && { query: { format } }) }), assert);
      assert.match(name, /^meguri-settlement-\d{4}-\d\d-\d\d\.csv$/);
      assert.deepEqual([book.sheet, sumOf(csv, 5), sumOf(book.lines, 5)], ['支払明細', run.total, run.total]);
      assert.ok(lines.some((line) => line[1] === `"'=HYPERLINK(""_x0041_"")"`) && book.lines.some((line) => line[1] === odd), 'text in every format');
      assert.deepEqual(book.kinds[1], ['text', 'text', 'text', 'text', 'number', 'number']);
      for (const [place, name] of [[noodles, 'うどん 麦合同会社'], [bakery, 'むぎの輪'], [fruit, odd]]) {
        const sales = await anna.call('getPlaceSalesCsv', { id: place.id, query: { from: run.first, to: run.until, format: 'xlsx' } });
        const taken = readWorkbook(sales.bytes).lines;
        const stated = (unit) => sumOf([[], ...book.lines.filter((line) => line[1] === name && line[3] === unit)], 4);
        assert.deepEqual([sumOf(taken, 5), sumOf(taken, 6)], [stated('円'), stated('ポイント')], `payments of ${name}`);
      }
      await anna.refused('invalid_request', 'getStatementFile', { id: run.id, query: { format: 'other' } });
      for (const operation of ['getSettlement', 'listSettlementRows', 'getTransferFile', 'getStatementFile']) await anna.refused('not_found', operation, { id: 'none' });
      const none = { proposeSettlement: {}, approveSettlement: { digest: run.digest }, stopSettlement: {}, returnTransfer: { organization: 'X', reason: '口座なし' } };
      for (const [operation, further] of Object.entries(none)) await anna.refused('not_found', operation, { id: 'none', body: await keyed(anna, further) });
      await anna.refused('not_found', 'makeTransfers', { id: 'none', body: {} });
      await anna.refused('not_found', 'markTransfersPaid', { id: 'none', body: { on: next_day } });
    });

    test('each organization has a notice on paper: its days, its programs, what the bank sends [ADM-d]', async () => {
      const read = async (query) => {
        const { bytes, headers } = await anna.call('getPaymentNotices', { id: run.id, query });
        assert.match(headers['content-disposition'], new RegExp(`meguri-payment-notices-${first_day}.pdf`));
        return execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' }).split('\f').filter((page) => page.trim() !== '');
      };
      const pages = await read();
      assert.equal(pages.length, 3);
      const [one, ...others] = await read({ organization: bakery.organization.id });
      assert.equal(others.length, 0);
      const [year, month, day] = third_day.split('-').map(Number);
      for (const words of ['むぎの輪 御中', '熊谷市', '2,551円', '101ポイント', '51円', `${year}年${month}月${day}日`, run.id]) assert.ok(one.includes(words), `${words}: ${one}`);
      assert.ok(pages.some((page) => page.includes(odd) && page.includes('今回の振込はありません')));
      await anna.refused('not_found', 'getPaymentNotices', { id: run.id, query: { organization: 'X' } });
      await anna.refused('not_found', 'getPaymentNotices', { id: 'none' });
      await anna.refused('invalid_request', 'getPaymentNotices', { id: run.id, query: { organization: 'x'.repeat(100) } });
      await it.clerk.refused('not_allowed', 'getPaymentNotices', { id: run.id });
    });

    test('paid, and one came back: it is owed again, and its account must be confirmed again [ADM-d]', async () => {
      const { id } = run;
      await anna.refused('invalid_request', 'markTransfersPaid', { id, body: { on: first_day } });
      await onDay(third_day);
      const paid = await anna.do('markTransfersPaid', { id, body: { on: third_day } });
      assert.deepEqual([paid.state, paid.paid_on], ['paid', third_day]);
      const back = { organization: noodles.organization.id, reason: '口座名義がちがう' };
      const key = await anna.key();
      const returned = await anna.do('returnTransfer', { id, body: { key, ...back } });
      assert.equal(returned.returned, 1);
      assert.equal((await anna.do('returnTransfer', { id, body: { key, ...back } })).returned, 1, 'asked again');
      await anna.refused('key_reused', 'returnTransfer', { id, body: { key, organization: bakery.organization.id, reason: 'x' } });
      await anna.refused('key_reused', 'proposeSettlement', { id: (await create(anna, next_day, city.day(5))).id, body: { key } });
      await anna.refused('pay_out_unknown', 'returnTransfer', { id, body: await keyed(anna, back) });
      await anna.refused('pay_out_unknown', 'returnTransfer', { id, body: await keyed(anna, { ...back, organization: fruit.organization.id }) });
      await anna.refused('organization_unknown', 'returnTransfer', { id, body: await keyed(anna, { ...back, organization: 'X' }) });
      const kept = await anna.do('getOrganizationAccount', { id: noodles.organization.id });
      assert.deepEqual([kept.state, kept.owed], ['unconfirmed', 1_000]);
      const [row] = (await rows(id, { only: 'attention', search: 'うどん' })).rows;
      assert.deepEqual([row.standing, row.reason, row.transfer], ['returned', back.reason, 1_000]);
    });

    test('the next run: what was taken back since comes off, what waited goes out [ADM-d] [PAY-f]', async () => {
      const [open] = (await anna.do('listSettlements')).settlements;
      assert.deepEqual([open.state, open.total], ['calculated', 300]);
      await anna.do('stopSettlement', { id: open.id, body: await keyed(anna) });
      await anna.refused('settlement_not_there', 'proposeSettlement', { id: open.id, body: await keyed(anna) });
      assert.equal((await anna.do('stopSettlement', { id: open.id, body: await keyed(anna) })).state, 'stopped');
      await anna.do('cancelEntry', { id: early.id, body: await keyed(anna, { reason: 'other', amount: 400 }) });
      await onDay(fourth_day);
      const second = await create(anna, third_day, city.day(9));
      assert.deepEqual([second.total, second.check.different], [300 - 400, 0], 'less than nothing this time');
      await anna.do('proposeSettlement', { id: second.id, body: await keyed(anna) });
      const withdrawn = await anna.do('stopSettlement', { id: second.id, body: await keyed(anna) });
      assert.equal(withdrawn.state, 'stopped');
      const third = await create(anna, third_day, city.day(9));
      await approved(third.id);
      for (const [of, body] of [[noodles, { account: account('0000008', 'ウドンムギ') }], [fruit, { account: account('0000009', 'セイカクミアイ') }]]) {
        await bunta.do('setOrganizationAccount', { id: of.organization.id, body });
        await anna.do('confirmOrganizationAccount', { id: of.organization.id, body });
      }
      await anna.do('makeTransfers', { id: third.id, body: {} });
      await at(third.id, 'transferred');
      const file = await bankFile(third.id);
      assert.deepEqual(file.transfers.map(({ number, amount }) => [number, amount]).sort(), [['0000008', 1_000 + 300 - 400], ['0000009', 4_000]]);
      const owed = (await anna.do('listOrganizations')).organizations.map((each) => each.owed);
      assert.deepEqual(owed, [0, 0, 0, 0]);
      await city.verify();
    });

    test('every yen is followed from the top-up to the bank’s file, and back [ADM-d]', async () => {
      const { config } = city;
      const trace = async (entry) => {
        const { code, output } = await city.run('trace', String(entry), '--config', config);
        return code === 0 ? output : assert.fail(output);
      };
      const steps = (text) => [...text.matchAll(/^ {2}entry (\d+) .*?:\d\d {2}(\w+) +([+-]\d+) {2}(.*)$/gm)].map(([, entry, kind, amount, what]) => ({ entry, kind, amount: Number(amount), what }));
      const parts = (text) => text.split(/^(?:came from|went to)\n/m).map(steps);
      const [own, from, to] = parts(await trace(early.id));
      assert.deepEqual(own.map(({ amount }) => amount).sort(), [-1_000, 1_000].sort());
      assert.deepEqual(from.map(({ kind, amount }) => [kind, amount]), [['top_up', 30_000]]);
      assert.deepEqual(to.map(({ kind, amount }) => [kind, amount]), [
        ['settle', 1_000], ['pay_out', -1_000], ['return_pay_out', 1_000], ['cancel', -400], ['settle', -100], ['pay_out', -900],
      ]);
      assert.match(to[1].what, new RegExp(`うどん 麦合同会社, in the bank's file of settlement ${run.id}, transfer on ${third_day}`));
      const [, behind] = parts(await trace(to[0].entry));
      assert.deepEqual(behind.map(({ kind, amount, entry }) => [kind, amount, entry]), [['payment', 1_000, early.id]]);
      const later = await trace(to[4].entry);
      assert.deepEqual(parts(later)[1].map(({ kind, amount }) => [kind, amount]), [['payment', 300], ['cancel', -400]]);
      assert.match(later, /difference 0/);
      const [, paid_from, paid_to] = parts(await trace(to[1].entry));
      assert.deepEqual([paid_from.map(({ entry }) => entry), paid_to.map(({ kind }) => kind)], [[to[0].entry], ['return_pay_out', 'pay_out']]);
      const onward = parts(await trace(from[0].entry))[2];
      assert.deepEqual(onward.slice(0, 3).map(({ kind, amount }) => [kind, amount]), [['payment', -1_000], ['payment', -2_500], ['payment', -700]]);
      for (const wrong of ['999999999', '0', 'x']) assert.notEqual((await city.run('trace', wrong, '--config', config)).code, 0);
    });

    test('a run that was approved is booked to its end by the next process [ADM-d]', async () => {
      await people.pay(resident, noodles, 640);
      await onDay(city.day(1));
      const last = await create(anna, city.day(-1), city.day(9));
      await anna.do('proposeSettlement', { id: last.id, body: await keyed(anna) });
      const { digest } = await show(last.id);
      await bunta.do('approveSettlement', { id: last.id, body: await keyed(bunta, { digest }) });
      await city.restart({ signal: 'SIGKILL' });
      await at(last.id, 'settled');
      await anna.do('makeTransfers', { id: last.id, body: {} });
      await city.restart({ signal: 'SIGKILL' });
      await at(last.id, 'transferred');
      assert.deepEqual((await show(last.id)).transferred, 640);
      await city.verify();
    });

    test('what the journal does not say is found out, and cannot be proposed [ADM-d]', { skip: postgres && 'the table is changed in a file' }, async () => {
      await people.pay(resident, bakery, 900);
      await onDay(city.day(1));
      await city.end();
      const code = 'import sqlite3,sys\ndb=sqlite3.connect(sys.argv[1])\ndb.execute("UPDATE view_place_sum SET amount = amount + 1 WHERE kind = 21 AND program <> 0 AND place = 1")\ndb.commit()';
      execFileSync('python3', ['-c', code, city.database.replace('sqlite://', '')]);
      const looks = 'import json,sqlite3,sys\nprint(json.dumps([w for (w,) in sqlite3.connect(sys.argv[1]).execute("SELECT DISTINCT what FROM look_log ORDER BY what")]))';
      const looked = JSON.parse(execFileSync('python3', ['-c', looks, city.database.replace('sqlite://', '')], { encoding: 'utf8' }));
      for (const what of ['bank_account', 'transfer_file']) assert.ok(looked.includes(what), `who looked is written down: ${what} [PRI-1]`);
      await city.start();
      const wrong = await create(anna, city.day(-1), city.day(9));
      assert.equal(wrong.check.different, 1);
      await anna.refused('settlement_differs', 'proposeSettlement', { id: wrong.id, body: await keyed(anna) });
    });
  });
}
