// What the law asks for at its base dates, 31 March and 30 September (資金決済法): paid-for money that is unused at midnight, how it
// came to that in the half-year before, and the deposit that is due.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { serverNow } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleDay, dayOf, figure } from '@meguri/shared/texts';
import { Select } from '@meguri/shared/ui';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel } from '../frame/parts.tsx';
import { useBaseDate, type BaseDate } from './data.ts';
import { AsOf, ReportPage, Save } from './report-page.tsx';
import { baseDates } from './sums.ts';
import { T, t } from './texts.ts';

const years_back = 5;

export function BaseDatesPage(): VNode {
  const dates = baseDates(dayOf(serverNow()), years_back);
  const [chosen, setChosen] = useState(dates[1] as string); // the last one that is over
  const found = useBaseDate(chosen);
  return (
    <ReportPage page="base_dates">
      <div class="fields report-fields">
        <Select label={t('base_dates.date')} value={chosen} onValue={setChosen} options={dates.map((value) => ({ value, label: consoleDay(value) }))} />
      </div>
      <Loaded of={found}>{(figures) => <Found figures={figures} />}</Loaded>
    </ReportPage>
  );
}

type Row = BaseDate['programs'][number];
const parts = ['opening', 'issued', 'collected', 'refunded', 'expired', 'taken_back', 'unused', 'deposit_due'] as const;

function Found({ figures }: { figures: BaseDate }): VNode {
  const { programs, base_date, from, over } = figures;
  const columns: Column<Row>[] = [
    { key: 'program', head: t('reports.program'), cell: ({ program }) => <a href={to(`/programs/${program.id}`)}>{program.name}</a> },
    { key: 'issuer', head: t('base_dates.issuer'), cell: ({ issuer, exempt }) => <>{t(`base_dates.${issuer}`)} {exempt && <Badge look="off">{t('base_dates.exempt')}</Badge>}</> },
    ...parts.map((part): Column<Row> => ({ key: part, head: t(`base_dates.${part}`), figures: true, cell: (row) => figure(row[part]) })),
  ];
  const table = () => [
    [t('reports.program'), t('base_dates.issuer'), ...parts.map((part) => t(`base_dates.${part}`))],
    ...programs.map((row) => [row.program.name, t(`base_dates.${row.issuer}`), ...parts.map((part) => String(row[part]))]),
  ];
  return (
    <Panel
      title={t('base_dates.title', { from: consoleDay(from), until: consoleDay(base_date) })}
      note={<AsOf of={figures} />}
      actions={programs.length > 0 && <Save name={t('base_dates.file', { day: base_date })} rows={table} />}
    >
      {!over && (
        <p class="phrases" role="status">
          <T k="base_dates.not_over" />
        </p>
      )}
      {programs.length === 0 ? (
        <p class="quiet phrases">
          <T k="base_dates.none" />
        </p>
      ) : (
        <DataTable caption={t('base_dates.table')} columns={columns} rows={programs} keyOf={({ program }) => program.id} />
      )}
    </Panel>
  );
}
