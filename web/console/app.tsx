// City hall's console: signed in as an operator, or the sign-in page with a word why.
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useEvents } from '@meguri/shared/api';
import { go, match, usePath } from '@meguri/shared/route';
import { useSession, type Info, type Session, type Signed } from '@meguri/shared/session';
import { InvitationPage, SignInPage } from '@meguri/shared/sign-in';
import { lazy, Page, Skeleton, TestStrip, Trouble } from '@meguri/shared/ui';
import { DashboardPage } from './dashboard/dashboard-page.tsx';
import { ConsoleContext } from './frame/console-page.tsx';
import { NotFoundPage } from './frame/not-found-page.tsx';
import { useIdle } from './frame/idle.ts';
import { OperatorsPage } from './people/operators-page.tsx';
import { ResidentsPage } from './people/residents-page.tsx';
import { PlaceNewPage } from './places/place-new-page.tsx';
import { PlacePage } from './places/place-page.tsx';
import { PlacesPage } from './places/places-page.tsx';
import { PrintPage } from './places/print-page.tsx';
import { ProgramNewPage } from './programs/program-new-page.tsx';
import { ProgramPage } from './programs/program-page.tsx';
import { ProgramsPage } from './programs/programs-page.tsx';
import { ProposalPage } from './programs/proposal-page.tsx';
import { T, t } from './texts.ts';

const CardsPage = lazy(() => import('./cards/cards-page.tsx').then((file) => file.CardsPage));
const CardCounterPage = lazy(() => import('./cards/counter-page.tsx').then((file) => file.CardCounterPage));
const StickersPage = lazy(() => import('./cards/stickers-page.tsx').then((file) => file.StickersPage));
const SettlementsPage = lazy(() => import('./settlement/settlements-page.tsx').then((file) => file.SettlementsPage));
const SettlementPage = lazy(() => import('./settlement/settlement-page.tsx').then((file) => file.SettlementPage));
const GroupsPage = lazy(() => import('./settlement/groups-page.tsx').then((file) => file.GroupsPage));
const AccountsPage = lazy(() => import('./settlement/accounts-page.tsx').then((file) => file.AccountsPage));
const AccountPage = lazy(() => import('./settlement/account-page.tsx').then((file) => file.AccountPage));
const DirectoryPage = lazy(() => import('./directory/directory-page.tsx').then((file) => file.DirectoryPage));
const ImportPage = lazy(() => import('./import/import-page.tsx').then((file) => file.ImportPage));
const SalesPage = lazy(() => import('./sales/sales-page.tsx').then((file) => file.SalesPage));
const GrantsPage = lazy(() => import('./grants/grants-page.tsx').then((file) => file.GrantsPage));
const GrantNewPage = lazy(() => import('./grants/new-page.tsx').then((file) => file.GrantNewPage));
const GrantPage = lazy(() => import('./grants/grant-page.tsx').then((file) => file.GrantPage));
const BalancesPage = lazy(() => import('./reports/balances-page.tsx').then((file) => file.BalancesPage));
const FlowsPage = lazy(() => import('./reports/flows-page.tsx').then((file) => file.FlowsPage));
const BaseDatesPage = lazy(() => import('./reports/base-dates-page.tsx').then((file) => file.BaseDatesPage));
const PlaceTotalsPage = lazy(() => import('./reports/place-totals-page.tsx').then((file) => file.PlaceTotalsPage));
const ListsPage = lazy(() => import('./lists/lists-page.tsx').then((file) => file.ListsPage));
const LookPage = lazy(() => import('./look/look-page.tsx').then((file) => file.LookPage));

export function App(): VNode {
  const signed = useSession();
  const path = usePath();
  const [idled, setIdled] = useState(false);
  const { session, info } = signed;
  if (!session || !info) {
    return <Page title={t('app.title')}>{signed.problem ? <Trouble onRetry={signed.retry} /> : <Skeleton shape="card" />}</Page>;
  }
  const strips = <TestStrip info={info} />;
  const common = { office: info.city, phone: info.telephone, strips };
  const enter = (next: Session) => {
    setIdled(false);
    signed.signedIn(next);
  };
  if (match('/invitation', path)) {
    const accepted = (next: Session) => {
      enter(next);
      go('/', true);
    };
    return <InvitationPage {...common} onSignedIn={accepted} />;
  }
  if (session.role !== 'operator') {
    const note = idled ? <Note k="idle.signed_out" /> : signed.ended ? <Note k="ended.note" /> : undefined;
    return <SignInPage {...common} onSignedIn={enter} note={note} otherRole={session.role !== 'none'} />;
  }
  const idleOut = async () => {
    await signed.signOut();
    setIdled(true);
  };
  return <SignedIn signed={signed} session={session} info={info} path={path} strips={strips} onIdle={() => void idleOut()} />;
}

function Note({ k }: { k: 'idle.signed_out' | 'ended.note' }): VNode {
  return (
    <p class="signed-out-note phrases" role="status">
      <T k={k} />
    </p>
  );
}

interface SignedInProps {
  signed: Signed;
  session: Session;
  info: Info;
  path: string;
  strips: ComponentChildren;
  onIdle: () => void;
}

function SignedIn({ signed, session, info, path, strips, onIdle }: SignedInProps): VNode {
  const idle = useIdle(onIdle);
  useEvents((event) => {
    if (event.type === 'session_ended') signed.end();
  });
  const name = (session.person && session.person.name) || '';
  return (
    <ConsoleContext.Provider value={{ info, name, path, strips, idle, signOut: signed.signOut }}>
      <Routes path={path} />
    </ConsoleContext.Provider>
  );
}

const pages: [pattern: string, page: (found: Record<string, string>) => VNode][] = [
  ['/programs', () => <ProgramsPage />],
  ['/programs/new', () => <ProgramNewPage />],
  ['/programs/new/:step', ({ step = '' }) => <ProgramNewPage step={step} />],
  ['/programs/:id', ({ id = '' }) => <ProgramPage key={id} id={id} />],
  ['/proposals/:id', ({ id = '' }) => <ProposalPage key={id} id={id} />],
  ['/places', () => <PlacesPage />],
  ['/places/new', () => <PlaceNewPage />],
  ['/places/import', () => <ImportPage />],
  ['/places/prints', () => <StickersPage />],
  ['/places/:id', ({ id = '' }) => <PlacePage key={id} id={id} />],
  ['/places/:id/directory', ({ id = '' }) => <DirectoryPage key={id} id={id} />],
  ['/places/:id/sales', ({ id = '' }) => <SalesPage key={id} id={id} />],
  ['/places/:id/print', ({ id = '' }) => <PrintPage key={id} id={id} />],
  ['/grants', () => <GrantsPage />],
  ['/grants/new', () => <GrantNewPage />],
  ['/grants/:id', ({ id = '' }) => <GrantPage key={id} id={id} />],
  ['/settlements', () => <SettlementsPage />],
  ['/settlements/:id', ({ id = '' }) => <SettlementPage key={id} id={id} />],
  ['/settlement-groups', () => <GroupsPage />],
  ['/accounts', () => <AccountsPage />],
  ['/accounts/:id', ({ id = '' }) => <AccountPage key={id} id={id} />],
  ['/reports', () => <BalancesPage />],
  ['/reports/flows', () => <FlowsPage />],
  ['/reports/places', () => <PlaceTotalsPage />],
  ['/reports/base-dates', () => <BaseDatesPage />],
  ['/cards', () => <CardsPage />],
  ['/card-counter', () => <CardCounterPage />],
  ['/residents', () => <ResidentsPage />],
  ['/operators', () => <OperatorsPage />],
  ['/lists', () => <ListsPage />],
  ['/look', () => <LookPage />],
];

function Routes({ path }: { path: string }): VNode {
  for (const [pattern, page] of pages) {
    const found = match(pattern, path);
    if (found) return page(found);
  }
  return path === '/' ? <DashboardPage /> : <NotFoundPage />;
}
