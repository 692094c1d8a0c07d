// Every program's balances below each other, money with its total, then points, which are no yen; how much of its budget is used.
import type { VNode } from 'preact';
import { to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { Button, Stamp, stampOf } from '@meguri/shared/ui';
import { usePrograms, type Program } from '../data.ts';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Panel } from '../frame/parts.tsx';
import { saveTable } from '../frame/table-file.ts';
import { t } from '../texts.ts';
import { held, inMoney, inPoints, returned, spent, totalOf, type Books, type ProgramBooks } from './books.ts';

interface Row {
  key: string;
  program: ProgramBooks['program'] | undefined;
  books: Books;
}

const parts: readonly [head: 'issued' | 'held' | 'spent' | 'expired' | 'refunded', of: (books: Books) => number][] = [
  ['issued', ({ issued }) => issued],
  ['held', held],
  ['spent', spent],
  ['expired', ({ expired }) => expired],
  ['refunded', returned],
];

export function ProgramsPanel({ programs, day }: { programs: ProgramBooks[]; day: string }): VNode {
  const terms = new Map((usePrograms().data?.programs ?? []).map((each) => [each.id, each]));
  const rows = rowsOf(programs);
  const actions = (
    <>
      <a href={to('/reports')}>{t('dashboard.past')}</a>
      <Button kind="outline" size="small" icon="download" onClick={() => saveTable(t('dashboard.file', { day }), table(rows))}>
        {t('dashboard.save')}
      </Button>
    </>
  );
  return (
    <Panel title={t('dashboard.programs')} actions={actions}>
      <DataTable caption={t('dashboard.programs')} columns={columns(terms)} rows={rows} keyOf={({ key }) => key} />
    </Panel>
  );
}

function rowsOf(programs: ProgramBooks[]): Row[] {
  const each = (books: ProgramBooks): Row => ({ key: books.program.id, program: books.program, books });
  const money = inMoney(programs).map(each);
  const total: Row = { key: 'total', program: undefined, books: totalOf(inMoney(programs)) };
  return [...money, ...(money.length > 0 ? [total] : []), ...inPoints(programs).map(each)];
}

function columns(known: Map<string, Program>): Column<Row>[] {
  const strong = ({ program }: Row, said: string) => (program ? said : <strong>{said}</strong>);
  return [
    { key: 'program', head: t('dashboard.program'), cell: ({ program }) => (program ? <Name program={program} known={known.get(program.id)} /> : <strong>{t('dashboard.money')}</strong>) },
    ...parts.map(([key, of]): Column<Row> => ({ key, head: t(`dashboard.short.${key}`), figures: true, cell: (row) => strong(row, figure(of(row.books))) })),
    { key: 'budget', head: t('dashboard.budget'), cell: ({ program, books }) => program && <Budget of={known.get(program.id)} issued={books.issued} /> },
  ];
}

function Name({ program, known }: { program: ProgramBooks['program']; known: Program | undefined }): VNode {
  const ended = known?.state === 'stopped';
  return (
    <span class="program-name">
      <Stamp {...stampOf(program)} ended={ended} />
      <a href={to(`/programs/${program.id}`)}>{program.name}</a>
      {program.unit === 'point' && <span class="quiet">{t('dashboard.not_yen')}</span>}
      {ended && <Badge look="off">{t('programs.stopped')}</Badge>}
    </span>
  );
}

function Budget({ of, issued }: { of: Program | undefined; issued: number }): VNode | null {
  if (!of) return null;
  const budget = of.terms.budget || 0;
  if (budget === 0) return <span class="quiet">{t('dashboard.no_budget')}</span>;
  const part = Math.floor((100 * issued) / budget);
  return (
    <span class="budget">
      <span class="budget-track" aria-hidden="true">
        <span style={{ width: `${Math.min(part, 100)}%` }} />
      </span>
      {part}%
    </span>
  );
}

const table = (rows: Row[]): string[][] => [
  [t('dashboard.program'), t('dashboard.unit'), ...parts.map(([head]) => t(`dashboard.short.${head}`))],
  ...rows.map(({ program, books }) => [
    program ? program.name : t('dashboard.money'),
    t(program && program.unit === 'point' ? 'unit_points' : 'unit'),
    ...parts.map(([, of]) => String(of(books))),
  ]),
];
