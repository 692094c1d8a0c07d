// A group's terms as people write them: percentages with a point, the number with its T.
import { digitsOf } from '@meguri/shared/texts';
import type { Group } from './data.ts';

export const nameOf = (groups: readonly Group[], number: number): string => groups.find((group) => group.number === number)?.name ?? '';

/** "1.5" of 150 in 10,000. */
export const percentOf = (per_10000: number): string => String(per_10000 / 100);

/** 150 of "1.5", "１．５％"; NaN: it is no percentage with at most two places. */
export function per10000(typed: string): number {
  const text = typed.normalize('NFKC').replace(/%$/, '').trim();
  return /^\d{1,2}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : NaN;
}

export interface Draft {
  name: string;
  closing: Group['closing'];
  payAfter: string;
  fee: string;
  tax: string;
  registration: string;
}

export const draftOf = (group?: Group): Draft => ({
  name: group ? group.name : '',
  closing: group ? group.closing : 'half_month',
  payAfter: group ? String(group.pay_after_days) : '10',
  fee: group ? percentOf(group.fee_per_10000) : '0',
  tax: group ? percentOf(group.tax_per_10000) : '10',
  registration: (group && group.registration_number) || '',
});

export type DraftFault = 'name' | 'pay_after' | 'fee' | 'tax' | 'registration';

const most = { pay_after: 90, fee: 2000, tax: 3000 };
/** "T1234567890123" of what people type and paste: spaces, hyphens, full width. */
const registrationOf = (typed: string) => typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '');

/** What the server takes; or what is wrong. */
export function termsOf(draft: Draft) {
  const pay_after_days = Number(digitsOf(draft.payAfter) || NaN);
  const [fee_per_10000, tax_per_10000] = [per10000(draft.fee), per10000(draft.tax)];
  const registration = registrationOf(draft.registration);
  const within = (value: number, least: number, end: number) => value >= least && value <= end;
  const faults = ([
    [draft.name.trim() !== '', 'name'],
    [within(pay_after_days, 1, most.pay_after), 'pay_after'],
    [within(fee_per_10000, 0, most.fee), 'fee'],
    [within(tax_per_10000, 0, most.tax), 'tax'],
    [registration === '' || /^T\d{13}$/.test(registration), 'registration'],
  ] as [boolean, DraftFault][]).filter(([good]) => !good).map(([, fault]) => fault);
  const terms = { name: draft.name.trim(), closing: draft.closing, pay_after_days, fee_per_10000, tax_per_10000, ...(registration && { registration_number: registration }) };
  return { terms, faults };
}

/** A worked example, as the server rounds: the fee down, its tax down once. */
export function example(yen: number, draft: Draft): { fee: number; tax: number; left: number } | undefined {
  const [rate, tax_rate] = [per10000(draft.fee), per10000(draft.tax)];
  if (!(rate > 0) || !(tax_rate >= 0)) return undefined;
  const fee = Math.floor((yen * rate) / 10000);
  const tax = Math.floor((fee * tax_rate) / 10000);
  return { fee, tax, left: yen - fee - tax };
}
