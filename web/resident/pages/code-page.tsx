// The person's own code, for the shop's till and the top-up counter: one time, one minute, the next comes by itself without
// moving focus. Money or points by one switch. The balance does not stand here: the phone is being shown. When the shop has
// taken the payment, or the money arrives, the page turns by itself.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, ask, putResource, serverNow, timeOf, type Problem, type Schemas } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { figure, withBreaks } from '@meguri/shared/texts';
import { announce, Button, CodeCard, Icon, Page, Skeleton, TextLink } from '@meguri/shared/ui';
import { pursesOf, type Purse } from '../purse/purse.ts';
import { PurseSwitch } from '../purse/purse-switch.tsx';
import { useCity, useWallet } from '../state/city.ts';
import { t, T } from '../texts/code/index.ts';
import { Strips } from './strips.tsx';
import './code-page.css';

interface Shown {
  payload: string;
  number: string;
  expiresAt: number;
  lifetimeSeconds: number;
}

function useCode(points: string): { code: Shown | undefined; problem: Problem | undefined; renew: (spoken?: boolean) => Promise<void> } {
  const [code, setCode] = useState<Shown | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const wanted = useRef(points);
  wanted.current = points;
  const renew = async (spoken = false) => {
    const answer = await ask(api.POST('/api/wallet/codes', { body: points ? { points } : {} }));
    if (wanted.current !== points) return undefined; // switched meanwhile: the other code is on its way
    if (!answer.ok) {
      setCode(undefined);
      return setProblem(answer.problem);
    }
    const expiresAt = timeOf(answer.data.expires_at);
    const lifetimeSeconds = Math.max(1, Math.round((expiresAt - serverNow()) / 1000));
    setProblem(undefined);
    setCode({ payload: answer.data.payload, number: answer.data.number, expiresAt, lifetimeSeconds });
    if (spoken) announce(t('code.renewed'));
    return undefined;
  };
  useEffect(() => {
    setCode(undefined); // never a code that pays with the other
    void renew();
  }, [points]);
  // Shown without a touch as soon as there is a network again.
  const cut = problem !== undefined && problem.kind === 'unreachable';
  useEffect(() => {
    if (!cut) return undefined;
    const again = () => void renew();
    const timer = setInterval(again, again_ms);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [cut, points]);
  return { code, problem, renew };
}

const again_ms = 3000;

// Since when a code has been shown, server time. It outlives a reload, not the page: a shop may take the payment while this
// phone has no network and is opened anew.
const since_slot = 'meguri.code_since';
const since_life_ms = 10 * 60 * 1000;

function keptSince(): number | undefined {
  try {
    const at = Number(sessionStorage.getItem(since_slot) || NaN);
    return Math.abs(serverNow() - at) < since_life_ms ? at : undefined;
  } catch {
    return undefined;
  }
}

function keepSince(at: number | undefined): void {
  try {
    if (at === undefined) sessionStorage.removeItem(since_slot);
    else sessionStorage.setItem(since_slot, String(at));
  } catch {
    // No store: a reload forgets it.
  }
}

/** Gone to once: whoever shows the code again a moment later is not sent back to it. */
let goneTo = '';

const arrivals: Record<string, string> = { top_up: '/topped-up', payment: '/paid', transfer: '/entries' };

/** Goes on to 「支払いました」 or 「チャージしました」 as soon as the wallet shows one that is newer than the first code shown here. Only then is
    the server's time known for sure: by a phone's slow clock, every earlier top-up would be a new one. */
function useArrival(recent: Schemas['Entry'][] | undefined, shown: boolean): void {
  const shownAt = useRef<number | undefined>(undefined);
  useEffect(() => () => keepSince(undefined), []);
  useEffect(() => {
    if (shown && shownAt.current === undefined) {
      shownAt.current = keptSince() ?? serverNow();
      keepSince(shownAt.current);
    }
    const since = shownAt.current;
    if (since === undefined) return;
    const arrived = recent?.find((entry) => arrivals[entry.kind] !== undefined && (entry.kind !== 'transfer' || entry.direction === 'in') && timeOf(entry.at) > since - 2000);
    if (!arrived || arrived.id === goneTo) return;
    goneTo = arrived.id;
    putResource(`entry/${arrived.id}`, arrived);
    go(`${arrivals[arrived.kind]}/${arrived.id}`, true);
  }, [recent, shown]);
}

function BalanceLine({ purse, known }: { purse: Purse; known: boolean }): VNode {
  const [shown, setShown] = useState(false);
  const amount = figure(purse.amount);
  const told = purse.points ? t('code.points_are', { name: purse.points.name, amount }) : t('code.balance_is', { amount });
  const words = shown && known ? told : t(purse.points ? 'code.points_see' : 'code.balance');
  return (
    <button class="card code-balance" type="button" aria-expanded={shown} onClick={() => setShown(!shown)}>
      <Icon name="eye" />
      <span aria-live="polite">{words}</span>
    </button>
  );
}

export function CodePage(): VNode {
  const { info } = useCity();
  const wallet = useWallet();
  const [wanted, choose] = useState<Purse['points']>();
  const purses = pursesOf(wallet.data);
  const purse = purses.filter(({ points }) => points && wanted && points.id === wanted.id)[0] || purses[0]!;
  const { points } = purse;
  const chosen = points ? points.id : '';
  const { code, problem, renew } = useCode(chosen);
  useArrival(wallet.data?.recent, code !== undefined);
  const blocked = wallet.data?.status === 'blocked';
  return (
    <Page
      title={t('code.title')}
      ground="sunk"
      strips={<Strips unreachable={problem?.kind === 'unreachable'} />}
      onBack={() => go('/', true)}
      onHelp={() => go('/help')}
    >
      <PurseSwitch purses={purses} chosen={points && points.id} choose={choose} />
      {code && (
        <CodeCard
          key={chosen}
          heading={points ? <span class="code-points">{withBreaks(t('code.with_points', { name: points.name }))}</span> : <T k="code.heading" />}
          imageLabel={t('code.image')}
          text={code.payload}
          number={code.number}
          expiresAt={code.expiresAt}
          lifetimeSeconds={code.lifetimeSeconds}
          now={serverNow}
          onExpired={() => void renew()}
        />
      )}
      {!code && !problem && <Skeleton shape="card" />}
      {problem && (
        <div class="card state">
          <h2>
            <T k="code.trouble" />
          </h2>
          <p class="phrases">{withBreaks(problem.why)}</p>
          <p class="phrases">{withBreaks(problem.next)}</p>
          {blocked && info ? (
            <Button href={`tel:${info.telephone}`}>{t('refused.call', { city: info.city })}</Button>
          ) : (
            <Button kind="outline" onClick={() => void renew()}>
              {t('code.renew')}
            </Button>
          )}
        </div>
      )}
      <BalanceLine key={chosen} purse={purse} known={wallet.data !== undefined} />
      <p class="quiet phrases code-note">
        <T k="code.for_all" /> <T k="code.bright" />
      </p>
      {code && !problem && (
        <div class="ways ways-centre">
          <TextLink onClick={() => void renew(true)}>{t('code.renew')}</TextLink>
        </div>
      )}
    </Page>
  );
}
