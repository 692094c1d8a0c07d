// The shop's app: who is signed in decides everything. Signed out from elsewhere (removed, time over), the page that says
// so comes at once, whatever was open.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useEvents } from '@meguri/shared/api';
import { go, match, usePath } from '@meguri/shared/route';
import { useSession, type Info, type Session, type Signed } from '@meguri/shared/session';
import { lazy, OfflineBanner, Page, Skeleton, TestStrip, Trouble, useOnline } from '@meguri/shared/ui';
import { EndedPage } from './ended-page.tsx';
import { tellLive } from './live.ts';
import { ReceivePage } from './receive/receive-page.tsx';
import { ShopContext, shopOf, useShop } from './shop.ts';
import { t } from './texts.ts';

const SalesPage = lazy(() => import('./sales/sales-page.tsx').then((file) => file.SalesPage));
const PeriodPage = lazy(() => import('./sales/period-page.tsx').then((file) => file.PeriodPage));
const CashPage = lazy(() => import('./cash/cash-page.tsx').then((file) => file.CashPage));
const TopUpPages = lazy(() => import('./top-up/top-up-pages.tsx').then((file) => file.TopUpPages));
const TillPages = lazy(() => import('./till/till-pages.tsx').then((file) => file.TillPages));
const GivePages = lazy(() => import('./give/give-pages.tsx').then((file) => file.GivePages));
const OwnCodePage = lazy(() => import('./own-code/own-code-page.tsx').then((file) => file.OwnCodePage));
const SettingsPage = lazy(() => import('./settings/settings-page.tsx').then((file) => file.SettingsPage));
const StaffPage = lazy(() => import('./settings/staff-page.tsx').then((file) => file.StaffPage));
const InvitePage = lazy(() => import('./settings/invite-page.tsx').then((file) => file.InvitePage));
const InstallPage = lazy(() => import('./install/install-page.tsx').then((file) => file.InstallPage));
const HelpPage = lazy(() => import('./help/help-page.tsx').then((file) => file.HelpPage));
const NotFoundPage = lazy(() => import('./not-found-page.tsx').then((file) => file.NotFoundPage));
const SignInPage = lazy(() => import('@meguri/shared/sign-in').then((file) => file.SignInPage));
const InvitationPage = lazy(() => import('@meguri/shared/sign-in').then((file) => file.InvitationPage));

/** Where one came from; the start when the page was opened by itself. */
function goBack(): void {
  if (history.length > 1) history.back();
  else go('/', true);
}

export function App(): VNode {
  const signed = useSession('shop');
  const path = usePath();
  const { session, info } = signed;
  if (!session || !info) return <Starting signed={signed} />;
  const strips = <Strips info={info} />;
  const common = { office: info.city, phone: info.telephone, strips, onHelp: () => go('/help') };
  if (match('/help', path)) return <HelpPage info={info} strips={strips} onBack={goBack} />;
  if (match('/invitation', path)) {
    const enter = (next: Session) => {
      signed.signedIn(next);
      go('/', true);
    };
    return <InvitationPage {...common} onSignedIn={enter} />;
  }
  if (signed.ended) return <EndedPage {...common} onSignIn={signed.acknowledge} />;
  if (session.role !== 'staff' || !session.place) {
    return <SignInPage {...common} onSignedIn={signed.signedIn} otherRole={session.role !== 'none'} />;
  }
  return <SignedIn signed={signed} session={session} info={info} path={path} />;
}

function Strips({ info, children }: { info: Info; children?: ComponentChildren }): VNode {
  const online = useOnline();
  return (
    <>
      <TestStrip info={info} />
      {!online && <OfflineBanner />}
      {children}
    </>
  );
}

function Starting({ signed }: { signed: Signed }): VNode {
  return (
    <Page title={t('nav.receive')}>
      {signed.problem ? <Trouble onRetry={signed.retry} /> : <Skeleton shape="card" />}
    </Page>
  );
}

function SignedIn({ signed, session, info, path }: { signed: Signed; session: Session; info: Info; path: string }): VNode {
  const shop = useMemo(() => shopOf(session, info, signed.signOut), [session, info]);
  useEvents((event) => {
    if (event.type === 'session_ended') signed.end();
    else if (event.type === 'entry') tellLive(Number(event.id) || 0, event.kind);
    else tellLive(0);
  });
  return (
    <ShopContext.Provider value={shop}>
      <Routes path={path} />
    </ShopContext.Provider>
  );
}

function Routes({ path }: { path: string }): VNode {
  const shop = useShop();
  const cancel = match('/sales/cancel/:id', path);
  const day = match('/sales/:day', path);
  if (match('/sales/period', path)) return <PeriodPage />;
  const cash = match('/cash', path) || match('/cash/:day', path);
  if (cash) return <CashPage key={path} day={cash['day']} />;
  if (cancel) return <SalesPage cancelling={cancel['id']} />;
  if (day) return <SalesPage day={day['day']} />;
  if (match('/sales', path)) return <SalesPage />;
  const till = match('/code', path) || match('/code/:step', path);
  if (till && shop.reads) return <TillPages step={till['step'] || ''} />;
  const give = match('/give', path) || match('/give/:id', path) || match('/give/:id/:step', path);
  if (give && shop.gives) return <GivePages id={give['id'] || ''} step={give['step'] || ''} />;
  if (match('/own-code', path)) return <OwnCodePage />;
  if (match('/settings', path)) return <SettingsPage />;
  if (match('/install', path)) return <InstallPage />;
  if (match('/staff', path)) return <StaffPage />;
  if (match('/staff/invite', path) && shop.may('manage')) return <InvitePage />;
  const removing = match('/staff/:id', path);
  if (removing) return <StaffPage removing={removing['id']} />;
  const topUp = match('/top-up', path) || match('/top-up/:step', path);
  if (topUp && shop.topsUp) return <TopUpPages step={topUp['step'] || ''} />;
  // Topping up where no cash is taken in: what is done here instead.
  return path === '/' || topUp ? <Home /> : <NotFoundPage />;
}

function Home(): VNode {
  const shop = useShop();
  const elsewhere = !shop.takesMoney && shop.topsUp;
  const giving = !elsewhere && !shop.takesMoney && !shop.takesPoints && shop.gives;
  useEffect(() => {
    if (elsewhere || giving) go(elsewhere ? '/top-up' : '/give', true);
  }, [elsewhere, giving]);
  if (giving) return <GivePages id="" step="" />;
  return elsewhere ? <TopUpPages step="" /> : <ReceivePage />;
}


