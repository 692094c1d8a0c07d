// What became of a top-up by card: the provider's page leads back here, and home's strip. Asks by itself and turns by
// itself; opened twice, or late, it shows the same. Never the word failed, and never a second button to pay while it is open.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, timeOf, useResource, type Problem, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { clockMinutes, figure } from '@meguri/shared/texts';
import { Account, Button, Icon, Page, Skeleton, stampOf, TextLink, UnknownPage, useOnline, type IconName } from '@meguri/shared/ui';
import { EntryTrouble } from '../pages/entry-trouble.tsx';
import { Strips } from '../pages/strips.tsx';
import { useCity } from '../state/city.ts';
import { useLive } from '../state/live.ts';
import { goOn } from './begin.ts';
import { NotBegun } from './card-page.tsx';
import { forgetTopUp, keptTopUps, type KeptTopUp } from './kept.ts';
import { t, T } from './texts.ts';
import './top-up.css';

type CardTopUp = Schemas['CardTopUp'];
type State = CardTopUp['state'];

const every_ms = 2000;
const over: State[] = ['done', 'ended', 'refunded', 'charged_back'];
const icons: Partial<Record<State, IconName>> = { ended: 'info', refunding: 'undo', refunded: 'undo', charged_back: 'undo' };

/** Asked for again and again while it may still change and the page is looked at. */
function useTopUp(id: string) {
  const online = useOnline();
  const found = useResource<CardTopUp>(`card-top-up/${id}`, () => ask(api.GET('/api/card-top-ups/{id}', { params: { path: { id } } })));
  const state = found.data?.state;
  useEffect(() => {
    if (state !== undefined && over.indexOf(state) >= 0) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void found.reload();
    }, every_ms);
    return () => clearInterval(timer);
  }, [id, state]);
  useEffect(() => {
    if (online) void found.reload();
  }, [online]);
  useLive(() => void found.reload());
  return found;
}

function Told({ topUp, children }: { topUp: CardTopUp; children: ComponentChildren }): VNode {
  const { state, amount, program } = topUp;
  return (
    <div class="state">
      <span class={`state-mark top-up-state-${state}`}>
        <Icon name={icons[state] ?? 'clock'} size={40} />
      </span>
      <div role="status">
        <h2>
          <T k={`result.${state === 'done' ? 'confirming' : state}`} />
        </h2>
        <p class="state-text">{children}</p>
      </div>
      <div class="card">
        <Account
          lines={[
            { name: t('result.program'), value: program.name, long: true, stamp: stampOf(program) },
            { name: t('result.amount'), value: t('common.yen', { amount: figure(amount) }), lead: true },
          ]}
        />
      </div>
    </div>
  );
}

function Words({ topUp: { state, expires_at } }: { topUp: CardTopUp }): VNode {
  if (state === 'open') return <T k="result.open_text" v={{ until: clockMinutes(timeOf(expires_at)) }} />;
  return <T k={`result.${state === 'done' ? 'confirming' : state}_text`} />;
}

function Buttons({ topUp, leaving, onLeave }: { topUp: CardTopUp; leaving: boolean; onLeave: () => void }): VNode {
  const { state, url } = topUp;
  if (state === 'open') {
    return (
      <>
        <Button kind="top-up" icon="card" onClick={() => url && location.assign(url)}>
          {t('result.go')}
        </Button>
        <Button kind="outline" busy={leaving} onClick={onLeave}>
          {t(leaving ? 'result.leaving' : 'result.leave')}
        </Button>
      </>
    );
  }
  if (over.indexOf(state) < 0) return <TextLink href={to('/')}>{t('result.home')}</TextLink>;
  return (
    <>
      <Button kind="top-up" href={to('/')}>
        {t('common.home')}
      </Button>
      {state !== 'charged_back' && <TextLink href={to('/top-up/card')}>{t('card.again')}</TextLink>}
    </>
  );
}

export function CardResultPage({ id }: { id: string }): VNode {
  if (id === 'asking') return <AskingPage />;
  return <KnownTopUp id={id} />;
}

function KnownTopUp({ id }: { id: string }): VNode {
  const online = useOnline();
  const found = useTopUp(id);
  const [leaving, setLeaving] = useState(false);
  const topUp = found.data;
  useEffect(() => {
    if (topUp && over.indexOf(topUp.state) >= 0) forgetTopUp({ id });
    if (topUp?.state === 'done' && topUp.entry) go(`/topped-up/${topUp.entry}`, true);
  }, [topUp?.state]);
  const leave = async () => {
    setLeaving(true);
    await ask(api.POST('/api/card-top-ups/{id}/leave', { params: { path: { id } }, body: {} }));
    await found.reload();
    setLeaving(false);
  };
  if (!topUp && found.problem) return <EntryTrouble problem={found.problem} onRetry={() => void found.reload()} title={t('result.title')} />;
  const reachable = online && found.problem?.kind !== 'unreachable';
  return (
    <Page
      title={t('result.title')}
      ground="top-up"
      strips={<Strips unreachable={!reachable} />}
      foot={topUp && <Buttons topUp={topUp} leaving={leaving} onLeave={() => void leave()} />}
    >
      {!topUp && <Skeleton shape="card" />}
      {topUp && (
        <Told topUp={topUp}>
          <Words topUp={topUp} />
        </Told>
      )}
    </Page>
  );
}

/** The answer to the beginning was lost: asked for under the same key until it is known. */
function AskingPage(): VNode {
  const { person, info } = useCity();
  const online = useOnline();
  const [checking, setChecking] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const [kept] = useState<KeptTopUp | undefined>(() => keptTopUps(person).find((each) => each.id === undefined));
  const check = async () => {
    if (!kept) return;
    setChecking(true);
    const begun = await goOn(kept);
    setChecking(false);
    if (begun.state === 'held') go(`/card-top-up/${begun.topUp.id}`, true);
    if (begun.state === 'not_done') setProblem(begun.problem);
  };
  useEffect(() => {
    if (!kept) return go('/top-up/card', true);
    if (problem) return undefined;
    void check();
    const timer = setInterval(() => void check(), every_ms * 2);
    return () => clearInterval(timer);
  }, [online, problem]);
  if (problem) return <NotBegun problem={problem} onBack={() => go('/top-up/card', true)} />;
  return (
    <UnknownPage
      placeName={kept?.program.name ?? ''}
      amount={kept?.amount ?? 0}
      sentAt={kept?.sentAt ?? 0}
      office={info ? t('common.city_office', { city: info.city }) : ''}
      phone={info?.telephone ?? ''}
      onCheck={() => void check()}
      checking={checking}
      homeHref={to('/')}
      strips={<Strips />}
      words={{ dont: <T k="unknown.dont" />, note: <T k="unknown.note" />, name: t('unknown.name'), home: t('unknown.home') }}
    />
  );
}
