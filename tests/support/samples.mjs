// A well-formed request for every operation, and everything that can be wrong with one, drawn from the contract's schemas.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { operations } from './contract.mjs';
import { ordinary, password } from './people.mjs';
import { root } from './program.mjs';

const require = createRequire(join(root, 'web/package.json'));
const Ajv = require('ajv/dist/2020').default;
const ajv = new Ajv({ strict: false });

const digits = '123456';
/** A program with every part that terms may have and that asks nothing of the city. */
const whole = {
  ...ordinary, budget: 1_000_000, issue_from: '2026-01-01', issue_to: '2036-12-31', cost: 'organization', issuer: 'municipality',
  top_up: { ...ordinary.top_up, person_maximum: 100_000 },
  bands: [{ from: 5000, expiry: { kind: 'months_after', months: 3 } }],
  where: { types: [1], areas: [1], places: ['X'], without_types: [2], without_places: ['Y'] }, // there are such once bad-input has begun
  when: { from: '2026-01-01', to: '2036-12-31', weekdays: ['monday', 'sunday'], from_minute: 540, to_minute: 1080 },
  dues: [0, 3], stays_on_card: true, to_residents: true,
  eligible: { all: [0], any: [1, 2] },
  limits: [{ what: 'spent', measure: 'times', cap: 3, period: 'day', who: 'person' }],
  bonus: { into: 'X', tiers: [{ from: 1000, per_10000: 2000, fixed: 10 }], at_limit: 'cut_premium' },
  reward: { tiers: [{ from: 1000, per_10000: 100 }], payment_maximum: 500, for_bought_only: true, when_spent: 'city_bears', where: { types: [1] } },
  rate: { yen: 1, points: 2, rounding: 'half_up' },
};

const account = { bank: '0005', branch: '001', kind: 'ordinary', number: '0000001', holder: 'ミセ' };

/** By operation: its body in form. `key` is filled in by whoever sends it. */
export const bodies = {
  startSession: { sign_in_name: 'nobody', password: 'x', totp_code: digits },
  endSession: {},
  sendSignUpCode: { phone: '090-0000-0000' },
  verifySignUpCode: { verification: 'x', code: digits },
  openInvitation: { invitation: 'x' },
  acceptInvitation: { invitation: 'x', sign_in_name: 'newcomer', display_name: '新人', password, totp_code: digits },
  openKey: {},
  closeKey: { key: 'x' },
  createWalletCode: {},
  openPlaceCode: { code: 'x' },
  previewPayment: { place: 'X', amount: 1, points: 'X' },
  createPayment: { key: 'x', place: 'X', amount: 1, points: 'X' },
  cancelEntry: { key: 'x', reason: 'other', amount: 1 },
  inviteOwnStaff: { rights: ['receive'] },
  removeOwnStaff: {},
  openWalletCode: { code: 'x' },
  createGrant: { key: 'x', resident: 'X', program: 'X', amount: 1 },
  createAdjustment: { key: 'x', resident: 'X', program: 'X', direction: 'add', amount: 1, reason: 'other' },
  createJob: { key: 'x', name: '給付', program: 'X', run_at: '2026-11-22T12:00:00.000+09:00', late: 'skip', audience: { kind: 'marks', amount: 1, marks: [3] } },
  addJobRows: { first: 0, rows: [{ resident: 'X', amount: 1 }, { card: '0000000000000000', amount: 1 }] },
  proposeJob: { key: 'x' },
  approveJob: { key: 'x', digest: '0'.repeat(64) },
  stopJob: { key: 'x' },
  createSettlement: { key: 'x', until: '2026-11-21', pay_on: '2026-11-25' },
  proposeSettlement: { key: 'x' },
  approveSettlement: { key: 'x', digest: '0'.repeat(64) },
  stopSettlement: { key: 'x' },
  makeTransfers: {},
  markTransfersPaid: { on: '2026-11-25' },
  returnTransfer: { key: 'x', organization: 'X', reason: '口座なし' },
  setTransferSettings: { client_code: '0'.repeat(10), account, line_ends: true, end_of_file_mark: false, clearing_house_zeros: false, delivery: 'wire' },
  setSettlementGroup: { number: 1, version: 1, name: 'すべての団体', closing: 'half_month', pay_after_days: 10, fee_per_10000: 0, tax_per_10000: 1000, registration_number: 'T1234567890123' },
  setOrganizationGroup: { group: 1 },
  setOrganizationAccount: { account },
  confirmOrganizationAccount: { account },
  giveBudget: { key: 'x', organization: 'X', program: 'X', direction: 'add', amount: 1 },
  openHandout: {
    key: 'x', name: '清掃', program: 'X', place: 'X', organization: 'X', ways: ['code_word'], amount: 1, from: '2026-11-22T12:00:00.000+09:00',
    to: '2026-11-23T12:00:00.000+09:00', person_times: 1, person_period: 'day', times: 10, word: 'さくら', stay: { minutes: 30, units: 2 },
  },
  closeHandout: { key: 'x' },
  retireHandoutCode: {},
  setPlaceDirectory: {
    reading: 'みせ', types: [1], address: '本町1-1', telephone: '048-999-0000', keywords: 'うどん', text: '地粉のうどん', url: 'https://shop.example/',
    hours: [{ weekday: 'monday', from: 660, to: 840 }], closed_weeks: [{ nth: 2, weekday: 'tuesday' }], closed_dates: [{ date: '2026-12-31' }],
    latitude_e6: 36_147_000, longitude_e6: 139_388_000,
  },
  addPlacePhoto: { photo: 'x' },
  removePlacePhoto: { photo: 'X' },
  openHandoutScan: { code: 'x' },
  giveByScan: { key: 'x', wallet: 'x', action: 'give' },
  correctStay: { key: 'x', wallet: 'x', minutes: 1 },
  openHandoutCode: { code: 'x' },
  createClaim: { key: 'x', code: 'x' },
  checkIn: { key: 'x', code: 'x' },
  checkOut: { key: 'x', code: 'x' },
  openTransfer: { code: 'x' },
  previewTransfer: { to: 'x', program: 'X', amount: 1 },
  createTransfer: { key: 'x', to: 'x', program: 'X', amount: 1 },
  createTopUp: { key: 'x', wallet: 'x', program: 'X', amount: 1000 },
  previewCardTopUp: { program: 'X', amount: 1000 },
  createCardTopUp: { key: 'x', program: 'X', amount: 1000 },
  leaveCardTopUp: {},
  previewPublicDues: { code: 'x' },
  payPublicDues: { key: 'x', typed: { institution: '13800', number: '0'.repeat(20), confirmation: '000000', division: '001', amount: 1 } },
  receiveCardMessage: { object: 'event' },
  stopProgram: { key: 'x' },
  createProposal: { key: 'x', program: whole },
  previewProgram: { program: whole },
  dryRunProposal: {},
  addCityListItem: { list: 'areas', name: '中央' },
  renameCityListItem: { list: 'marks', number: 0, name: '市民の確認ずみ' },
  setPolicy: { key: 'x', limited_first: false },
  setCityLook: { name: '熊谷市', colour: '#115A36', logo: '' },
  previewCityLook: { colour: '#115A36' },
  setPlaceTraits: { key: 'x', type: 1, area: 1 },
  setResidentMarks: { key: 'x', marks: [0], reason: '窓口' },
  setResidentHousehold: { key: 'x', with: 'X', reason: '住民票' },
  approveProposal: { key: 'x', digest: '0'.repeat(64), dry_run: '0'.repeat(64) },
  withdrawProposal: { key: 'x' },
  createPlace: { key: 'x', name: '店', reading: 'みせ', type: '飲食', area: '中央', capabilities: ['takes_money'], organization_name: '店' },
  setPlaceStatus: { key: 'x', status: 'closed' },
  retirePlaceCode: {},
  invitePlaceStaff: {},
  removeStaff: {},
  inviteOperator: { name: '新人' },
  approveInvitation: {},
  removeOperator: {},
  revokeInvitation: {},
  approveCardBatch: { count: 1, amount: 1 },
  createCardBatch: { key: 'x', kind: 'rechargeable', count: 1, first_value: { program: 'X', amount: 1 } },
  createCardPrint: { batch: 'X' },
  createPlacePrint: { kind: 'counter', places: ['X'] },
  setPrintForm: { codes: 'jpqr', city: 'KUMAGAYA', postal_code: '3600041', category: '5999' },
  setCardArtwork: { png: 'AAAA', has_title: true },
  findCard: { card: 'x' },
  activateCard: { key: 'x', code: 'x', activation: '00000000' },
  setCardStatus: { key: 'x', status: 'blocked' },
  reissueCard: { key: 'x', code: 'x' },
  grantToCard: { key: 'x', program: 'X', amount: 1000 },
  openCardCode: { code: 'x' },
  getCardHistory: { code: 'x', before: 1, limit: 20 },
  blockCard: { key: 'x', card: 'x' },
  payByCard: { key: 'x', code: 'x', amount: 1, points: 'X', pin: '1234' },
  chooseCardPin: { code: 'x', pin: '1234', activation: '00000000', current_pin: '1234' },
  setCardPolicy: { pin: 'above', above: 1000 },
  openWalletCodeToPay: { key: 'x', code: 'x' },
  payByWalletCode: { key: 'x', wallet: 'x', amount: 1 },
  topUpCard: { key: 'x', code: 'x', program: 'X', amount: 1000 },
  linkCard: { code: 'x' },
  blockOwnCard: { key: 'x' },
  unlinkOwnCard: {},
  moveCard: { key: 'x', code: 'x', pin: '1234' },
  giveMandate: { key: 'x', to: 'x', rights: ['see', 'pay'], payment_maximum: 1000, month_maximum: 10_000, until: '2036-12-31' },
  openMandateCode: { code: 'x' },
  revokeMandate: { key: 'x' },
  createMandateCode: {},
  previewOnMandate: { place: 'X', amount: 1 },
  payOnMandate: { key: 'x', place: 'X', amount: 1 },
  closeMandateKey: { key: 'x' },
  findResident: { phone: '090-0000-0000', reason: '問い合わせ' },
  getResidentHistory: { reason: '届け' },
  setResidentStatus: { key: 'x', status: 'blocked', reason: '届け' },
};

const huge = Symbol('a number no double can hold exactly'); // written as such, see textOf
const broken = '\ud800'; // half a character; becomes bytes that are no UTF-8, see textOf

/** JSON text of a body, with what JSON.stringify cannot write. */
export function textOf(body) {
  const text = JSON.stringify(body, (_, value) => (value === huge ? '@huge@' : value)).replace('"@huge@"', '1e300');
  if (!text.includes('\\ud800')) return text;
  const [before, after] = text.split('\\ud800');
  return Buffer.concat([Buffer.from(before), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from(after)]);
}

function wrongValues(schema) {
  const values = [null, true, [], {}, -1, 1.5, huge, 2 ** 53, `${broken}x`];
  const types = [schema.type].flat();
  if (types.includes('string')) {
    values.push(7, '', 'x'.repeat((schema.maxLength ?? 200) + 1), 'あ'.repeat((schema.maxLength ?? 200) + 1), 'a\u0000b', 'a\nb', '\u202ex');
    if (schema.pattern) values.push('!', 'ü', ' ', '1'.repeat((schema.maxLength ?? 40) - 1) + ' ');
    if (schema.enum) values.push('other_than_listed', schema.enum[0].toUpperCase());
  } else if (types.includes('integer')) {
    values.push('1', 'x', 0, (schema.maximum ?? 0) + 1, (schema.minimum ?? 0) - 1, -(2 ** 53));
  } else if (types.includes('array')) {
    values.push('x', ['other_than_listed'], [1], ['takes_money', 'takes_money']);
  } else values.push('x', 7);
  return values;
}

/** Every field of a schema that the sample has, as [path, schema, required]. */
function* fields(schema, sample, path = []) {
  for (const [name, each] of Object.entries(schema.properties ?? {})) {
    if (!(name in sample)) continue;
    const variant = each.oneOf ? each.oneOf.find((one) => one.properties.kind?.const === sample[name].kind) : each;
    yield [[...path, name], each, (schema.required ?? []).includes(name)];
    if (variant.properties) yield* fields(variant, sample[name], [...path, name]);
  }
}

function changed(sample, path, change) {
  const copy = structuredClone(sample);
  let at = copy;
  for (const name of path.slice(0, -1)) at = at[name];
  change(at, path.at(-1));
  return copy;
}

/** [what is wrong, text to send] for one operation; none of them fits the schema. */
export function* mutations(operationId, sample) {
  const schema = operations.get(operationId).body;
  const fits = ajv.compile(schema);
  if (!fits(sample)) throw new Error(`the sample of ${operationId} does not fit: ${ajv.errorsText(fits.errors)}`);
  for (const text of ['', '[]', 'null', '7', '"x"', '{', '{}x', '{"a":}', '\ufeff{}', `${'{"a":'.repeat(60)}1${'}'.repeat(60)}`]) {
    yield [`the whole is ${text.slice(0, 12)}`, text];
  }
  yield ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])];
  yield ['a field that nobody asked for', textOf({ ...sample, surplus: 1 })];
  yield ['a field called __proto__', textOf(sample).toString().replace(/^\{/, '{"__proto__":{},').replace(',}', '}')];
  for (const [path, fieldSchema, required] of fields(schema, sample)) {
    const name = path.join('.');
    if (required) {
      const without = changed(sample, path, (at, last) => delete at[last]);
      yield [`${name} is missing`, textOf(without)];
    }
    if (path.length === 1) yield [`${name} stands there twice`, `${textOf(sample).slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(sample[name])}}`];
    for (const value of wrongValues(fieldSchema)) {
      const body = changed(sample, path, (at, last) => (at[last] = value));
      const control = typeof value === 'string' && (value.includes(broken) || /[\u0000-\u001f]/.test(value));
      if (value !== huge && !control && fits(body)) continue; // within the contract, if odd
      yield [`${name} is ${value === huge ? '1e300' : (JSON.stringify(value) ?? 'nothing').slice(0, 30)}`, textOf(body)];
    }
  }
}
