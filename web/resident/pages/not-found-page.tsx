import type { VNode } from 'preact';
import { to } from '@meguri/shared/route';
import { Button, EmptyState, Page } from '@meguri/shared/ui';
import { t, T } from '../texts/index.ts';
import { Strips } from './strips.tsx';

export function NotFoundPage(): VNode {
  return (
    <Page title={t('page.not_found_head')} strips={<Strips />}>
      <EmptyState title={t('page.not_found')} text={<T k="page.not_found_text" />}>
        <Button href={to('/')}>{t('common.home')}</Button>
      </EmptyState>
    </Page>
  );
}
