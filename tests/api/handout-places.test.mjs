// Which places may hand out: not a closed one, and of an organization only those that give.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import * as giving from '../support/giving.mjs';
import { addPlace, invited, signUp } from '../support/people.mjs';

let city, it, points, park, host, resident;
before(async () => {
  city = await City.create();
  ({ it, points, park, host } = await giving.organizers(city));
  resident = await signUp(city);
});
after(() => city?.remove());

describe('a place', () => {
  const set = async (place, status) => it.anna.do('setPlaceStatus', { id: place.id, body: { key: await it.anna.key(), status } });

  test('that is closed gives nothing, and its people open, close and scan nothing [PNT-b]', async () => {
    const woods = await giving.addOrganizer(it, '森の会', points, 100);
    const ranger = await invited(city, it.anna, woods);
    const open_there = (body) => giving.openHandout(ranger, { program: points, ...body });
    const [everywhere, there] = [await open_there({}), await open_there({ place: woods.id })];
    const stays = await open_there({ ways: ['check_in'], stay: { minutes: 1, units: 1 } });
    const [page, page_there, page_in] = [await giving.claimPage(resident, everywhere), await giving.claimPage(resident, there), await giving.claimPage(resident, stays)];
    await set(woods, 'closed');
    await resident.refused('place_closed', 'createClaim', { body: page });
    await resident.refused('place_closed', 'createClaim', { body: page_there });
    await resident.refused('place_closed', 'checkIn', { body: page_in });
    const body = { name: 'x', program: points, ways: ['printed_code'], amount: 1 };
    await ranger.refused('place_closed', 'openHandout', { body: { key: await ranger.key(), ...body } });
    await it.anna.refused('place_closed', 'openHandout', { body: { key: await it.anna.key(), ...body, place: woods.id } });
    await ranger.refused('place_closed', 'openHandoutScan', { id: there.id, body: { code: '000000000000' } });
    await set(woods, 'open');
    assert.equal((await giving.claim(resident, everywhere)).amount, 10);
  });

  test('that does not give leaves its sister’s handouts alone [PNT-b]', async () => {
    const sister = await addPlace(it.anna, '公園の売店', ['takes_money'], { organization_name: park.organization.name });
    const seller = await invited(city, it.anna, sister);
    const handout = await giving.openHandout(host, { program: points, ways: ['staff_scan'] });
    const { wallet } = await giving.scanned(host, handout, resident);
    assert.equal((await seller.do('getHandout', { id: handout.id })).id, handout.id, 'it sees what its organization does');
    const body = async (further = {}) => ({ id: handout.id, body: { key: await seller.key(), ...further } });
    await seller.refused('place_not_capable', 'closeHandout', await body());
    await seller.refused('place_not_capable', 'retireHandoutCode', { id: handout.id });
    await seller.refused('place_not_capable', 'openHandoutScan', { id: handout.id, body: { code: '000000000000' } });
    await seller.refused('place_not_capable', 'giveByScan', await body({ wallet, action: 'give' }));
    await seller.refused('place_not_capable', 'correctStay', await body({ wallet, minutes: 1 }));
    assert.equal((await host.do('getHandout', { id: handout.id })).state, 'open');
  });

  test('of the same organization neither scans nor gives from a handout that is bound to another [PNT-c] [PNT-d]', async () => {
    const open = (further) => giving.openHandout(host, { program: points, ...further });
    const sister = await addPlace(it.anna, '公園の東口', ['gives'], { organization_name: park.organization.name });
    const keeper = await invited(city, it.anna, sister);
    const [scan, inside] = [await open({ ways: ['staff_scan'], place: park.id }), await open({ ways: ['check_in'], stay: { minutes: 30, units: 3 }, place: park.id })];
    const person = await signUp(city);
    for (const [handout, action] of [[scan, 'give'], [inside, 'check_in'], [inside, 'check_out']]) {
      assert.equal((await keeper.do('getHandout', { id: handout.id })).id, handout.id, 'it sees what its organization does');
      const { payload } = await person.do('createWalletCode');
      await keeper.refused('handout_not_here', 'openHandoutScan', { id: handout.id, body: { code: payload } });
      const page = await host.do('openHandoutScan', { id: handout.id, body: { code: payload } });
      assert.ok(page.key, 'the code was not used up by the wrong place');
      const elsewhere = await open({ ways: ['staff_scan'] });
      const own = await giving.scanned(keeper, elsewhere, person);
      await keeper.refused('handout_not_here', 'giveByScan', { id: handout.id, body: { key: own.key, wallet: own.wallet, action } });
      await host.do('giveByScan', { id: handout.id, body: { key: page.key, wallet: page.wallet, action } });
    }
  });
});
