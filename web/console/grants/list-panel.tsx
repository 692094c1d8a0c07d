// The list of a draft: a file is read, judged row by row, and sent in pieces; cut off, it goes on where it stood.
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { api, ask, type Problem } from '@meguri/shared/api';
import { figure } from '@meguri/shared/texts';
import { Button, Field, FormProblem } from '@meguri/shared/ui';
import { DataTable, type Column as TableColumn } from '../frame/data-table.tsx';
import { Facts, Panel } from '../frame/parts.tsx';
import { readTable, saveTable } from '../frame/table-file.ts';
import { inUnits, type Job } from './data.ts';
import { columns, heads, readList, type Fault, type Line } from './list.ts';
import { T, t } from './texts.ts';

const a_piece = 500;
const shown_faults = 100;

interface ListProps {
  job: Job;
  onChanged: (next: Job) => void;
  /** What the server has is not this list: nobody may propose it. */
  onDiffers: () => void;
}

export function ListPanel({ job, onChanged, onDiffers }: ListProps): VNode {
  const [lines, setLines] = useState<Line[] | undefined>();
  return (
    <Panel title={t('list.title')}>
      {lines ? <Judged lines={lines} job={job} onChanged={onChanged} onDiffers={onDiffers} onAgain={() => setLines(undefined)} /> : <Choose job={job} onLines={setLines} />}
    </Panel>
  );
}

function Choose({ job, onLines }: { job: Job; onLines: (lines: Line[]) => void }): VNode {
  const [problem, setProblem] = useState<string | undefined>();
  const choose = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    const table = readTable(new Uint8Array(await file.arrayBuffer()));
    input.value = '';
    if (!table) return setProblem(t('list.unreadable'));
    const read = readList(table);
    if ('lines' in read) return onLines(read.lines);
    setProblem(read.problem === 'empty' ? t('list.empty') : t('list.column_missing', { name: t(`column.${read.column}`) }));
  };
  return (
    <>
      <p class="quiet phrases">{job.rows > 0 ? <T k="list.sent" v={{ n: figure(job.rows) }} /> : <T k="list.text" />}</p>
      <div class="row">
        <Button kind="outline" size="small" icon="download" onClick={() => saveTable(t('list.sample_file'), [heads])}>
          {t('list.sample')}
        </Button>
      </div>
      <Field label={t('list.file')}>
        {({ field }) => <input id={field} type="file" accept=".csv,.txt,.tsv,text/csv,text/plain" onChange={(event) => void choose(event.currentTarget)} />}
      </Field>
      <FormProblem text={problem} />
    </>
  );
}

function Judged({ lines, job, onChanged, onDiffers, onAgain }: ListProps & { lines: Line[]; onAgain: () => void }): VNode {
  const faulty = lines.filter(({ faults }) => faults.length > 0);
  const sum = lines.reduce((all, { row }) => all + (row.amount || 0), 0);
  const n = figure(lines.length - faulty.length);
  return (
    <>
      <Facts
        facts={[
          { name: t('list.good'), value: t('grants.people', { n }) },
          { name: t('list.faulty'), value: t('list.lines', { n: figure(faulty.length) }) },
          ...(faulty.length === 0 ? [{ name: t('list.sum'), value: inUnits(job, sum) }] : []),
        ]}
      />
      {faulty.length > 0 ? <Faults faulty={faulty} /> : <Send lines={lines} sum={sum} job={job} onChanged={onChanged} onDiffers={onDiffers} />}
      <div class="row">
        <Button kind="plain" size="small" onClick={onAgain}>
          {t('list.another')}
        </Button>
      </div>
    </>
  );
}

function Send({ lines, sum, job, onChanged, onDiffers }: ListProps & { lines: Line[]; sum: number }): VNode | null {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | undefined>();
  const done = useRef(job.rows);
  const why = (found: Problem, first: number) => {
    if (found.kind !== 'refused') return t('list.offline');
    const row = Number((found.field || '').split('.')[1]);
    const line = lines[first + (Number.isFinite(row) ? row : 0)];
    return t('list.refused', { line: figure(line ? line.line : first + 2), why: found.why });
  };
  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    while (done.current < lines.length) {
      const first = done.current;
      const rows = lines.slice(first, first + a_piece).map(({ row }) => row);
      const answer = await ask(api.POST('/api/jobs/{id}/rows', { params: { path: { id: job.id } }, body: { first, rows } }));
      if (!answer.ok) {
        setBusy(false);
        return setProblem(why(answer.problem, first));
      }
      done.current = first + rows.length;
      onChanged(answer.data);
      if (done.current < lines.length || (answer.data.rows === lines.length && answer.data.total === sum)) continue;
      onDiffers();
      setProblem(t('list.differs'));
    }
    setBusy(false);
  };
  const words = t('list.sending', { done: figure(job.rows), n: figure(lines.length) });
  return (
    <>
      <FormProblem text={problem} />
      {busy && (
        <div class="progress-line" role="status">
          <progress max={lines.length} value={job.rows} aria-label={words} />
          <span>{words}</span>
        </div>
      )}
      {!busy && job.rows < lines.length && (
        <div class="row">
          <Button onClick={() => void send()}>{problem ? t('list.go_on') : t('list.go', { n: figure(lines.length) })}</Button>
        </div>
      )}
    </>
  );
}

interface Told {
  line: number;
  column: string;
  why: string;
}

const told = (line: number, { column, why, n = 0 }: Fault): Told => ({ line, column: t(`column.${column}`), why: t(`fault.${why}`, { n }).replace(/\|/g, '') });

function Faults({ faulty }: { faulty: Line[] }): VNode {
  const all = faulty.flatMap(({ line, faults }) => faults.map((fault) => told(line, fault)));
  const save = () =>
    saveTable(t('list.faults_file'), [
      [...heads, t('list.why')],
      ...faulty.map(({ line, cells, faults }) => [...columns.map((column) => cells[column]), faults.map((fault) => told(line, fault)).map(({ column, why }) => `${column}: ${why}`).join(' / ')]),
    ]);
  const table: TableColumn<Told>[] = [
    { key: 'line', head: t('list.line'), cell: ({ line }) => figure(line) },
    { key: 'column', head: t('list.column'), cell: ({ column }) => column },
    { key: 'why', head: t('list.why'), cell: ({ why }) => why },
  ];
  return (
    <>
      <DataTable caption={t('list.faulty')} columns={table} rows={all.slice(0, shown_faults)} keyOf={({ line, column, why }) => `${line} ${column} ${why}`} />
      {all.length > shown_faults && <p class="quiet">{t('list.more', { n: figure(all.length - shown_faults) })}</p>}
      <div class="row">
        <Button kind="outline" size="small" icon="download" onClick={save}>
          {t('list.save_faults')}
        </Button>
      </div>
    </>
  );
}
