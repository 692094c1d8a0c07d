// The file of exactly what the page shows, made by the server: CSV at once, other formats below.
import type { VNode } from 'preact';
import { language } from '@meguri/shared/texts';
import { Icon } from '@meguri/shared/ui';
import { T, t } from './texts.ts';

export interface SalesQuery {
  from: string;
  to: string;
  program?: string;
  staff?: string;
}

function hrefOf(query: SalesQuery, format: string): string {
  const words = Object.entries({ ...query, language: language(), format }).filter(([, value]) => value !== undefined && value !== '');
  return `/api/place/sales/file?${words.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}

export function SaveLink({ query }: { query: SalesQuery }): VNode {
  return (
    <div class="sales-save">
      <a class="button button-outline" href={hrefOf(query, 'csv_utf8')} download="">
        <Icon name="download" />
        <span>{t('sales.save')}</span>
      </a>
      <div class="sales-formats" role="group" aria-label={t('sales.formats')}>
        <span class="quiet">{t('sales.formats')}</span>
        <a class="text-link" href={hrefOf(query, 'xlsx')} download="">
          <span>{t('sales.format_xlsx')}</span>
        </a>
        <a class="text-link" href={hrefOf(query, 'csv_shift_jis')} download="">
          <span class="phrases">
            <T k="sales.format_shift_jis" />
          </span>
        </a>
      </div>
    </div>
  );
}
