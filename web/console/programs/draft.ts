// A program being written: what was typed, as typed, and what is wrong with it, by field. Kept for the tab, so that a
// reload loses nothing.
import { figure, wholeNumber as numberOf } from '@meguri/shared/texts';
import type { Terms } from '../data.ts';
import { t } from '../texts.ts';

export interface Draft {
  name: string;
  stamp: string;
  origin: 'paid' | 'granted';
  minimum: string;
  maximum: string;
  step: string;
  person_maximum: string;
  budget: string;
  issue_from: string;
  issue_to: string;
  expiry: 'days_after' | 'fixed' | 'never';
  days: string;
  date: string;
}

export type Problems = Partial<Record<keyof Draft, string>>;

export const emptyDraft: Draft = {
  name: '', stamp: '', origin: 'paid', minimum: '1000', maximum: '50000', step: '1000', person_maximum: '', budget: '',
  issue_from: '', issue_to: '', expiry: 'days_after', days: '180', date: '',
};

const slot = 'meguri.console.program';

export function keptDraft(): Draft {
  try {
    return { ...emptyDraft, ...(JSON.parse(sessionStorage.getItem(slot) || '{}') as Partial<Draft>) };
  } catch {
    return emptyDraft;
  }
}

export function keepDraft(draft: Draft | undefined): void {
  try {
    if (draft) sessionStorage.setItem(slot, JSON.stringify(draft));
    else sessionStorage.removeItem(slot);
  } catch {
    // Not kept: a reload begins anew.
  }
}

/** The fields of each step, in order. */
export const steps: { key: 'name' | 'amounts' | 'period' | 'check'; fields: (keyof Draft)[] }[] = [
  { key: 'name', fields: ['name', 'stamp', 'origin'] },
  { key: 'amounts', fields: ['minimum', 'maximum', 'step', 'person_maximum', 'budget'] },
  { key: 'period', fields: ['issue_from', 'issue_to', 'expiry', 'days', 'date'] },
  { key: 'check', fields: [] },
];

const positive = (typed: string) => numberOf(typed) >= 1;

/** The most that the server takes, in yen: at one time, and added up. */
const most_at_once = 9_999_999;
const most_in_all = Number.MAX_SAFE_INTEGER;

function problemOfYen(typed: string, most: number): string | undefined {
  if (!positive(typed)) return t('new.number');
  return numberOf(typed) > most ? t('new.too_much', { most: figure(most) }) : undefined;
}

/** Only what residents buy has terms of topping up; what the city gives is not for sale. */
export const isSold = (draft: Draft): boolean => draft.origin === 'paid';

function topUpProblems(draft: Draft): Problems {
  const found: Problems = {};
  for (const field of ['minimum', 'maximum', 'step'] as const) {
    const wrong = problemOfYen(draft[field], most_at_once);
    if (wrong) found[field] = wrong;
  }
  const person = draft.person_maximum.trim() !== '' && problemOfYen(draft.person_maximum, most_in_all);
  if (person) found.person_maximum = person;
  const [minimum, maximum, step] = [numberOf(draft.minimum), numberOf(draft.maximum), numberOf(draft.step)];
  if (!found.maximum && maximum < minimum) found.maximum = t('new.min_max');
  if (!found.step && (minimum % step !== 0 || maximum % step !== 0)) found.step = t('new.step_fits');
  return found;
}

export function problemsOf(draft: Draft): Problems {
  const found: Problems = {};
  if (draft.name.trim() === '') found.name = t('common.missing');
  if (Array.from(draft.stamp.trim()).length !== 1) found.stamp = t('new.stamp_one');
  Object.assign(found, isSold(draft) && topUpProblems(draft));
  const budget = draft.budget.trim() !== '' && problemOfYen(draft.budget, most_in_all);
  if (budget) found.budget = budget;
  if (draft.issue_from && draft.issue_to && draft.issue_to < draft.issue_from) found.issue_to = t('new.to_before');
  if (draft.expiry === 'days_after' && !(numberOf(draft.days) >= 1 && numberOf(draft.days) <= 3660)) found.days = t('new.days_range');
  if (draft.expiry === 'fixed' && draft.date === '') found.date = t('common.missing');
  return found;
}

export function termsOf(draft: Draft): Terms {
  const expiry: Terms['expiry'] =
    draft.expiry === 'days_after'
      ? { kind: 'days_after', days: numberOf(draft.days) }
      : draft.expiry === 'fixed'
        ? { kind: 'fixed', date: draft.date }
        : { kind: 'never' };
  const terms: Terms = { name: draft.name.trim(), stamp: draft.stamp.trim(), unit: 'money', origin: draft.origin, expiry };
  const top_up: NonNullable<Terms['top_up']> = { minimum: numberOf(draft.minimum), step: numberOf(draft.step), maximum: numberOf(draft.maximum) };
  if (positive(draft.person_maximum)) top_up.person_maximum = numberOf(draft.person_maximum);
  if (isSold(draft)) terms.top_up = top_up;
  if (positive(draft.budget)) terms.budget = numberOf(draft.budget);
  if (draft.issue_from) terms.issue_from = draft.issue_from;
  if (draft.issue_to) terms.issue_to = draft.issue_to;
  return terms;
}

/** The draft's field for a field of the API (`program.top_up.minimum`, `expiry.days`). */
export function fieldOf(apiField: string | undefined): keyof Draft | undefined {
  const last = (apiField || '').split('.').pop() || '';
  return Object.prototype.hasOwnProperty.call(emptyDraft, last) ? (last as keyof Draft) : undefined;
}

/** The first step that has a problem; undefined when all is well. */
export function stepOf(problems: Problems): number | undefined {
  const at = steps.findIndex((step) => step.fields.some((field) => problems[field] !== undefined));
  return at < 0 ? undefined : at;
}
