// Rows of figures: right-aligned tabular numbers, a caption for the ears, the first cell names its row. On a
// telephone each row is a block of its own, every figure beside its heading. Where it is wider than its frame, the keyboard
// scrolls it too.
import type { ComponentChildren, VNode } from 'preact';
import './data-table.css';

export interface Column<Row> {
  key: string;
  head: string;
  cell: (row: Row) => ComponentChildren;
  /** Figures stand to the right. */
  figures?: boolean;
}

interface DataTableProps<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
}

export function DataTable<Row>({ caption, columns, rows, keyOf }: DataTableProps<Row>): VNode {
  const look = (column: Column<Row>) => (column.figures ? 'figures' : undefined);
  return (
    <div class="table-frame" role="group" aria-label={caption} tabIndex={0}>
      <table class="table">
        <caption class="heard">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" class={look(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, i) =>
                i === 0 ? (
                  <th key={column.key} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} class={look(column)} data-head={column.head}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
