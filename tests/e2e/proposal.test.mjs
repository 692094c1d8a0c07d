// A proposal from the empty form to its end, by keyboard: every step has an entry of the history and an address, nothing typed
// is lost by Back or a reload, every state of the form and of the proposal is judged, and Japanese breaks between phrases.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { arrived, judged, pressByKey, tabTo, typeByKey } from '../support/keyboard.mjs';
import { approve, ordinary, propose } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

const form = '/console/programs/new';

describe('a proposal', () => {
  let anna, bunta;
  const it = stage('proposal', async ({ people }) => ({ anna, bunta } = people));
  const sees = (words) => it.window.sees(words);
  const press = (name) => pressByKey(it.page, name);
  const type = (label, text) => typeByKey(it.page, label, text, { anew: true });
  const at = async (step, heading) => {
    await arrived(it.window, `step ${step || 'one'}`, heading);
    assert.equal(new URL(it.page.url()).pathname, step ? `${form}/${step}` : form);
  };
  const choose = async (group, key) => {
    await tabTo(it.page, group);
    await it.page.keyboard.press(key);
  };
  const toCheck = async (name) => {
    await type('事業の名前', name);
    await type('印(1文字)', '往');
    await press('次へ');
    await at('amounts', /金額と上限/);
    await type('市全体の上限(円)', '1000000');
    await press('次へ');
    await at('period', /期間と期限/);
    await type('日数', '90');
    await press('次へ');
    await at('check', /確認/);
  };

  test('Back goes one step back, on the page and in the browser; a reload stays; nothing typed is lost', async () => {
    await it.open(anna, '/console/programs', { size: 'desk' });
    await press('新しい事業を提案する');
    await arrived(it.window, 'new program', /新しい事業/);
    await toCheck('行き帰り');
    for (const [step, heading, label, value] of [['period', /期間と期限/, '日数', '90'], ['amounts', /金額と上限/, '市全体の上限(円)', '1000000'], ['', /名前と印/, '事業の名前', '行き帰り']]) {
      await it.page.goBack();
      await at(step, heading);
      assert.equal(await it.page.getByLabel(label, { exact: true }).inputValue(), value);
    }
    for (const [step, heading] of [['amounts', /金額と上限/], ['period', /期間と期限/], ['check', /確認/]]) {
      await it.page.goForward();
      await at(step, heading);
    }
    await sees('90日後まで');
    await it.page.reload();
    await sees('90日後まで');
    assert.equal(new URL(it.page.url()).pathname, `${form}/check`);
    const entries = await it.page.evaluate(() => history.length);
    await press('前へ');
    await at('period', /期間と期限/);
    await press(/^名前と印$/); // the steps above the form
    await at('', /名前と印/);
    assert.equal(await it.page.evaluate(() => history.length), entries); // over the entries that are there
    for (const [step, heading] of [['amounts', /金額と上限/], ['period', /期間と期限/], ['check', /確認/]]) {
      await press('次へ');
      await at(step, heading);
    }
    await press('提案する');
    await arrived(it.window, 'own proposal', /行き帰りの提案/);
    await it.page.goBack(); // not into an empty form
    await it.page.waitForURL('**/console/programs');
  });

  test('a step that builds on nothing gives way to the first one', async () => {
    await it.open(anna, `${form}/check`, { size: 'desk' });
    await sees('事業の名前');
    await it.page.waitForURL(`**${form}`);
    await it.go(`${form}/nothing`);
    await it.page.waitForURL(`**${form}`);
  });

  test('what is to correct, in each step; money that the city gives; a last day', async () => {
    await it.open(anna, form, { size: 'desk' });
    await press('次へ');
    await sees('1文字だけ入れてください');
    await judged(it.window, 'names, to correct');
    await type('事業の名前', 'まちがい');
    await type('印(1文字)', '誤');
    await press('次へ');
    await at('amounts', /金額と上限/);
    await type('1回の上限(円)', '500');
    await press('次へ');
    await sees('上限は、最低額以上にしてください');
    await judged(it.window, 'amounts, to correct');
    await press('前へ');
    await at('', /名前と印/);
    await choose(/利用者が現金で買う/, 'ArrowDown');
    await press('次へ');
    await at('amounts', /金額と上限/);
    assert.equal(await it.page.getByLabel('1回の上限(円)').count(), 0);
    await press('次へ');
    await at('period', /期間と期限/);
    await type('日数', '0');
    await press('次へ');
    await sees('1から3660まで');
    await judged(it.window, 'period, to correct');
    await choose(/チャージした日から数える/, 'ArrowDown');
    await press('次へ');
    await sees('ここに入れてください');
    await judged(it.window, 'period, a last day');
    await choose(/決まった日まで/, 'ArrowDown');
    await press('次へ');
    await at('check', /確認/);
    await sees('市が渡すお金です');
  });

  test('what only the server finds stands at its field, in its step', async () => {
    await it.open(anna, form, { size: 'desk' });
    await toCheck('さかのぼり');
    await press('前へ');
    await at('period', /期間と期限/);
    await choose(/チャージした日から数える/, 'ArrowDown');
    await it.page.getByLabel('最後に使える日').fill(it.city.day(-400)); // keys of a date differ from browser to browser
    await press('次へ');
    await at('check', /確認/);
    await press('提案する');
    await at('period', /期間と期限/);
    await sees('合わないところがあります');
  });

  test('own and of another: waiting, the budget typed again, approved', async () => {
    const { id } = await propose(anna, { ...ordinary, name: '予算のある事業', stamp: '予', budget: 1_000_000 });
    await it.open(anna, `/console/proposals/${id}`, { size: 'desk' });
    await arrived(it.window, 'own proposal', /予算のある事業の提案/);
    await sees('自分では承認できません');
    await it.open(bunta, `/console/proposals/${id}`, { size: 'desk' });
    await arrived(it.window, 'proposal', /予算のある事業の提案/);
    await sees('受け付けた人');
    await press('承認して始める');
    await sees('上限は1,000,000円です');
    await judged(it.window, 'proposal, budget to type');
    await type('市全体の上限(円)を打ち直す', '1000000');
    await press('承認して始める');
    await sees('受付を始めました');
    await judged(it.window, 'proposal, approved');
    await press('事業を見る');
    await arrived(it.window, 'program', /予算のある事業/);
  });

  test('withdrawn, and void because of another', async () => {
    const gone = await propose(anna, { ...ordinary, name: 'やめた事業', stamp: 'や' });
    await it.open(anna, `/console/proposals/${gone.id}`, { size: 'desk' });
    await press('提案を取り下げる');
    await sees('もとには戻せません');
    await judged(it.window, 'withdrawing');
    await press('取り下げる');
    await sees('取り下げられました');
    await judged(it.window, 'withdrawn');
    const next = async (budget) => anna.do('createProposal', { body: { key: await anna.key(), program: { ...ordinary, budget }, replaces: it.people.program } });
    const [first, late] = [await next(50_000_000), await next(60_000_000)];
    await approve(bunta, first);
    await it.open(bunta, `/console/proposals/${late.id}`, { size: 'desk' });
    await sees('元の内容が変わったため、');
    await judged(it.window, 'void');
    await it.go('/console/programs');
    await sees('使えなくなりました');
    await judged(it.window, 'proposals of several states');
  });

  /** Texts that a line's end cuts where no phrase ends: [the phrase, its lines]. */
  const cutPhrases = (selector) => {
    const cut = [];
    const lines = (node) => {
      const range = document.createRange();
      let [top, line, all] = [undefined, '', []];
      for (let i = 0; i < node.length; i++) {
        range.setStart(node, i);
        range.setEnd(node, i + 1);
        const box = range.getClientRects()[0];
        if (!box) continue;
        if (top !== undefined && Math.abs(box.top - top) > box.height / 2) {
          all.push(line);
          line = '';
        }
        top = box.top;
        line += node.data[i];
      }
      return all.concat(line);
    };
    for (const part of document.querySelectorAll(selector)) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest('.heard, table, .digest, select')) continue;
        const those = lines(node);
        const ends = (line, next) => /[、。〜/ )]$/.test(line) || next.startsWith('(');
        if (those.slice(1).some((next, i) => !ends(those[i], next))) cut.push(those.join('|'));
      }
    }
    return cut;
  };

  test('Japanese breaks between phrases, on a telephone and with letters twice as large', async () => {
    const { id } = await propose(anna, { ...ordinary, name: '夏のチャージ', stamp: '夏', budget: 1_000_000, issue_from: it.city.day(1), issue_to: it.city.day(90) });
    for (const large of [false, true]) {
      for (const [who, address, words] of [[anna, `/console/proposals/${id}`, '自分では'], [bunta, `/console/proposals/${id}`, '打ち直す'], [anna, form, '事業の名前']]) {
        await it.open(who, address);
        await sees(words);
        if (large) await it.window.largeLetters();
        assert.deepEqual(await it.page.evaluate(cutPhrases, 'main'), [], `${address}, ${large ? 'large' : 'telephone'}`);
        await judged(it.window, `${address}, ${large ? 'large' : 'telephone'}`);
      }
    }
  });
});
