// Choosing a table, with what stands in the way below it; and the rows of one that are to be corrected, which come back as a file.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { figure } from '@meguri/shared/texts';
import { Button, Field, FormProblem } from '@meguri/shared/ui';
import { T, t } from '../texts.ts';
import { DataTable, type Column } from './data-table.tsx';
import { readTable } from './table-file.ts';

interface TableInputProps {
  label: string;
  hint?: string;
  /** Why this table is not taken; undefined: it is. */
  onTable: (table: string[][]) => string | undefined | Promise<string | undefined>;
}

export function TableInput({ label, hint, onTable }: TableInputProps): VNode {
  const [problem, setProblem] = useState<string | undefined>();
  const choose = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    const table = readTable(new Uint8Array(await file.arrayBuffer()));
    input.value = '';
    setProblem(table ? await onTable(table) : t('table.unreadable'));
  };
  return (
    <>
      <Field label={label} hint={hint}>
        {({ field, describedBy }) => (
          <input id={field} type="file" accept=".csv,.txt,.tsv,text/csv,text/plain" aria-describedby={describedBy} onChange={(event) => void choose(event.currentTarget)} />
        )}
      </Field>
      <FormProblem text={problem} />
    </>
  );
}

/** What is wrong with one cell of a row; `line` as the file counts. */
export interface CellFault {
  line: number;
  column: string;
  why: string;
}

const shown_at_once = 100;

export function FaultTable({ faults, onSave }: { faults: CellFault[]; onSave: () => void }): VNode {
  const columns: Column<CellFault>[] = [
    { key: 'line', head: t('table.line'), cell: ({ line }) => figure(line) },
    { key: 'column', head: t('table.column'), cell: ({ column }) => column },
    { key: 'why', head: t('table.why'), cell: ({ why }) => why },
  ];
  const more = faults.length - shown_at_once;
  return (
    <>
      <DataTable caption={t('table.faults')} columns={columns} rows={faults.slice(0, shown_at_once)} keyOf={({ line, column, why }) => `${line} ${column} ${why}`} />
      {more > 0 && (
        <p class="quiet">
          <T k="table.more" v={{ n: figure(more) }} />
        </p>
      )}
      <div class="row">
        <Button kind="outline" size="small" icon="download" onClick={onSave}>
          {t('table.save_faults')}
        </Button>
      </div>
    </>
  );
}
