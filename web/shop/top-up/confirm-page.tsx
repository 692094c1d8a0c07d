// The last look before money is made: was the cash received? Sent once; a lost answer turns into the ochre page that asks
// by itself, and from there into done or 「チャージしていません」.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { api, ask, pendingCommand, serverNow, type Problem } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { figure, inOneLine, reasonAlone } from '@meguri/shared/texts';
import { Amount, announce, Button, Page, play, RefusedPage, Skeleton, TextLink, UnknownPage } from '@meguri/shared/ui';
import { switchedOn } from '../device.ts';
import { ShopStrips } from '../shop-page.tsx';
import { useShop, type Entry } from '../shop.ts';
import { T, t } from './texts.ts';
import { useCommand, type Command } from '../use-command.ts';
import { Arrives } from './amount-page.tsx';
import { offerOf, type Draft, type Opened } from './draft.ts';
import { nameOf, WhoCard } from './who-card.tsx';

interface Ways {
  onDone: (entry: Entry) => void;
  onAgain: () => void;
}

function post(opened: Opened, program: string, amount: number) {
  const { key } = opened;
  if (opened.by === 'card') return ask(api.POST('/api/card-codes/top-ups', { body: { key, code: opened.code, program, amount } }));
  return ask(api.POST('/api/top-ups', { body: { key, wallet: opened.wallet, program, amount } }));
}

export function ConfirmPage({ draft, onDone, onAgain }: { draft: Draft } & Ways): VNode {
  const opened = draft.opened!;
  const offer = offerOf(draft)!;
  const amount = draft.amount!;
  const left = pendingCommand('top_up');
  const command = useCommand('top_up', left !== undefined && left.key === opened.key);
  const { state } = command.now;
  const send = () => {
    const pending = { kind: 'top_up' as const, key: opened.key, sentAt: serverNow(), amount, name: nameOf(opened) };
    void command.send(pending, () => post(opened, offer.program.id, amount));
  };
  useOutcome(command, onDone);
  if (state === 'unknown') return <TopUpUnknown command={command} />;
  if (command.now.state === 'not_done') return <NotToppedUp problem={command.now.problem} onAgain={onAgain} />;
  const foot = (
    <>
      <Button kind="top-up" size="pay" onClick={send} busy={state === 'sending' || state === 'done'}>
        <T k="top_up.go" v={{ amount: figure(amount) }} />
      </Button>
      <TextLink onClick={() => go('/top-up/amount', true)}>{t('top_up.fix')}</TextLink>
    </>
  );
  return (
    <Page title={t('top_up.confirm')} ground="top-up" onBack={onAgain} backLooks="close" strips={<ShopStrips />} foot={foot}>
      <WhoCard opened={opened} />
      <div class="cash-question">
        <p class="phrases">
          <T k="top_up.received" v={{ amount: figure(amount) }} />
        </p>
        <Amount value={amount} size="paid" />
        <p class="quiet phrases">
          <T k="top_up.received_note" />
        </p>
      </div>
      <Arrives offer={offer} amount={amount} />
    </Page>
  );
}

function useOutcome(command: Command, onDone: Ways['onDone']): void {
  const { now } = command;
  useEffect(() => {
    if (now.state === 'done') onDone(now.entry);
    if (now.state === 'not_done' && switchedOn('sound')) play('refused');
  }, [now.state]);
}

/** Reached from the strip: the command whose result was left unknown. */
export function UnknownTopUp({ onDone, onAgain }: Ways): VNode {
  const command = useCommand('top_up', true);
  const nothing = command.now.state === 'ready';
  useOutcome(command, onDone);
  useEffect(() => {
    if (nothing) onAgain();
    else void command.check();
  }, []);
  if (command.now.state === 'not_done') return <NotToppedUp problem={command.now.problem} onAgain={onAgain} />;
  if (command.now.state !== 'unknown') return <Page title={t('top_up.title')} ground="top-up">{<Skeleton shape="card" />}</Page>;
  return <TopUpUnknown command={command} />;
}

export function NotToppedUp({ problem, onAgain }: { problem: Problem; onAgain: () => void }): VNode {
  // The list's sentences for top-ups begin with what the heading already says.
  const why = problem.refusal === 'not_done' ? t('top_up.give_back') : problem.why.replace(t('top_up.nothing'), '');
  const next = problem.refusal === 'not_done' ? '' : t('top_up.then_give_back', { next: problem.next });
  // The heading takes focus and is read; this is what stands below it.
  useEffect(() => announce(inOneLine({ why: reasonAlone(why), next }), true), []);
  const buttons = (
    <Button kind="top-up" onClick={onAgain}>
      <T k="top_up.again" />
    </Button>
  );
  return (
    <RefusedPage task={t('top_up.title')} what="top-up" why={why} next={next} onBack={onAgain} buttons={buttons} strips={<ShopStrips />} />
  );
}

function TopUpUnknown({ command }: { command: Command }): VNode {
  const { info } = useShop();
  const { pending } = command;
  return (
    <UnknownPage
      placeName={pending ? pending.name : ''}
      amount={pending ? pending.amount : 0}
      sentAt={pending ? pending.sentAt : serverNow()}
      office={info.city}
      phone={info.telephone}
      onCheck={() => void command.check()}
      checking={command.checking}
      homeHref={to('/top-up')}
      strips={<ShopStrips without="top_up" />}
      words={{
        dont: <T k="top_up.unknown_dont" />,
        note: <T k="top_up.unknown_note" />,
        name: t('top_up.customer'),
        home: t('top_up.unknown_home'),
      }}
    />
  );
}
