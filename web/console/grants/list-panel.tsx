// The list of a draft: a file is read, judged row by row, and sent in pieces; cut off, it goes on where it stood.
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { api, ask, type Problem } from '@meguri/shared/api';
import { figure } from '@meguri/shared/texts';
import { Button, FormProblem } from '@meguri/shared/ui';
import { Facts, Panel } from '../frame/parts.tsx';
import { saveTable } from '../frame/table-file.ts';
import { FaultTable, TableInput, type CellFault } from '../frame/table-input.tsx';
import { inUnits, type Job } from './data.ts';
import { columns, heads, readList, type Fault, type Line } from './list.ts';
import { T, t } from './texts.ts';

const a_piece = 500;
interface ListProps {
  job: Job;
  /** What was chosen here; undefined: nothing yet. */
  lines: Line[] | undefined;
  onLines: (lines: Line[] | undefined) => void;
  onChanged: (next: Job) => void;
}

const sumOf = (lines: Line[]) => lines.reduce((all, { row }) => all + (row.amount || 0), 0);

/** Whether the server has exactly this list. */
export const isWhole = (job: Job, lines: Line[]): boolean => job.rows === lines.length && job.total === sumOf(lines);

export function ListPanel({ job, lines, onLines, onChanged }: ListProps): VNode {
  return (
    <Panel title={t('list.title')}>
      {lines ? <Judged lines={lines} job={job} onChanged={onChanged} onAgain={() => onLines(undefined)} /> : <Choose job={job} onLines={onLines} />}
    </Panel>
  );
}

function Choose({ job, onLines }: Pick<ListProps, 'job' | 'onLines'>): VNode {
  const take = (table: string[][]) => {
    const read = readList(table);
    if (!('lines' in read)) return read.problem === 'empty' ? t('list.empty') : t('list.column_missing', { name: t(`column.${read.column}`) });
    onLines(read.lines);
    return undefined;
  };
  return (
    <>
      <p class="quiet phrases">{job.rows > 0 ? <T k="list.sent" v={{ n: figure(job.rows) }} /> : <T k="list.text" />}</p>
      <div class="row">
        <Button kind="outline" size="small" icon="download" onClick={() => saveTable(t('list.sample_file'), [heads])}>
          {t('list.sample')}
        </Button>
      </div>
      <TableInput label={t('list.file')} onTable={take} />
    </>
  );
}

interface JudgedProps {
  lines: Line[];
  job: Job;
  onChanged: (next: Job) => void;
}

function Judged({ lines, job, onChanged, onAgain }: JudgedProps & { onAgain: () => void }): VNode {
  const faulty = lines.filter(({ faults }) => faults.length > 0);
  const n = figure(lines.length - faulty.length);
  return (
    <>
      <Facts
        facts={[
          { name: t('list.good'), value: t('grants.people', { n }) },
          { name: t('list.faulty'), value: t('list.lines', { n: figure(faulty.length) }) },
          ...(faulty.length === 0 ? [{ name: t('list.sum'), value: inUnits(job, sumOf(lines)) }] : []),
        ]}
      />
      {faulty.length > 0 ? <Faults faulty={faulty} /> : <Send lines={lines} job={job} onChanged={onChanged} />}
      <div class="row">
        <Button kind="plain" size="small" onClick={onAgain}>
          {t('list.another')}
        </Button>
      </div>
    </>
  );
}

function Send({ lines, job, onChanged }: JudgedProps): VNode {
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
    }
    setBusy(false);
  };
  const differs = job.rows >= lines.length && !isWhole(job, lines);
  const words = t('list.sending', { done: figure(job.rows), n: figure(lines.length) });
  return (
    <>
      <FormProblem text={differs ? t('list.differs') : problem} />
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

const told = (line: number, { column, why, n = 0 }: Fault): CellFault => ({ line, column: t(`column.${column}`), why: t(`fault.${why}`, { n }).replace(/\|/g, '') });

function Faults({ faulty }: { faulty: Line[] }): VNode {
  const of = ({ line, faults }: Line) => faults.map((fault) => told(line, fault));
  const save = () =>
    saveTable(t('list.faults_file'), [
      [...heads, t('table.why')],
      ...faulty.map((line) => [...columns.map((column) => line.cells[column]), of(line).map(({ column, why }) => `${column}: ${why}`).join(' / ')]),
    ]);
  return <FaultTable faults={faulty.flatMap(of)} onSave={save} />;
}
