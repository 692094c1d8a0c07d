// An error of ours, as a page.
import type { VNode } from 'preact';
import { Page, Trouble } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { Strips } from './strips.tsx';

export function ServerTrouble({ onRetry, title }: { onRetry: () => void; title?: string }): VNode {
  const { info } = useCity();
  return (
    <Page title={title ?? t('page.not_found_head')} strips={<Strips />}>
      <Trouble onRetry={onRetry} office={info && t('common.city_office', { city: info.city })} phone={info?.telephone} />
    </Page>
  );
}
