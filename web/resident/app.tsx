// Who is there, and therefore which pages. Signed in: one stream of events, one keeper of payments under way.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, forgetResources, onSignedOut, putResource, setResourceOwner, useEvents, useResource, type Schemas } from '@meguri/shared/api';
import { go, match, to, usePath } from '@meguri/shared/route';
import { Page, Skeleton } from '@meguri/shared/ui';
import { forgetEnded } from './payment/attempt-store.ts';
import { startKeeper } from './payment/keeper.ts';
import { LaterPage } from './pages/later-page.tsx';
import { isShopCode, Pages } from './pages/pages.tsx';
import { ServerTrouble } from './pages/server-trouble.tsx';
import { CityContext, useInfo, useWallet } from './state/city.ts';
import { passOn } from './state/live.ts';
import { keepWanted, takeWanted } from './state/sign-up.ts';
import { t } from './texts/index.ts';

type Session = Schemas['Session'];

/** The quiet shapes come only after 0.4 s: most answers are quicker. */
function Waiting(): VNode {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 400);
    return () => clearTimeout(timer);
  }, []);
  return <Page title={t('page.loading')}>{late && <Skeleton shape="card" />}</Page>;
}

function SignedIn({ onEnded }: { onEnded: () => void }): VNode {
  const wallet = useWallet();
  useEvents((event) => {
    if (event.type === 'session_ended') return onEnded();
    passOn(event);
    void wallet.reload();
  });
  return <Pages />;
}

const help = () => import('./pages/help-page.tsx').then((file) => file.HelpPage);
const shops = () => import('./shops/shops-page.tsx').then((file) => file.ShopsPage);
const place = () => import('./shops/place-page.tsx').then((file) => file.PlacePage);
const signIn = () => import('./pages/sign-in-pages.tsx').then((file) => file.SignInPages);

export function App(): VNode {
  const path = usePath();
  const info = useInfo();
  const session = useResource<Session>('session', () => ask(api.GET('/api/session')), true);
  const [ended, setEnded] = useState(false);
  const person = (session.data?.role === 'resident' && session.data.person?.id) || '';
  setResourceOwner(person); // before any page below draws what was kept
  // That nobody is signed in is believed only from an answer of now: since this device kept it, somebody may have signed in.
  const known = session.data !== undefined && !(session.data.role === 'none' && session.loading);
  const signing_in = path.startsWith('/sign-in');
  const helping = match('/help', path) !== undefined;
  // Where value can be used is everybody's to know.
  const shop = match('/shops/:id', path);
  const looking = shop !== undefined || match('/shops', path) !== undefined;

  const leave = () => {
    forgetResources();
    forgetEnded();
    setEnded(true);
    void info.reload();
    void session.reload();
  };
  const arrive = async () => {
    const path_wanted = takeWanted() ?? '/';
    const answer = await ask(api.GET('/api/session'));
    // Signed in, but the network is gone again: a new start of the page asks until it knows.
    if (!answer.ok) return location.replace(to(path_wanted));
    setEnded(false);
    putResource('session', answer.data, true);
    go(path_wanted, true);
  };
  useEffect(() => (person === '' ? undefined : startKeeper(person)), [person]);
  // The seal of the day: an app that stays open for days must not show yesterday's on a paid page.
  const paying = path.startsWith('/pay/');
  useEffect(() => {
    if (paying) void info.reload();
  }, [paying]);
  useEffect(() => (person === '' ? undefined : onSignedOut(leave)), [person]);
  useEffect(() => {
    if (!known || person !== '' || signing_in || helping || looking) return;
    // Back to a shop's code or a payment's page once signed in; from anywhere else, home is as good.
    if (isShopCode(path) || /^\/(pay|card-top-up)\//.test(path)) keepWanted(path);
    go('/sign-in', true);
  }, [known, person, path]);

  const pages = () => {
    if (helping && person === '' && (known || session.problem)) return <LaterPage name="/help" load={help} params={{}} />;
    if (looking && person === '' && (known || session.problem)) {
      return shop ? <LaterPage name="/shops/:id" load={place} params={shop} key={path} /> : <LaterPage name="/shops" load={shops} params={{}} />;
    }
    if (!known && session.problem) return <ServerTrouble onRetry={() => void session.reload()} />;
    if (person !== '') return <SignedIn key={person} onEnded={leave} />;
    if (known && signing_in) return <LaterPage name="/sign-in" load={signIn} params={{ ended, onDone: () => void arrive() }} />;
    return <Waiting />;
  };
  return <CityContext.Provider value={{ info: info.data, person }}>{pages()}</CityContext.Provider>;
}
