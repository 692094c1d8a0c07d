// Many places from a file: read and judged first, with what to correct by row and column; added only when somebody says so.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, type Problem } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { Button, TextLink } from '@meguri/shared/ui';
import { ConsolePage } from '../frame/console-page.tsx';
import { Facts, Panel, Refused } from '../frame/parts.tsx';
import { saveTable } from '../frame/table-file.ts';
import { FaultTable, TableInput, type CellFault } from '../frame/table-input.tsx';
import { useAdding, type Adding } from './adding.ts';
import { columns, heads, readRows, type Fault, type Row } from './rows.ts';
import { T, t } from './texts.ts';

export function ImportPage(): VNode {
  const [rows, setRows] = useState<Row[] | undefined>();
  return (
    <ConsolePage title={t('import.title')} actions={<TextLink href={to('/places')}>{t('common.to_list')}</TextLink>}>
      {rows ? <Found rows={rows} onAgain={() => setRows(undefined)} /> : <Choose onRows={setRows} />}
    </ConsolePage>
  );
}

const sample: readonly string[][] = [[...heads]];

function Choose({ onRows }: { onRows: (rows: Row[]) => void }): VNode {
  const [problem, setProblem] = useState<Problem | undefined>();
  // Judged against the shops there are at this moment: an older list would add some a second time.
  const take = async (table: string[][]) => {
    const now = await ask(api.GET('/api/places'));
    setProblem(now.ok ? undefined : now.problem);
    if (!now.ok) return undefined;
    const read = readRows(table, now.data.places);
    if (!('rows' in read)) return read.problem === 'column_missing' ? t('import.column_missing', { name: t(`column.${read.column}`) }) : t(`import.${read.problem}`);
    onRows(read.rows);
    return undefined;
  };
  return (
    <Panel title={t('import.read')}>
      <p class="quiet phrases">
        <T k="import.text" />
      </p>
      <div class="row">
        <Button kind="outline" icon="download" onClick={() => saveTable(t('import.sample_file'), sample)}>
          {t('import.sample')}
        </Button>
      </div>
      <TableInput label={t('import.file')} hint={t('import.file_hint')} onTable={take} />
      {problem && <Refused problem={problem} />}
    </Panel>
  );
}

function Found({ rows, onAgain }: { rows: Row[]; onAgain: () => void }): VNode {
  const good = rows.filter((row) => !row.there && row.faults.length === 0);
  const adding = useAdding(good);
  const faulty = rows.filter((row) => row.faults.length > 0 || adding.refused.has(row.line));
  const shops = (n: number) => t('import.shops', { n: figure(n) });
  return (
    <>
      <Panel title={t('import.found')}>
        <Facts
          facts={[
            { name: t('import.good'), value: shops(good.length - adding.refused.size) },
            { name: t('import.there'), value: shops(rows.filter((row) => row.there).length) },
            { name: t('import.faulty'), value: shops(faulty.length) },
          ]}
        />
        <Go adding={adding} of={good.length} />
        {adding.state !== 'running' && (
          <div class="row">
            <Button kind="plain" size="small" onClick={onAgain}>
              {t('import.another')}
            </Button>
          </div>
        )}
      </Panel>
      {faulty.length > 0 && <Faults rows={faulty} adding={adding} />}
    </>
  );
}

function Go({ adding, of }: { adding: Adding; of: number }): VNode | null {
  const so_far = { done: figure(adding.added + adding.refused.size), n: figure(of) };
  const words = t('import.adding', so_far);
  if (of === 0) return null;
  switch (adding.state) {
    case 'ready':
      return (
        <div class="row">
          <Button onClick={adding.go}>{t('import.go', { n: figure(of) })}</Button>
        </div>
      );
    case 'running':
      return (
        <>
          <div class="progress-line" role="status">
            <progress max={of} value={adding.added + adding.refused.size} aria-label={words} />
            <span>{words}</span>
          </div>
          <div class="row">
            <Button kind="cancel" size="small" onClick={adding.stop}>
              {t('import.stop')}
            </Button>
          </div>
        </>
      );
    case 'done':
      return (
        <p class="phrases" role="status">
          <T k="import.done" v={{ n: figure(adding.added) }} />
        </p>
      );
    default:
      return (
        <>
          <p class="phrases" role="alert">
            {adding.state === 'offline' ? <T k="import.offline" /> : <T k="import.stopped" />} {t('import.so_far', so_far)}
          </p>
          <div class="row">
            <Button onClick={adding.go}>{t('import.go_on')}</Button>
          </div>
        </>
      );
  }
}

const said = ({ why, n = 0 }: Fault) => t(`import.${why}`, { n }).replace(/\|/g, '');

function Faults({ rows, adding }: { rows: Row[]; adding: Adding }): VNode {
  const why = (row: Row): CellFault[] => {
    const found = row.faults.map((fault) => ({ line: row.line, column: t(`column.${fault.column}`), why: said(fault) }));
    const server = adding.refused.get(row.line);
    const named = server && columns.find((column) => column === server.field);
    return server ? [...found, { line: row.line, column: named ? t(`column.${named}`) : '', why: `${server.why}。${server.next}`.replace(/\|/g, '') }] : found;
  };
  const save = () =>
    saveTable(t('import.faults_file'), [
      [...heads, t('table.why')],
      ...rows.map((row) => [...columns.map((column) => row.cells[column]), why(row).map((each) => `${each.column}: ${each.why}`).join(' / ')]),
    ]);
  return (
    <Panel title={t('table.faults')}>
      <FaultTable faults={rows.flatMap(why)} onSave={save} />
    </Panel>
  );
}
