// The file of exactly what the page shows, made by the server.
import type { VNode } from 'preact';
import { language } from '@meguri/shared/texts';
import { Icon } from '@meguri/shared/ui';
import { t } from './texts.ts';

export interface SalesQuery {
  from: string;
  to: string;
  program?: string;
  staff?: string;
}

export function SaveLink({ query }: { query: SalesQuery }): VNode {
  const words = Object.entries({ ...query, language: language() }).filter(([, value]) => value !== undefined && value !== '');
  const href = `/api/place/sales/file?${words.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
  return (
    <a class="button button-outline sales-save" href={href} download="">
      <Icon name="download" />
      <span>{t('sales.save')}</span>
    </a>
  );
}
