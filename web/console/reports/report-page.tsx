// The frame of the pages of figures: which of them, and up to which entry an answer goes.
import type { ComponentChildren, VNode } from 'preact';
import { to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { Button } from '@meguri/shared/ui';
import { ConsolePage } from '../frame/console-page.tsx';
import { saveTable } from '../frame/table-file.ts';
import { T, t } from './texts.ts';
import './reports.css';

const pages = [
  ['balances', '/reports'],
  ['flows', '/reports/flows'],
  ['places', '/reports/places'],
  ['base_dates', '/reports/base-dates'],
] as const;

export function ReportPage({ page, children }: { page: (typeof pages)[number][0]; children: ComponentChildren }): VNode {
  return (
    <ConsolePage title={t('reports.title')}>
      <nav class="report-pages" aria-label={t('reports.pages')}>
        {pages.map(([key, path]) => (
          <a key={key} href={to(path)} aria-current={key === page ? 'page' : undefined}>
            {t(`reports.${key}`)}
          </a>
        ))}
      </nav>
      {children}
    </ConsolePage>
  );
}

export function AsOf({ of }: { of: { as_of: number; complete: boolean } }): VNode {
  return of.complete ? <>{t('reports.as_of', { n: figure(of.as_of) })}</> : <T k="reports.incomplete" />;
}

/** A table as it stands on the screen, as a file. */
export function Save({ name, rows }: { name: string; rows: () => string[][] }): VNode {
  return (
    <Button kind="outline" size="small" icon="download" onClick={() => saveTable(name, rows())}>
      {t('reports.save')}
    </Button>
  );
}
