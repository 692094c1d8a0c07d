// Where value came from and where it went, over any days: by program and kind, with its share, to see and to take along
// (PNT-o, PNT-q).
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { serverNow } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { dayOf, daysUntil, figure, startOfDay } from '@meguri/shared/texts';
import { Chip, Stamp, stampOf, TextInput } from '@meguri/shared/ui';
import { useFlows, type Flows } from '../data.ts';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Loaded, Panel } from '../frame/parts.tsx';
import type { ProgramFlow } from './data.ts';
import { AsOf, ReportPage, Save } from './report-page.tsx';
import { fiscalYear, monthOf, share, sourcesOf, total, usesOf, type FlowRow, type SourceKind, type UseKind } from './sums.ts';
import { T, t } from './texts.ts';

type Period = [from: string, until: string];
const most_days = 3660;

export function FlowsPage(): VNode {
  const today = dayOf(serverNow());
  const [[from, until], setPeriod] = useState<Period>(fiscalYear(today));
  const days = from && until ? daysUntil(until, startOfDay(from)) : -1;
  const right = days >= 0 && days < most_days;
  const flows = useFlows(right ? from : '', until);
  return (
    <ReportPage page="flows">
      <Periods today={today} period={[from, until]} onPeriod={setPeriod} />
      <div class="fields report-fields">
        <TextInput type="date" label={t('flows.from')} value={from} onValue={(day) => setPeriod([day, until])} />
        <TextInput type="date" label={t('flows.to')} value={until} onValue={(day) => setPeriod([from, day])} problem={right ? undefined : t('flows.wrong')} />
      </div>
      {right && <Loaded of={flows}>{(found) => <Found flows={found} />}</Loaded>}
    </ReportPage>
  );
}

function Periods({ today, period, onPeriod }: { today: string; period: Period; onPeriod: (next: Period) => void }): VNode {
  const choices: ['this_month' | 'last_month' | 'this_year' | 'last_year', Period][] = [
    ['this_month', monthOf(today)],
    ['last_month', monthOf(today, 1)],
    ['this_year', fiscalYear(today)],
    ['last_year', fiscalYear(today, 1)],
  ];
  return (
    <div class="row" role="group" aria-label={t('flows.periods')}>
      {choices.map(([key, [from, until]]) => (
        <Chip key={key} on={period[0] === from && period[1] === until} onPress={() => onPeriod([from, until])}>
          {t(`flows.${key}`)}
        </Chip>
      ))}
    </div>
  );
}

function Found({ flows }: { flows: Flows }): VNode {
  const programs = flows.programs.filter(({ sources, uses }) => sources.length > 0 || uses.length > 0);
  const save = <Save name={t('flows.file', { from: flows.from, to: flows.to })} rows={() => table(programs)} />;
  if (programs.length === 0) {
    return (
      <p class="quiet phrases">
        <T k="flows.none" />
      </p>
    );
  }
  return (
    <>
      <div class="row flows-head">
        <span class="quiet">
          <AsOf of={flows} />
        </span>
        {save}
      </div>
      {programs.map((each) => (
        <Program key={each.program.id} of={each} />
      ))}
    </>
  );
}

const inUnits = (points: boolean, amount: number) => (points ? t('dry.points', { amount: figure(amount) }) : t('yen', { amount: figure(amount) }));

function Program({ of }: { of: ProgramFlow }): VNode {
  const { program } = of;
  const points = program.unit === 'point';
  const note = (
    <span class="program-name">
      <Stamp {...stampOf(program)} /> <a href={to(`/programs/${program.id}`)}>{t('dashboard.go_program')}</a>
    </span>
  );
  return (
    <Panel title={program.name} note={note}>
      <div class="columns">
        <Side program={program.name} title={t('flows.sources')} rows={sourcesOf(of)} word={sourceWord} points={points} none={t('flows.nothing_in')} />
        <Side program={program.name} title={t('flows.uses')} rows={usesOf(of)} word={useWord} points={points} none={t('flows.nothing_out')} />
      </div>
    </Panel>
  );
}

const sourceWord = (kind: string) => t(`source.${kind as SourceKind}`);
const useWord = (kind: string) => t(`use.${kind as UseKind}`);
const originWord = (row: FlowRow, points: boolean) => (row.origin === 'bought' ? t('reports.bought') : points ? t('reports.given_points') : t('reports.given'));

interface SideProps {
  program: string;
  title: string;
  rows: FlowRow[];
  word: (kind: string) => string;
  points: boolean;
  none: string;
}

function Side({ program, title, rows, word, points, none }: SideProps): VNode {
  const columns: Column<FlowRow>[] = [
    {
      key: 'how',
      head: t('flows.how'),
      cell: (row) => (
        <>
          {word(row.kind)} <span class="quiet origin">{originWord(row, points)}</span>
        </>
      ),
    },
    { key: 'entries', head: t('flows.entries'), figures: true, cell: ({ entries }) => t('flows.times', { n: figure(entries) }) },
    { key: 'amount', head: t('flows.amount'), figures: true, cell: ({ amount }) => inUnits(points, amount) },
    { key: 'share', head: t('flows.share'), cell: (row) => <Share of={share(row, rows)} points={points} /> },
  ];
  return (
    <div>
      <h3>
        {title} {rows.length > 0 && <span class="quiet">{t('flows.total')}</span>} {rows.length > 0 && inUnits(points, total(rows))}
      </h3>
      {rows.length === 0 ? <p class="quiet">{none}</p> : <DataTable caption={`${program} ${title}`} columns={columns} rows={rows} keyOf={({ key }) => key} />}
    </div>
  );
}

function Share({ of, points }: { of: number; points: boolean }): VNode {
  return (
    <span class="whole">
      <span class={`share${points ? ' share-points' : ''}`} aria-hidden="true">
        <span style={{ width: `${of}%` }} />
      </span>{' '}
      {of}%
    </span>
  );
}

function table(programs: ProgramFlow[]): string[][] {
  const lines = (of: ProgramFlow, direction: string, rows: FlowRow[], word: (kind: string) => string) =>
    rows.map((row) => [of.program.name, direction, word(row.kind), originWord(row, of.program.unit === 'point'), String(row.entries), String(row.amount)]);
  return [
    [t('reports.program'), t('flows.direction'), t('flows.how'), t('reports.origin'), t('flows.entries'), t('flows.amount')],
    ...programs.flatMap((of) => [...lines(of, t('flows.in'), sourcesOf(of), sourceWord), ...lines(of, t('flows.out'), usesOf(of), useWord)]),
  ];
}
