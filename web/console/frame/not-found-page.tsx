// An address that no page has.
import type { VNode } from 'preact';
import { to } from '@meguri/shared/route';
import { Button, EmptyState } from '@meguri/shared/ui';
import { t } from '../texts.ts';
import { ConsolePage } from './console-page.tsx';

export function NotFoundPage(): VNode {
  return (
    <ConsolePage title={t('page.not_found_head')}>
      <EmptyState title={t('page.not_found')}>
        <Button href={to('/')}>{t('page.not_found_go')}</Button>
      </EmptyState>
    </ConsolePage>
  );
}
