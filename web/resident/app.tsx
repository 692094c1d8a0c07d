// Who is there, and therefore which pages. Signed in: one stream of events, one keeper of payments under way.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, forgetResources, onSignedOut, useEvents, useResource, type Schemas } from '@meguri/shared/api';
import { go, match, usePath } from '@meguri/shared/route';
import { Page, Skeleton } from '@meguri/shared/ui';
import { startKeeper } from './payment/keeper.ts';
import { Pages } from './pages/pages.tsx';
import { SignInPages } from './pages/sign-in-pages.tsx';
import { ServerTrouble } from './pages/server-trouble.tsx';
import { CityContext, useInfo, useWallet } from './state/city.ts';
import { passOn } from './state/live.ts';
import { keepWanted } from './state/sign-up.ts';
import { t } from './texts/index.ts';

type Session = Schemas['Session'];

/** A shop's code, as the printed address has it: capitals make smaller codes. */
function isShopCode(path: string): boolean {
  return match('/s/:code', path) !== undefined || match('/S/:code', path) !== undefined;
}

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

export function App(): VNode {
  const path = usePath();
  const info = useInfo().data;
  const session = useResource<Session>('session', () => ask(api.GET('/api/session')), true);
  const [ended, setEnded] = useState(false);
  const person = (session.data?.role === 'resident' && session.data.person?.id) || '';

  const leave = (thrownOut: boolean) => {
    forgetResources();
    setEnded(thrownOut);
    void session.reload();
  };
  useEffect(
    () =>
      onSignedOut(() => {
        if (person !== '') leave(true);
      }),
    [person],
  );
  useEffect(() => (person === '' ? undefined : startKeeper(person)), [person]);

  const known = session.data !== undefined;
  useEffect(() => {
    if (!known || person !== '' || path.startsWith('/sign-in')) return;
    // Back to a shop's code or a payment page once signed in; from anywhere else, home is as good.
    if (isShopCode(path) || path.startsWith('/pay/')) keepWanted(path);
    go('/sign-in', true);
  }, [known, person, path]);

  let pages: VNode;
  if (!known) pages = session.problem ? <ServerTrouble onRetry={() => void session.reload()} /> : <Waiting />;
  else if (person === '') pages = path.startsWith('/sign-in') ? <SignInPages ended={ended} onDone={() => { setEnded(false); void session.reload(); }} /> : <Waiting />;
  else pages = <SignedIn key={person} onEnded={() => leave(true)} />;
  return <CityContext.Provider value={{ info, person }}>{pages}</CityContext.Provider>;
}

