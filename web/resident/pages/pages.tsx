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
  ['/paid/:id', () => import('./paid-by-code-page.tsx').then((file) => file.PaidByCodePage)],
  ['/top-up', () => import('../top-up/top-up-page.tsx').then((file) => file.TopUpPage)],
  ['/top-up/card', () => import('../top-up/card-page.tsx').then((file) => file.CardPage)],
  ['/card-top-up/:id', () => import('../top-up/card-result-page.tsx').then((file) => file.CardResultPage)],
  ['/topped-up/:id', () => import('../top-up/topped-up-page.tsx').then((file) => file.ToppedUpPage)],
  ['/cards', () => import('../cards/cards-page.tsx').then((file) => file.CardsPage)],
  ['/cards/link', () => import('../cards/link-page.tsx').then((file) => file.LinkPage)],
  ['/cards/:id', () => import('../cards/card-page.tsx').then((file) => file.CardPage)],
  ['/cards/:id/:doing', () => import('../cards/card-page.tsx').then((file) => file.CardPage)],
  ['/history', () => import('../history/history-page.tsx').then((file) => file.HistoryPage)],
  ['/entries/:id', () => import('./receipt-page.tsx').then((file) => file.ReceiptPage)],
  ['/entries/:id/check', () => import('../books/check-page.tsx').then((file) => file.CheckPage)],
  ['/lots', () => import('./lots-page.tsx').then((file) => file.LotsPage)],
  ['/shops', () => import('../shops/shops-page.tsx').then((file) => file.ShopsPage)],
  ['/shops/:id', () => import('../shops/place-page.tsx').then((file) => file.PlacePage)],
  ['/points', () => import('../points/points-page.tsx').then((file) => file.PointsPage)],
  ['/points/give', () => import('../points/give-page.tsx').then((file) => file.GivePage)],
  ['/points-places', () => import('../shops/shops-page.tsx').then((file) => file.PointsPlacesPage)],
  ['/menu', () => import('./menu-page.tsx').then((file) => file.MenuPage)],
  ['/profile', () => import('../profile/profile-page.tsx').then((file) => file.ProfilePage)],
  ['/sign-out', () => import('./sign-out-page.tsx').then((file) => file.SignOutPage)],
  ['/install', () => import('../install/install-page.tsx').then((file) => file.InstallPage)],
  ['/help', () => import('./help-page.tsx').then((file) => file.HelpPage)],
];

/** One file: whoever can open the amount page has the paid and the unknown page on the device already. */
const paying = () => import('./attempt-pages.tsx').then((file) => file.AttemptPages);

/** A shop's code, as the printed address has it: capitals make smaller codes. */
export const isShopCode = (path: string): boolean => match('/s/:code', path) !== undefined || match('/S/:code', path) !== undefined;

// Opened by a shop's code: the pages it leads to come beside the first questions, not after them.
if (isShopCode(location.pathname)) fetchAhead('/pay', paying, 0);

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
