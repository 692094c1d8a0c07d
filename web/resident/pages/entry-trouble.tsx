// An entry that cannot be shown: there is none of this number for this person, which no second try changes; or an error of ours.
import type { VNode } from 'preact';
import type { Problem } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { Button, EmptyState, Page } from '@meguri/shared/ui';
import { t, T } from '../texts/records/index.ts';
import { ServerTrouble } from './server-trouble.tsx';
import { Strips } from './strips.tsx';

export function EntryTrouble({ problem, onRetry, title }: { problem: Problem; onRetry: () => void; title: string }): VNode {
  if (problem.status !== 404) return <ServerTrouble onRetry={onRetry} title={title} />;
  return (
    <Page title={t('page.not_found_head')} strips={<Strips />}>
      <EmptyState title={<T k="receipt.missing" />}>
        <Button href={to('/')}>{t('common.home')}</Button>
      </EmptyState>
    </Page>
  );
}
