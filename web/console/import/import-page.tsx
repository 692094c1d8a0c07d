// Many places from a file: read and judged first, with what to correct by row and column; added only when somebody says so.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { Button, Field, FormProblem, TextLink } from '@meguri/shared/ui';
import { usePlaces, type Place } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column as TableColumn } from '../frame/data-table.tsx';
import { Facts, Loaded, Panel } from '../frame/parts.tsx';
import { readTable, saveTable } from '../frame/table-file.ts';
import { useAdding, type Adding } from './adding.ts';
import { columns, heads, readRows, type Fault, type Row } from './rows.ts';
import { T, t } from './texts.ts';

export function ImportPage(): VNode {
  const places = usePlaces();
  const [rows, setRows] = useState<Row[] | undefined>();
  const again = () => {
    setRows(undefined);
    void places.reload();
  };
  return (
    <ConsolePage title={t('import.title')} actions={<TextLink href={to('/places')}>{t('common.to_list')}</TextLink>}>
      <Loaded of={places}>
        {(data) => (rows ? <Found rows={rows} onAgain={again} /> : <Choose places={data.places} onRows={setRows} />)}
      </Loaded>
    </ConsolePage>
  );
}

const sample: readonly string[][] = [[...heads]];

function Choose({ places, onRows }: { places: Place[]; onRows: (rows: Row[]) => void }): VNode {
  const [problem, setProblem] = useState<string | undefined>();
  const choose = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    const table = readTable(new Uint8Array(await file.arrayBuffer()));
    input.value = '';
    if (!table) return setProblem(t('import.unreadable'));
    const read = readRows(table, places);
    if ('rows' in read) return onRows(read.rows);
    setProblem(read.problem === 'column_missing' ? t('import.column_missing', { name: t(`column.${read.column}`) }) : t(`import.${read.problem}`));
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
      <Field label={t('import.file')} hint={t('import.file_hint')}>
        {({ field, describedBy }) => (
          <input id={field} type="file" accept=".csv,.txt,.tsv,text/csv,text/plain" aria-describedby={describedBy} onChange={(event) => void choose(event.currentTarget)} />
        )}
      </Field>
      <FormProblem text={problem} />
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

const rows_shown = 100;

interface Line {
  line: number;
  column: string;
  why: string;
}

const said = ({ why, n = 0 }: Fault) => t(`import.${why}`, { n });

function Faults({ rows, adding }: { rows: Row[]; adding: Adding }): VNode {
  const why = (row: Row): Line[] => {
    const found = row.faults.map((fault) => ({ line: row.line, column: t(`column.${fault.column}`), why: said(fault) }));
    const server = adding.refused.get(row.line);
    const named = server && columns.find((column) => column === server.field);
    return server ? [...found, { line: row.line, column: named ? t(`column.${named}`) : '', why: `${server.why}。${server.next}` }] : found;
  };
  const lines = rows.flatMap(why);
  const save = () =>
    saveTable(t('import.faults_file'), [
      [...heads, t('import.why')],
      ...rows.map((row) => [...columns.map((column) => row.cells[column]), why(row).map((each) => `${each.column}: ${each.why}`).join(' / ').replace(/\|/g, '')]),
    ]);
  const table: TableColumn<Line>[] = [
    { key: 'line', head: t('import.row'), cell: (each) => figure(each.line) },
    { key: 'column', head: t('import.column'), cell: (each) => each.column },
    { key: 'why', head: t('import.why'), cell: (each) => each.why.replace(/\|/g, '') },
  ];
  return (
    <Panel
      title={t('import.faults')}
      actions={
        <Button kind="outline" size="small" icon="download" onClick={save}>
          {t('import.save_faults')}
        </Button>
      }
    >
      <DataTable caption={t('import.faults')} columns={table} rows={lines.slice(0, rows_shown)} keyOf={(each) => `${each.line} ${each.column} ${each.why}`} />
      {lines.length > rows_shown && <p class="quiet">{t('import.faults_more', { n: figure(lines.length - rows_shown) })}</p>}
    </Panel>
  );
}
