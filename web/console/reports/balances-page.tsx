// What every program's value had come to at a moment of the past, topped-up value apart from premium and subsidies: the question
// of the contract (ADM-e). Yen are added up, points never.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { serverNow } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { dayOf, figure } from '@meguri/shared/texts';
import { Icon, Stamp, stampOf, TextInput } from '@meguri/shared/ui';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Loaded, Panel } from '../frame/parts.tsx';
import { useBalances, type Balances, type Origin, type OriginBalances, type ProgramBalance } from './data.ts';
import { AsOf, ReportPage, Save } from './report-page.tsx';
import { originRows, type OriginRow } from './sums.ts';
import { T, t } from './texts.ts';

export function BalancesPage(): VNode {
  const today = dayOf(serverNow());
  const [on, setOn] = useState(today);
  const [time, setTime] = useState('');
  const right = on !== '' && on <= today;
  const balances = useBalances(right ? on : '', time);
  return (
    <ReportPage page="balances">
      <div class="fields report-fields">
        <TextInput type="date" label={t('balances.on')} value={on} onValue={setOn} problem={right ? undefined : t('balances.future')} />
        <TextInput type="time" label={t('balances.time')} hint={t('balances.time_hint')} value={time} onValue={setTime} />
      </div>
      {right && <Loaded of={balances}>{(found) => <Found balances={found} on={time ? `${on}_${time.replace(':', '')}` : on} />}</Loaded>}
    </ReportPage>
  );
}

function Found({ balances, on }: { balances: Balances; on: string }): VNode {
  const rows = originRows(balances.programs);
  const books = balances.programs.filter((each) => each.issued !== 0);
  if (rows.length === 0 && books.length === 0) {
    return (
      <p class="quiet phrases">
        <T k="balances.none" />
      </p>
    );
  }
  return (
    <>
      <Panel title={t('balances.by_origin')} note={<AsOf of={balances} />} actions={<Save name={t('balances.file', { on })} rows={() => originTable(rows)} />}>
        <DataTable caption={t('balances.by_origin')} columns={originColumns()} rows={rows} keyOf={({ key }) => key} />
      </Panel>
      <Panel title={t('balances.books')} actions={<Save name={t('balances.books_file', { on })} rows={() => bookTable(books)} />}>
        <DataTable caption={t('balances.books')} columns={bookColumns()} rows={books} keyOf={({ program }) => program.id} />
      </Panel>
    </>
  );
}

const parts: readonly (keyof OriginBalances)[] = ['entered', 'held', 'spent', 'expired', 'refunded', 'taken_back'];

const originWord = (origin: Origin, points: boolean) => t(origin === 'bought' ? 'reports.bought' : points ? 'reports.given_points' : 'reports.given');
const nameOf = ({ program }: OriginRow) => (!program ? t('reports.money_total') : program.unit === 'point' ? t('reports.not_yen', { name: program.name }) : program.name);

function originColumns(): Column<OriginRow>[] {
  const strong = (row: OriginRow, text: string) => (row.program ? text : <strong>{text}</strong>);
  return [
    {
      key: 'program',
      head: t('reports.program'),
      cell: (row) =>
        row.program ? (
          <span class="program-name">
            <Stamp {...stampOf(row.program)} /> <a href={to(`/programs/${row.program.id}`)}>{nameOf(row)}</a>
          </span>
        ) : (
          <strong>{nameOf(row)}</strong>
        ),
    },
    { key: 'origin', head: t('reports.origin'), cell: (row) => strong(row, originWord(row.origin, row.program?.unit === 'point')) },
    ...parts.map((part): Column<OriginRow> => ({ key: part, head: t(`balances.${part}`), figures: true, cell: (row) => strong(row, figure(row.of[part])) })),
  ];
}

const originTable = (rows: OriginRow[]) => [
  [t('reports.program'), t('reports.origin'), ...parts.map((part) => t(`balances.${part}`))],
  ...rows.map((row) => [nameOf(row), originWord(row.origin, row.program?.unit === 'point'), ...parts.map((part) => String(row.of[part]))]),
];

const accounts: readonly [head: 'issued' | 'wallets' | 'waiting' | 'owed' | 'settled' | 'dues' | 'expired' | 'refunded' | 'difference', of: (books: ProgramBalance) => number][] = [
  ['issued', ({ issued }) => issued],
  ['wallets', ({ outstanding }) => outstanding],
  ['waiting', ({ on_hold, promised, budgets }) => on_hold + promised + budgets],
  ['owed', ({ receivable }) => receivable],
  ['settled', ({ settled }) => settled],
  ['dues', ({ public_dues }) => public_dues],
  ['expired', ({ expired }) => expired],
  ['refunded', ({ refunded, taken_back }) => refunded + taken_back],
  ['difference', ({ difference }) => difference],
];

const bookColumns = (): Column<ProgramBalance>[] => [
  { key: 'program', head: t('reports.program'), cell: ({ program }) => <a href={to(`/programs/${program.id}`)}>{program.name}</a> },
  ...accounts.map(([head, of]): Column<ProgramBalance> => ({
    key: head,
    head: t(`balances.${head}`),
    figures: true,
    cell: (books) => (head === 'difference' ? <Difference of={of(books)} /> : figure(of(books))),
  })),
];

function Difference({ of }: { of: number }): VNode {
  return (
    <span class={of === 0 ? 'balanced' : 'unbalanced'}>
      <Icon name={of === 0 ? 'check' : 'warning'} size={16} />
      {figure(of)}
    </span>
  );
}

const bookTable = (books: ProgramBalance[]) => [
  [t('reports.program'), ...accounts.map(([head]) => t(`balances.${head}`))],
  ...books.map((each) => [each.program.name, ...accounts.map(([, of]) => String(of(each)))]),
];
