// The pages of somebody who is signed in, by their address. What is not needed for the first look comes when it is opened.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { match, usePath } from '@meguri/shared/route';
import { fetchAhead, LaterPage, type AnyPage } from './later-page.tsx';
import { HomePage } from './home-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { OpeningPage } from './opening-page.tsx';

const later: [pattern: string, load: () => Promise<AnyPage>][] = [
  ['/scan', () => import('./scan-page.tsx').then((file) => file.ScanPage)],
  ['/scan/number', () => import('./number-page.tsx').then((file) => file.NumberPage)],
  ['/code', () => import('./code-page.tsx').then((file) => file.CodePage)],
  ['/top-up', () => import('../top-up/top-up-page.tsx').then((file) => file.TopUpPage)],
  ['/top-up/card', () => import('../top-up/card-page.tsx').then((file) => file.CardPage)],
  ['/card-top-up/:id', () => import('../top-up/card-result-page.tsx').then((file) => file.CardResultPage)],
  ['/topped-up/:id', () => import('../top-up/topped-up-page.tsx').then((file) => file.ToppedUpPage)],
  ['/history', () => import('./history-page.tsx').then((file) => file.HistoryPage)],
  ['/entries/:id', () => import('./receipt-page.tsx').then((file) => file.ReceiptPage)],
  ['/lots', () => import('./lots-page.tsx').then((file) => file.LotsPage)],
  ['/menu', () => import('./menu-page.tsx').then((file) => file.MenuPage)],
  ['/sign-out', () => import('./sign-out-page.tsx').then((file) => file.SignOutPage)],
  ['/help', () => import('./help-page.tsx').then((file) => file.HelpPage)],
];

/** One file: whoever can open the amount page has the paid and the unknown page on the device already. */
const paying = () => import('./attempt-pages.tsx').then((file) => file.AttemptPages);

export function Pages(): VNode {
  const path = usePath();
  useEffect(() => fetchAhead('/pay', paying), []);
  const code = match('/s/:code', path) ?? match('/S/:code', path);
  if (code?.code) return <OpeningPage key={code.code} code={code.code} />;
  const attempt = match('/pay/:id', path) ?? match('/pay/:id/:page', path);
  if (attempt?.id) return <LaterPage name="/pay" load={paying} params={{ page: 'amount', ...attempt }} key={attempt.id} />;
  for (const [pattern, load] of later) {
    const params = match(pattern, path);
    if (params) return <LaterPage name={pattern} load={load} params={params} key={path} />;
  }
  return path === '/' || path.startsWith('/sign-in') ? <HomePage /> : <NotFoundPage />;
}
