// What the receipt says beside what was read out of the hashed entry, line by line.
import type { ComponentChildren, VNode } from 'preact';
import { timeOf, type Schemas } from '@meguri/shared/api';
import { DigitsChip, Icon } from '@meguri/shared/ui';
import { lotAmount } from '../pages/lot-words.ts';
import { Moment } from '../pages/moment.tsx';
import { by_lots, lot, type Entry, type Proof } from './check.ts';
import type { Decoded } from './decode.ts';
import { t } from './texts.ts';

interface Line {
  name: string;
  receipt: ComponentChildren;
  books: ComponentChildren;
  same: boolean;
}

type Unit = Schemas['ProgramTag']['unit'];
const worded = (unit: Unit, amount: number) => {
  const sign = amount < 0 ? '−' : '+';
  return sign + lotAmount({ program: { id: '', name: '', stamp: '', unit }, amount: Math.abs(amount) });
};

/** What each program came to, by its public id. */
function moved(receipt: Entry, entry: Decoded, names: Proof['names']): Line[] {
  const sums = new Map<string, { name: string; unit: Unit; receipt: number; books: number }>();
  const of = (id: string, name: string, unit: Unit) => {
    const known = sums.get(id) ?? { name, unit, receipt: 0, books: 0 };
    sums.set(id, known);
    return known;
  };
  for (const each of receipt.lots) of(each.program.id, each.program.name, each.program.unit).receipt += each.direction === 'out' ? -each.amount : each.amount;
  for (const leg of entry.legs) {
    if (leg.kind !== lot) continue;
    const program = names.programs.find((each) => each.number === leg.program);
    of(program?.id ?? `#${leg.program}`, program?.name ?? `#${leg.program}`, program?.unit ?? 'money').books += leg.amount;
  }
  return Array.from(sums.values()).map((each) => ({
    name: each.name,
    receipt: worded(each.unit, each.receipt),
    books: worded(each.unit, each.books),
    same: each.receipt === each.books,
  }));
}

function amountLine(receipt: Entry, entry: Decoded): Line[] {
  if (by_lots.indexOf(receipt.kind) >= 0) return [];
  const told = receipt.lots.filter((each) => each.direction === receipt.direction);
  const unit: Unit = told.length > 0 && told.every((each) => each.program.unit === 'point') ? 'point' : 'money';
  const words = (amount: number) => lotAmount({ program: { id: '', name: '', stamp: '', unit }, amount });
  const books = Math.abs(entry.amount);
  return [{ name: t('check.amount'), receipt: words(receipt.amount), books: words(books), same: books === receipt.amount }];
}

function placeLine(receipt: Entry, entry: Decoded, names: Proof['names']): Line[] {
  if (!receipt.place && entry.place === 0) return [];
  const known = names.place && names.place.number === entry.place ? names.place : undefined;
  const n = String(entry.place);
  const books = entry.place === 0 ? t('check.none') : known ? t('check.place_number', { name: known.name, n }) : t('check.place_unknown', { n });
  return [{ name: t('check.place'), receipt: receipt.place?.name ?? t('check.none'), books, same: receipt.place === undefined || known?.id === receipt.place.id }];
}

function linesOf(receipt: Entry, entry: Decoded, digits: string, names: Proof['names']): Line[] {
  const when = { receipt: <Moment time={timeOf(receipt.at)} />, books: <Moment time={entry.at} />, same: timeOf(receipt.at) === entry.at };
  const seen = { receipt: <DigitsChip digits={receipt.digits} />, books: <DigitsChip digits={digits} />, same: receipt.digits === digits };
  return [
    ...amountLine(receipt, entry),
    ...placeLine(receipt, entry, names),
    { name: t('check.when'), ...when },
    ...(receipt.kind === 'expiry' ? [] : [{ name: t('check.digits'), ...seen }]),
    ...moved(receipt, entry, names),
  ];
}

export function Compared({ receipt, entry, digits, names }: { receipt: Entry; entry: Decoded; digits: string; names: Proof['names'] }): VNode {
  return (
    <section>
      <h2 class="part-heading">{t('check.compared')}</h2>
      <dl class="card check-lines">
        {linesOf(receipt, entry, digits, names).map((line) => (
          <div key={line.name} class={line.same ? 'check-line' : 'check-line check-line-off'}>
            <dt>
              <span>{line.name}</span>
              <span class="check-sign">
                <Icon name={line.same ? 'check' : 'warning'} size={20} />
                {t(line.same ? 'check.same' : 'check.different')}
              </span>
            </dt>
            <dd>
              <span class="check-side">{t('check.receipt')}</span> <strong>{line.receipt}</strong>
            </dd>
            <dd>
              <span class="check-side">{t('check.books')}</span> <strong>{line.books}</strong>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
