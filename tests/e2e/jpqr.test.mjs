// A city that is registered with JPQR: a sticker in its form read by a resident's camera, a code in its form read by a shop's.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser, stateOf } from '../support/browser.mjs';
import { City } from '../support/city.mjs';
import { furnish, signUp, topUp } from '../support/people.mjs';
import { fetched, readExactly, ready } from '../support/prints.mjs';
import { toConfirm } from '../support/screens.mjs';

const provider = '99990001';
const inForm = (digits, by = provider) => {
  const part = (tag, value) => Buffer.concat([Buffer.from([tag, value.length]), Buffer.from(value, 'latin1')]);
  return Buffer.concat([part(0x85, 'JPQR1'), part(0x61, Buffer.concat([part(0x4f, by), part(0x57, digits)]).toString('latin1'))]).toString('base64');
};

describe('in the form of JPQR', () => {
  let city, it, resident;
  before(async () => {
    city = await City.create({ sms: `\n[jpqr]\nprovider = "${provider}"\n` });
    it = await furnish(city);
    resident = await signUp(city);
    await topUp(it.clerk, resident, 20_000);
  });
  after(() => city?.remove());
  const seeing = async (camera, who) => {
    const browser = await Browser.launch({ camera });
    return { browser, window: await browser.open({ size: 'phone', state: stateOf(who) }) };
  };

  test('a shop’s printed code opens the amount page of that shop, and is paid [PAY-c] [PAY-b]', async () => {
    await it.anna.do('setPrintForm', { body: { codes: 'jpqr', city: 'KUMAGAYA', postal_code: '3600041', category: '5411' } });
    const paper = await it.anna.do('createPlacePrint', { body: { kind: 'counter', places: [it.shop.id] } });
    await ready(it.anna, paper.id);
    const code = await readExactly((await fetched(it.anna, paper.id, 'counter.pdf')).bytes, 1);
    assert.match(code, /^000201/);
    const { browser, window } = await seeing(code, resident);
    try {
      await window.page.goto(`${city.url}/scan`);
      await window.sees(/金額/);
      await toConfirm(window, '860');
      await window.press(/860円を払う/);
      await window.heading('支払いました');
      await window.quiet();
    } finally {
      await browser.close();
    }
    await resident.refused('code_altered', 'openPlaceCode', { body: { code: `${code.slice(0, -4)}0000` } });
    const crc = (text) => {
      let sum = 0xffff;
      for (const byte of Buffer.from(text)) {
        sum ^= byte << 8;
        for (let bit = 0; bit < 8; bit++) sum = sum & 0x8000 ? ((sum << 1) ^ 0x1021) & 0xffff : (sum << 1) & 0xffff;
      }
      return text + sum.toString(16).toUpperCase().padStart(4, '0');
    };
    const foreign = crc('00020101021126390008jp.other0123OTHER-SERVICE-SHOP-00015204541153033925802JP5904SHOP6008KUMAGAYA6304');
    await resident.refused('code_not_ours', 'openPlaceCode', { body: { code: foreign } });
    await it.anna.do('retirePlaceCode', { id: it.shop.id, body: { reason: 'はがされた' } }).catch(() => it.anna.do('retirePlaceCode', { id: it.shop.id, body: {} }));
    await resident.refused('code_retired', 'openPlaceCode', { body: { code } });
  });

  test('a resident’s code is read by the shop’s camera, once; used, cut and made-up ones are refused alike, another service’s as what it is [PAY-b] [PNT-k]', async () => {
    await sleep(2500);
    const shown = await resident.do('createWalletCode', { body: {} });
    assert.equal(shown.payload, inForm(shown.number));
    assert.ok(shown.payload.startsWith('hQVKUFFSMW'));
    const { browser, window } = await seeing(shown.payload, it.cook);
    try {
      await window.page.goto(`${city.url}/shop/`);
      await window.follow(/コード・カードを読む/);
      await window.heading('お会計の金額');
      for (const key of '730') await window.page.keyboard.press(key);
      await window.press('730円を受け取る');
      await window.heading('受け取りました');
      await window.quiet();
    } finally {
      await browser.close();
    }
    const fresh = await resident.do('createWalletCode', { body: {} });
    await it.cook.refused('code_not_ours', 'openWalletCodeToPay', { body: { key: await it.cook.key(), code: inForm(fresh.number, '99990002') } });
    for (const code of [shown.payload, fresh.payload.slice(0, -4), `${fresh.payload}AAAA`, inForm('000000000000')])
      await it.cook.refused('wallet_code_expired', 'openWalletCodeToPay', { body: { key: await it.cook.key(), code } });
    await it.cook.do('openWalletCodeToPay', { body: { key: await it.cook.key(), code: fresh.payload } });
  });
});
