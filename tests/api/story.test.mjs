// The whole story by API, on both stores, with the server restarted in the middle of every step.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { City } from '../support/city.mjs';
import { Client } from '../support/api.mjs';
import { accept, addPlace, amountPage, approve, codeSentTo, dryRun, freshPhone, ordinary, password, propose, signUp, topUp } from '../support/people.mjs';
import { Authenticator } from '../support/totp.mjs';

for (const postgres of [false, true]) {
  describe(`the story on ${postgres ? 'PostgreSQL' : 'SQLite'}`, () => {
    const people = {};
    let city, shop, counter, payment;
    before(async () => {
      city = await City.create({ postgres });
    });
    after(() => city?.remove());

    test('two operators accept the invitations that init printed; each works once [ADM-a]', async () => {
      assert.equal(city.invitations.length, 2);
      const invitation = city.invitations[0].split('#')[1];
      const first = await new Client(city).do('openInvitation', { body: { invitation } });
      await city.restart({ signal: 'SIGKILL' });
      const again = await new Client(city).do('openInvitation', { body: { invitation } });
      assert.deepEqual(again, first);
      people.anna = await accept(city, city.invitations[0], { signInName: 'anna', displayName: '安藤 あんな' });
      people.bunta = await accept(city, city.invitations[1], { signInName: 'bunta', displayName: '文 太' });
      assert.equal(people.anna.session.role, 'operator');
      await new Client(city).refused('invitation_unknown', 'openInvitation', { body: { invitation } });
      await city.restart();
      assert.equal((await people.anna.do('getSession')).person.name, '安藤 あんな');
    });

    test('one proposes, the other approves exactly what was proposed', async () => {
      const { anna, bunta } = people;
      const key = await anna.key();
      await city.restart({ signal: 'SIGKILL' });
      const proposal = await anna.do('createProposal', { body: { key, program: ordinary } });
      const again = await anna.do('createProposal', { body: { key, program: ordinary } });
      assert.deepEqual(again, { ...proposal, examples: again.examples }); // those begin whenever somebody looks
      const dry_run = await dryRun(anna, proposal.id);
      await anna.refused('same_person', 'approveProposal', { id: proposal.id, body: { key: await anna.key(), digest: proposal.digest, dry_run } });
      const digest = proposal.digest.replace(/^./, (c) => (c === '0' ? '1' : '0'));
      await bunta.refused('proposal_differs', 'approveProposal', { id: proposal.id, body: { key: await bunta.key(), digest, dry_run } });
      await city.restart();
      const seen = await bunta.do('getProposal', { id: proposal.id });
      assert.equal(seen.digest, proposal.digest);
      const approved = await approve(bunta, seen);
      assert.equal(approved.state, 'approved');
      const { programs } = await anna.do('listPrograms');
      assert.deepEqual(programs.map((each) => [each.name, each.state, each.issued]), [[ordinary.name, 'open', 0]]);
    });

    test('they add a shop and a top-up place; the invited staff come in', async () => {
      const { anna, bunta } = people;
      shop = await addPlace(anna, 'うどん 麦', ['takes_money']);
      counter = await addPlace(bunta, '市役所の窓口', ['tops_up']);
      const links = [await anna.do('invitePlaceStaff', { id: shop.id }), await bunta.do('invitePlaceStaff', { id: counter.id })];
      await city.restart({ signal: 'SIGKILL' });
      people.cook = await accept(city, links[0].url, { signInName: 'cook', displayName: '麦 次郎' });
      people.clerk = await accept(city, links[1].url, { signInName: 'clerk', displayName: '窓 口子' });
      assert.equal(people.cook.session.place.name, 'うどん 麦');
      const { staff } = await anna.do('listPlaceStaff', { id: shop.id });
      assert.deepEqual(staff.map((each) => each.name), ['麦 次郎']);
    });

    test('a resident signs up with the code from the message; the balance is 0 [USR-a]', async () => {
      const client = new Client(city);
      client.phone = freshPhone();
      const { verification } = await client.do('sendSignUpCode', { body: { phone: client.phone } });
      const code = await codeSentTo(city, client.phone);
      await city.restart({ signal: 'SIGKILL' });
      await client.refused('code_wrong', 'verifySignUpCode', { body: { verification, code: code === '000000' ? '111111' : '000000' } });
      assert.equal((await client.do('verifySignUpCode', { body: { verification, code } })).created, true);
      people.resident = client;
      const wallet = await client.do('getWallet');
      assert.deepEqual([wallet.balance, wallet.lots, wallet.recent, wallet.status], [0, [], [], 'active']);
    });

    test('the counter takes 10,000 yen; the balance is there at once with its last day [CHG-a]', async () => {
      const { resident, clerk } = people;
      const { payload } = await resident.do('createWalletCode');
      await city.restart();
      const page = await clerk.do('openWalletCode', { body: { code: payload } });
      assert.equal(page.label, `··${resident.phone.slice(-2)}`);
      await city.restart({ signal: 'SIGKILL' });
      const body = { key: page.key, wallet: page.wallet, program: page.programs[0].program.id, amount: 10_000 };
      const entry = await clerk.do('createTopUp', { body });
      await city.restart({ signal: 'SIGKILL' });
      assert.equal((await clerk.do('createTopUp', { body })).id, entry.id);
      const wallet = await resident.do('getWallet');
      assert.equal(wallet.balance, 10_000);
      assert.deepEqual(wallet.lots.map((each) => [each.amount, each.expires_on]), [[10_000, city.day(180)]]);
    });

    test('the resident pays 1,234 at the shop, once, whatever happens in between [PAY-a, PAY-h]', async () => {
      const { resident, cook } = people;
      const body = await amountPage(resident, shop, 1234);
      const preview = await resident.do('previewPayment', { body: { place: body.place, amount: 1234 } });
      assert.deepEqual(preview.explanation.used.map((each) => each.amount), [1234]);
      await city.restart({ signal: 'SIGKILL' });
      payment = await resident.do('createPayment', { body });
      await city.restart({ signal: 'SIGKILL' });
      assert.deepEqual(await resident.do('createPayment', { body }), payment);
      assert.equal((await resident.do('closeKey', { body: { key: body.key } })).entry.id, payment.id);
      const sales = await cook.do('getSales');
      assert.deepEqual([sales.count, sales.amount, sales.entries.length], [1, 1234, 1]);
      const { id, at, amount, digits, hash } = sales.entries[0];
      assert.deepEqual({ id, at, amount, digits, hash }, { id: payment.id, at: payment.at, amount: 1234, digits: payment.digits, hash: payment.hash });
      assert.equal((await resident.do('getWallet')).balance, 8766);
    });

    test('the shop cancels and the value is back in the very lot', async () => {
      const { resident, cook } = people;
      const body = { key: await cook.key(), reason: 'wrong_amount' };
      await city.restart();
      const cancel = await cook.do('cancelEntry', { id: payment.id, body });
      await city.restart({ signal: 'SIGKILL' });
      assert.deepEqual(await cook.do('cancelEntry', { id: payment.id, body }), cancel);
      await cook.refused('already_cancelled', 'cancelEntry', { id: payment.id, body: { key: await cook.key(), reason: 'other' } });
      const wallet = await resident.do('getWallet');
      assert.deepEqual(wallet.lots.map((each) => [each.amount, each.expires_on]), [[10_000, city.day(180)]]);
      assert.equal((await resident.do('getEntry', { id: payment.id })).cancelled_by, cancel.id);
      const sales = await cook.do('getSales');
      assert.deepEqual([sales.amount, sales.cancelled], [0, 1234]);
    });

    test('nobody sees what is not theirs; a removed clerk is out with the next request [SEC-3]', async () => {
      const { resident, cook, clerk, anna } = people;
      const other = await signUp(city);
      await other.refused('not_found', 'getEntry', { id: payment.id });
      assert.deepEqual((await other.do('getWalletHistory')).entries, []);
      const refused = await clerk.call('cancelEntry', { id: payment.id, body: { key: await clerk.key(), reason: 'other' } });
      assert.equal(refused.json.refusal, 'payment_not_yours');
      assert.equal((await clerk.do('getSales')).entries.filter((each) => each.kind === 'payment').length, 0);
      const { staff } = await anna.do('listPlaceStaff', { id: shop.id });
      await anna.do('removeStaff', { id: staff[0].id });
      await cook.refused('not_signed_in', 'getSales');
      const totp_code = await cook.authenticator.digits(city.now);
      await new Client(city).refused('sign_in_refused', 'startSession', { body: { sign_in_name: 'cook', password, totp_code } });
      assert.equal((await resident.do('getWallet')).balance, 10_000);
    });

    test('a member of staff signs in again with name, password and six digits; the books are right', async () => {
      const { clerk, anna } = people;
      await clerk.do('endSession');
      await clerk.refused('not_signed_in', 'getOwnPlace');
      const totp_code = await new Authenticator(clerk.authenticator.secret, clerk.authenticator.lastStep).digits(city.now);
      const body = { sign_in_name: 'clerk', password, totp_code };
      const again = new Client(city);
      assert.equal((await again.do('startSession', { body })).place.name, '市役所の窓口');
      await new Client(city).refused('sign_in_refused', 'startSession', { body }); // seen over a shoulder
      await topUp(again, people.resident, 2000);
      const { programs } = await anna.do('getDashboard');
      assert.deepEqual(programs.map((each) => [each.issued, each.outstanding, each.difference]), [[12_000, 12_000, 0]]);
      await city.end();
      await city.verify();
      await city.start();
    });
  });
}
