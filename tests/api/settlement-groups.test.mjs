// Organizations are settled in groups: each with its closing days, its day of payment, and what the city keeps. The fee and its
// tax are worked out once for an organization and run, booked, taken off the transfer, and written on its notice as on an invoice.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { readBankFile } from '../support/bank-file.mjs';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import * as people from '../support/people.mjs';
import { until } from '../support/program.mjs';

const account = (number, holder) => ({ bank: '0005', branch: '045', kind: 'ordinary', number, holder });
const settings = { client_code: '1234567890', account: account('7654321', 'クマガヤシ'), line_ends: true, end_of_file_mark: false, clearing_house_zeros: false, delivery: 'wire' };
const market = { name: '大型店', closing: 'month_end', pay_after_days: 20, fee_per_10000: 150, tax_per_10000: 1000, registration_number: 'T1234567890123' };

for (const postgres of [false, true]) {
  describe(`groups of organizations on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    let city, it, anna, bunta, resident, points, noodles, store, run;
    const keyed = async (who, further) => ({ key: await who.key(), ...further });
    const groups = async () => (await anna.do('listSettlementGroups')).groups;
    const create = async (who, group) => who.do('createSettlement', { body: await keyed(who, { until: city.day(-1), pay_on: city.day(9), ...(group && { group }) }) });
    const settled = async ({ id }) => {
      await anna.do('proposeSettlement', { id, body: await keyed(anna) });
      const { digest } = await anna.do('getSettlement', { id });
      await bunta.do('approveSettlement', { id, body: await keyed(bunta, { digest }) });
      await until('the run to be booked', async () => (await anna.do('getSettlement', { id })).state === 'settled');
    };
    const sent = async ({ id }) => {
      await anna.do('makeTransfers', { id, body: {} });
      await until('the transfers', async () => (await anna.do('getSettlement', { id })).state === 'transferred');
      return readBankFile((await anna.call('getTransferFile', { id })).bytes).transfers.map(({ number, amount }) => [number, amount]).sort();
    };

    before(async () => {
      city = await City.create({ postgres });
      it = await people.furnish(city);
      ({ anna, bunta } = it);
      points = await giving.publish(it, { ...giving.points, rate: { yen: 1, points: 2, rounding: 'up' } });
      noodles = it.shop;
      store = await people.addPlace(anna, 'スーパー', ['takes_money', 'takes_points'], { organization_name: '大店' });
      resident = await people.signUp(city);
      await people.topUp(it.clerk, resident, 50_000);
      await giving.grant(anna, resident, points, 500);
      for (const [place, number] of [[noodles, '0000001'], [store, '0000002']]) {
        const body = { account: account(number, 'ミセ') };
        await anna.do('setOrganizationAccount', { id: place.organization.id, body });
        await bunta.do('confirmOrganizationAccount', { id: place.organization.id, body });
      }
      await anna.do('setTransferSettings', { body: settings });
    });
    after(() => city?.remove());

    test('everybody is in one to begin with; another is added once, however often it is sent [ADM-d]', async () => {
      const [first, ...others] = await groups();
      assert.deepEqual([first.number, first.version, first.name, first.closing, first.fee_per_10000, first.organizations, others.length], [1, 1, 'すべての団体', 'half_month', 0, 3, 0]);
      assert.match(first.until, /-(15|28|29|30|31)$/);
      assert.equal(Date.parse(first.pay_on) - Date.parse(first.until), 10 * 86_400_000);
      for (let n = 0; n < 2; n++) await anna.do('setSettlementGroup', { body: market });
      const all = await groups();
      assert.deepEqual(all.map(({ number, name, organizations }) => [number, name, organizations]), [[1, 'すべての団体', 3], [2, '大型店', 0]]);
      const put = await anna.do('setOrganizationGroup', { id: store.organization.id, body: { group: 2 } });
      assert.deepEqual([put.name, put.group], ['大店', 2]);
      assert.deepEqual((await groups()).map(({ organizations }) => organizations), [2, 1]);
      assert.deepEqual((await anna.do('listOrganizations')).organizations.map(({ name, group }) => [name, group]).sort(), [['うどん 麦合同会社', 1], ['大店', 2], ['市役所の窓口合同会社', 1]]);
    });

    test('a change is a version that stays known; nobody overwrites what they have not seen [ADM-d]', async () => {
      const [first] = await groups();
      const next = { number: 1, version: 1, name: first.name, closing: 'week', pay_after_days: 5, fee_per_10000: 0, tax_per_10000: 1000 };
      await anna.do('setSettlementGroup', { body: next });
      const { field } = await bunta.refused('invalid_request', 'setSettlementGroup', { body: { ...next, pay_after_days: 6 } });
      assert.equal(field, 'version');
      const { groups: all, changes } = await bunta.do('setSettlementGroup', { body: { ...next, version: 2, pay_after_days: 6 } });
      assert.deepEqual([all[0].version, all[0].closing, all[0].pay_after_days], [3, 'week', 6]);
      assert.equal(new Date(all[0].until).getUTCDay(), 0, 'a Sunday');
      const { id } = (await bunta.do('getSession')).person;
      assert.deepEqual(changes.filter(({ number }) => number === 1).map(({ version, pay_after_days, set_by }) => [version, pay_after_days, set_by.id === id]), [[3, 6, true], [2, 5, false]]);
      assert.equal((await bunta.do('setSettlementGroup', { body: { ...next, version: 2, pay_after_days: 6 } })).groups[0].version, 3, 'asked again');
    });

    test('what cannot be is refused, by field; only operators see it', async () => {
      const wrong = {
        name: [{ name: '' }, { number: 1, version: 3, name: market.name }], closing: [{ closing: 'never' }], pay_after_days: [{ pay_after_days: 0 }, { pay_after_days: 91 }],
        fee_per_10000: [{ fee_per_10000: -1 }, { fee_per_10000: 2001 }], tax_per_10000: [{ tax_per_10000: 3001 }],
        registration_number: [{ registration_number: 'T123456789012X' }, { registration_number: '12345678901234' }], version: [{ number: 1 }, { version: 1 }], number: [{ number: 99, version: 1 }],
      };
      for (const [field, changes] of Object.entries(wrong))
        for (const change of changes) assert.equal((await anna.refused('invalid_request', 'setSettlementGroup', { body: { ...market, name: 'べつの', ...change } })).field, field, JSON.stringify(change));
      await anna.refused('invalid_request', 'setSettlementGroup', { body: { ...market, fee_per_10000: 100 } }); // the name is another's
      await anna.refused('invalid_request', 'setOrganizationGroup', { id: store.organization.id, body: { group: 3 } });
      await anna.refused('not_found', 'setOrganizationGroup', { id: 'none', body: { group: 1 } });
      await anna.refused('invalid_request', 'createSettlement', { body: await keyed(anna, { until: city.day(-1), pay_on: city.day(3), group: 3 }) });
      for (const [operation, request] of Object.entries({ listSettlementGroups: {}, setSettlementGroup: { body: market }, setOrganizationGroup: { id: store.organization.id, body: { group: 1 } } }))
        for (const who of [it.clerk, resident]) await who.refused('not_allowed', operation, request);
    });

    test('a run is of one group: fee and tax come off once, and are approved with the rest [ADM-d] [PNT-a]', async () => {
      await people.pay(resident, noodles, 3_000);
      await people.pay(resident, store, 12_345);
      await resident.do('createPayment', { body: { ...(await people.amountPage(resident, store, 101)), points } });
      await city.setClock(Date.parse(`${city.day(1)}T10:00:00.000+09:00`));
      for (const who of [anna, bunta, it.clerk]) who.cookie = (await people.signIn(city, who)).cookie;
      run = await create(anna, 2);
      // 12,345 + 51 = 12,396 yen; 1.5 % = 185.94; 10 % of 185 = 18.5
      assert.deepEqual([run.group, run.organizations, run.rows, run.fees, run.fee_tax, run.total, run.check.compared, run.check.different], [2, 1, 3, 185, 18, 12_396 - 203, 2, 0]);
      const [row, ...others] = (await anna.do('listSettlementRows', { id: run.id })).rows;
      assert.deepEqual([row.organization.name, row.fee, row.fee_tax, row.total, row.programs.length, others.length], ['大店', 185, 18, 12_193, 2, 0]);
      await settled(run);
      const owed = Object.fromEntries((await anna.do('listOrganizations')).organizations.map((each) => [each.name, each.owed]));
      assert.deepEqual([owed['大店'], owed['うどん 麦合同会社']], [12_193, 0]);
      const statement = (await anna.call('getStatementFile', { id: run.id })).bytes.toString().trimEnd().split('\r\n').slice(1);
      assert.deepEqual(statement.slice(2).map((line) => line.split(',').slice(1)), [['大店', '', '手数料', '', '-185'], ['大店', '', '手数料の消費税', '', '-18']]);
      assert.equal(statement.reduce((sum, line) => sum + Number(line.split(',').at(-1)), 0), run.total);
    });

    test('the other group’s money waits for its own run, and goes out whole [ADM-d]', async () => {
      const other = await create(bunta);
      assert.deepEqual([other.group, other.rows, other.fees, other.total], [1, 1, 0, 3_000]);
      await bunta.do('stopSettlement', { id: other.id, body: await keyed(bunta) });
      const mine = await create(anna);
      await settled(mine);
      assert.deepEqual(await sent(mine), [['0000001', 3_000]], 'what is owed to the other group goes with that one');
      assert.deepEqual(await sent(run), [['0000002', 12_193]]);
      await city.verify();
    });

    test('the notice says what was kept, as an invoice must; later terms change nothing of it [ADM-d]', async () => {
      await anna.do('setSettlementGroup', { body: { ...market, number: 2, version: 1, tax_per_10000: 800, registration_number: 'T9999999999999' } });
      const { bytes } = await anna.call('getPaymentNotices', { id: run.id });
      const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: bytes, encoding: 'utf8' });
      for (const words of ['手数料(税抜)', '−185円', '消費税 10%', '−18円', '12,193円', 'T1234567890123', '振込額']) assert.ok(text.includes(words), `${words}: ${text}`);
      assert.ok(!text.includes('繰り越した'), text);
    });

    test('every yen that was kept is followed as well [ADM-d]', async () => {
      const { code, output } = await city.run('trace', '1', '--config', city.config);
      assert.equal(code, 0, output);
      await people.pay(resident, store, 50); // 1.5 % of it is less than a yen
      await city.setClock(Date.parse(`${city.day(1)}T10:00:00.000+09:00`));
      for (const who of [anna, bunta]) who.cookie = (await people.signIn(city, who)).cookie;
      const small = await create(anna, 2);
      assert.deepEqual([small.rows, small.fees, small.fee_tax, small.total], [1, 0, 0, 50]);
      await city.end();
      await city.verify();
    });
  });
}
