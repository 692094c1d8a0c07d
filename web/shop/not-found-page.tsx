// An address that no page has.
import type { VNode } from 'preact';
import { to } from '@meguri/shared/route';
import { Button, EmptyState, Page } from '@meguri/shared/ui';
import { ShopStrips } from './shop-page.tsx';
import { t } from './texts.ts';

export function NotFoundPage(): VNode {
  return (
    <Page title={t('app.title')} strips={<ShopStrips />}>
      <EmptyState title={t('page.not_found')}>
        <Button href={to('/')}>{t('page.not_found_go')}</Button>
      </EmptyState>
    </Page>
  );
}
