// The person's own code, for the top-up counter: one time, one minute, the next comes by itself without moving focus. The
// balance does not stand here: the phone is being shown. When the money arrives the page turns by itself.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, ask, putResource, serverNow, timeOf, type Problem, type Schemas } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { figure, withBreaks } from '@meguri/shared/texts';
import { announce, Button, CodeCard, Icon, Page, Skeleton, TextLink } from '@meguri/shared/ui';
import { useCity, useWallet } from '../state/city.ts';
import { t, T } from '../texts/index.ts';
import { Strips } from './strips.tsx';
import './code-page.css';

interface Shown {
  payload: string;
  number: string;
  expiresAt: number;
  lifetimeSeconds: number;
}

function useCode(): { code: Shown | undefined; problem: Problem | undefined; renew: (spoken?: boolean) => Promise<void> } {
  const [code, setCode] = useState<Shown | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const renew = async (spoken = false) => {
    const answer = await ask(api.POST('/api/wallet/codes', { body: {} }));
    if (!answer.ok) return setProblem(answer.problem);
    const expiresAt = timeOf(answer.data.expires_at);
    const lifetimeSeconds = Math.max(1, Math.round((expiresAt - serverNow()) / 1000));
    setProblem(undefined);
    setCode({ payload: answer.data.payload, number: answer.data.number, expiresAt, lifetimeSeconds });
    if (spoken) announce(t('code.renewed'));
  };
  useEffect(() => void renew(), []);
  return { code, problem, renew };
}

/** Goes on to 「チャージしました」 as soon as the wallet shows a top-up that is newer than the first code shown here. Only then is
    the server's time known for sure: by a phone's slow clock, every earlier top-up would be a new one. */
function useArrival(recent: Schemas['Entry'][] | undefined, shown: boolean): void {
  const shownAt = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (shown) shownAt.current = shownAt.current ?? serverNow();
    const since = shownAt.current;
    if (since === undefined) return;
    const arrived = recent?.find((entry) => entry.kind === 'top_up' && timeOf(entry.at) > since - 2000);
    if (!arrived) return;
    putResource(`entry/${arrived.id}`, arrived);
    go(`/topped-up/${arrived.id}`, true);
  }, [recent, shown]);
}

function BalanceLine({ balance }: { balance: number | undefined }): VNode {
  const [shown, setShown] = useState(false);
  const words = shown && balance !== undefined ? t('code.balance_is', { amount: figure(balance) }) : t('code.balance');
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
  const { code, problem, renew } = useCode();
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
      {code && (
        <CodeCard
          heading={<T k="code.heading" />}
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
      <BalanceLine balance={wallet.data?.balance} />
      <p class="quiet phrases code-note">
        <T k="code.for_top_up" />
      </p>
      {code && !problem && (
        <div class="ways ways-centre">
          <TextLink onClick={() => void renew(true)}>{t('code.renew')}</TextLink>
        </div>
      )}
    </Page>
  );
}
