// The pages of somebody who is signed in, by their address. What is not needed for the first look comes when it is opened.
import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { match, usePath } from '@meguri/shared/route';
import { Page, Skeleton } from '@meguri/shared/ui';
import { t } from '../texts/index.ts';
import { AttemptPages } from './attempt-pages.tsx';
import { HomePage } from './home-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { OpeningPage } from './opening-page.tsx';
import { ServerTrouble } from './server-trouble.tsx';

type Params = Record<string, string>;
type AnyPage = ComponentType<Params>;

const later: [pattern: string, load: () => Promise<AnyPage>][] = [
  ['/scan', () => import('./scan-page.tsx').then((file) => file.ScanPage)],
  ['/scan/number', () => import('./number-page.tsx').then((file) => file.NumberPage)],
  ['/code', () => import('./code-page.tsx').then((file) => file.CodePage)],
  ['/top-up', () => import('./top-up-page.tsx').then((file) => file.TopUpPage)],
  ['/topped-up/:id', () => import('./topped-up-page.tsx').then((file) => file.ToppedUpPage as AnyPage)],
  ['/history', () => import('./history-page.tsx').then((file) => file.HistoryPage)],
  ['/entries/:id', () => import('./receipt-page.tsx').then((file) => file.ReceiptPage as AnyPage)],
  ['/lots', () => import('./lots-page.tsx').then((file) => file.LotsPage)],
  ['/menu', () => import('./menu-page.tsx').then((file) => file.MenuPage)],
  ['/sign-out', () => import('./sign-out-page.tsx').then((file) => file.SignOutPage)],
  ['/help', () => import('./help-page.tsx').then((file) => file.HelpPage)],
];

const loaded = new Map<string, AnyPage>();

/** A page in a file of its own. Its file may not come (no network, a new release): that is trouble, not a blank page. */
function LaterPage({ pattern, load, params }: { pattern: string; load: () => Promise<AnyPage>; params: Params }): VNode {
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState(false);
  const fetchPage = () => {
    setFailed(false);
    load().then(
      (page) => {
        loaded.set(pattern, page);
        redraw((n) => n + 1);
      },
      () => setFailed(true),
    );
  };
  useEffect(() => {
    if (!loaded.has(pattern)) fetchPage();
  }, [pattern]);
  const Found = loaded.get(pattern);
  if (Found) return <Found key={Object.values(params).join('/')} {...params} />;
  if (failed) return <ServerTrouble onRetry={fetchPage} />;
  return (
    <Page title={t('page.loading')} quietHead>
      <Skeleton shape="card" />
    </Page>
  );
}

export function Pages(): VNode {
  const path = usePath();
  const code = match('/s/:code', path) ?? match('/S/:code', path);
  if (code?.code) return <OpeningPage key={code.code} code={code.code} />;
  const attempt = match('/pay/:id', path) ?? match('/pay/:id/:page', path);
  if (attempt?.id) return <AttemptPages key={attempt.id} id={attempt.id} page={attempt.page ?? 'amount'} />;
  for (const [pattern, load] of later) {
    const params = match(pattern, path);
    if (params) return <LaterPage pattern={pattern} load={load} params={params} />;
  }
  return path === '/' || path.startsWith('/sign-in') ? <HomePage /> : <NotFoundPage />;
}
