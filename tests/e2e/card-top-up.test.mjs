// Topping up by card on the real screens, with the provider's page (its simulator's) in between: the amount with its premium
// before the button, there and back, given up, paid too late, an answer lost, sales that have closed.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CardProvider } from '../support/cards.mjs';
import { judged, pressByKey } from '../support/keyboard.mjs';
import { approve, ordinary, propose, signUp, topUp } from '../support/people.mjs';
import { until } from '../support/program.mjs';
import { stage } from '../support/stage.mjs';

const premium = {
  name: '冬のプレミアム', stamp: '冬', unit: 'money', origin: 'granted', budget: 3000, expiry: { kind: 'days_after', days: 30 },
  limits: [{ what: 'received', measure: 'amount', cap: 2000, period: 'ever', who: 'person' }],
};
const sold = (into) => ({
  ...ordinary, name: 'プレミアム付き', stamp: '付',
  bonus: { into, tiers: [{ from: 3000, per_10000: 1000 }, { from: 5000, per_10000: 2000 }], at_limit: 'refuse' },
});

describe('a top-up by card', () => {
  let resident, provider, program;
  const it = stage('card-top-up', async ({ city, people }) => {
    const { program: into } = await approve(people.bunta, await propose(people.anna, premium));
    ({ program } = await approve(people.bunta, await propose(people.anna, sold(into))));
    provider = new CardProvider(city);
    resident = await signUp(city);
  });
  const figures = (text) => text.replace(/\s+/g, ' ');
  const choose = async (name, amount) => {
    await it.page.getByText(name, { exact: true }).first().click();
    if (amount) await it.page.locator('.tile', { hasText: amount }).click();
  };
  /** On the provider's page. */
  const press = async (words) => {
    await it.page.waitForURL('**/sim/card/pay/**');
    await it.page.getByRole('button', { name: words }).click();
  };
  const balance = async () => (await resident.do('getWallet')).balance;

  test('shows premium, room and what arrives before the button, goes to the provider and comes back as done [CHG-b, CHG-e]', async () => {
    await it.open(resident, '/top-up');
    await it.window.follow('カードでチャージする');
    await it.window.heading('カードでチャージ');
    await choose('プレミアム付き');
    await until('the meter', () => it.page.locator('.room').count());
    const tiles = figures(await it.page.locator('.tiles').innerText());
    assert.match(tiles, /1,000 ?円 プレミアムなし.*3,000 ?円 \+300円.*5,000 ?円 \+1,000円.*10,000 ?円 \+2,000円/);
    await choose('プレミアム付き', '5,000');
    await it.page.locator('.account').waitFor();
    const account = figures(await it.page.locator('.account').innerText());
    assert.match(account, /チャージ.*5,000円.*プレミアム.*1,000円/);
    assert.match(figures(await it.page.locator('.room').innerText()), /上限2,000円.* 2,000円 受け取り済み 0円 今回 1,000円 市全体の残り 3,000円 \/ 3,000円/);
    await judged(it.window, 'card top-up, amount');
    await it.window.press('5,000円をチャージする');
    await press('支払う');
    await it.window.heading('チャージしました');
    await it.page.waitForURL('**/topped-up/**');
    assert.equal(await balance(), 6000);
    // The provider's return opened once more, and back: the same end, nothing twice.
    await it.page.goBack();
    await it.page.waitForLoadState();
    assert.equal(await balance(), 6000);
    await it.go('/');
    await it.page.locator('.balance-card').waitFor();
    await until('no strip', async () => (await it.page.getByText('手続き中').count()) === 0);
  });

  test('tells minimum, step and what is left of the own room, at the amount and at the tile [CHG-b]', async () => {
    await it.open(resident, '/top-up/card');
    await choose('プレミアム付き');
    assert.match(figures(await it.page.locator('.tiles').innerText()), /10,000 ?円 残り[\d,]+円まで/);
    await it.window.press('ほかの金額');
    const type = (text) => it.page.getByLabel('ほかの金額').fill(text);
    for (const [text, says] of [['500', /1,000円から/], ['1500', /1,000円単位で/], ['60000', /50,000円まで/], ['20000', /あなたがいまチャージできるのは/]]) {
      await type(text);
      await it.page.locator('.field-problem', { hasText: says }).waitFor();
    }
    await judged(it.window, 'card top-up, wrong amount');
    assert.equal(await it.page.getByRole('button', { name: 'カードでチャージする' }).getAttribute('aria-disabled'), 'true');
    await type('2000');
    await it.page.getByRole('button', { name: '2,000円をチャージする' }).waitFor();
    assert.equal(await it.page.locator('.field-problem').count(), 0);
  });

  test('left on the way stands as a strip on home, can be gone on with and given up [CHG-e]', async () => {
    const had = await balance();
    await it.open(resident, '/top-up/card');
    await choose('ふだんのチャージ', '3,000');
    await it.window.press('3,000円をチャージする');
    await it.page.waitForURL('**/sim/card/pay/**');
    await it.go('/');
    await it.window.follow(/3,000円のチャージ 手続き中/);
    await it.window.heading('まだ支払われていません');
    await judged(it.window, 'card top-up, not paid yet');
    await pressByKey(it.page, 'このチャージをやめる');
    await it.window.heading('チャージしていません');
    await judged(it.window, 'card top-up, given up');
    await it.window.follow('ホームへ');
    await it.page.locator('.balance-card').waitFor();
    assert.equal(await it.page.getByText('手続き中').count(), 0);
    assert.equal(await balance(), had);
  });

  test('whose time runs out on the provider’s page is not topped up; paid after that, the money goes back [CHG-d, CHG-e]', async () => {
    const had = await balance();
    const held = await resident.do('createCardTopUp', { body: { key: await resident.key(), program: it.people.program, amount: 2000 } });
    await it.open(resident, `/card-top-up/${held.id}`);
    await it.window.heading('まだ支払われていません');
    await provider.press(held, 'lapse');
    await it.window.heading('チャージしていません'); // by itself
    await it.window.sees('ありませんでした');
    await provider.press(held, 'slip');
    await until('the money to go back', async () => (await resident.do('getCardTopUp', { id: held.id })).state === 'refunded');
    await it.go(`/card-top-up/${held.id}`);
    await it.page.getByText(/取り消しました/).first().waitFor();
    await judged(it.window, 'card top-up, given back');
    assert.equal(await balance(), had);
  });

  test('whose answer is lost is asked for under the same key, and held once [CHG-e]', async () => {
    await it.open(resident, '/top-up/card');
    await choose('ふだんのチャージ', '1,000');
    const ids = new Set();
    let cut = true;
    await it.page.route('**/api/card-top-ups', async (route) => {
      const answer = await route.fetch();
      ids.add((await answer.json()).id);
      if (cut) return route.abort('connectionreset');
      return route.fulfill({ response: answer });
    });
    await it.window.press('1,000円をチャージする');
    await it.window.heading('確認中です');
    await it.window.sees(/チャージしないでください/);
    await judged(it.window, 'card top-up, not known');
    cut = false;
    await it.window.heading('まだ支払われていません');
    assert.equal(ids.size, 1);
    await it.window.press('カード会社のページへ進む');
    await press('支払う');
    await it.window.heading('チャージしました');
  });

  test('of a premium that is used up says that sales have ended, and why; without a network nothing is sent [CHG-d]', async () => {
    const [other, third] = [await signUp(it.city), await signUp(it.city)];
    await topUp(it.people.clerk, other, 10_000, 'プレミアム付き');
    await it.open(third, '/top-up/card');
    await it.window.sees('受付を終えたもの');
    await it.window.sees(/プレミアムが上限に達したため/);
    assert.equal(await it.page.locator('.choices').count(), 0); // one is left: nothing to choose
    await judged(it.window, 'card top-up, sales ended');
    await it.page.locator('.tile', { hasText: '1,000' }).first().click();
    await it.window.context.setOffline(true);
    await it.page.getByText(/何も送られていません/).waitFor();
    assert.equal(await it.page.getByRole('button', { name: '1,000円をチャージする' }).getAttribute('aria-disabled'), 'true');
    await it.window.context.setOffline(false);
    const { programs } = await third.do('listTopUpChoices');
    assert.equal(programs.find((each) => each.program.id === program).closed, 'premium_used_up');
  });
});
