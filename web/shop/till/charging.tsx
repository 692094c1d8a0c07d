// Sending the payment once and what comes of it: received, refused, or not known yet. The pages for the amount and for the PIN
// share it.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { api, ask, pendingCommand, serverNow, type Answer, type Problem, type Schemas } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { figure, inOneLine, reasonAlone } from '@meguri/shared/texts';
import { announce, Button, Page, play, RefusedPage, Skeleton, TextLink, UnknownPage, type AccountLine } from '@meguri/shared/ui';
import { switchedOn } from '../device.ts';
import { ShopStrips } from '../shop-page.tsx';
import { useShop, type Entry } from '../shop.ts';
import { useCommand, type Command } from '../use-command.ts';
import type { Opened } from './draft.ts';
import { T, t } from './texts.ts';

type Sent = Promise<Answer<Schemas['Entry']>>;

export interface Ways {
  onDone: (entry: Entry) => void;
  onAgain: () => void;
}

export function nameOf(opened: Opened): string {
  if (opened.by === 'card') return t('till.kind.card', { end: opened.card.id.slice(-4) });
  return t(opened.points ? 'till.kind.points' : 'till.kind.code');
}

function post(opened: Opened, amount: number, pin: string | undefined): Sent {
  const { key } = opened;
  if (opened.by === 'code') return ask(api.POST('/api/wallet-codes/payments', { body: { key, wallet: opened.wallet, amount } }));
  const body = { key, code: opened.code, amount, ...(opened.points && { points: opened.points.id }), ...(pin !== undefined && { pin }) };
  return ask(api.POST('/api/card-codes/payments', { body }));
}

export interface Charging extends Command {
  charge: (amount: number, pin?: string) => void;
}

export function useCharging(opened: Opened, onDone: Ways['onDone']): Charging {
  const left = pendingCommand('payment');
  const command = useCommand('payment', left !== undefined && left.key === opened.key);
  useOutcome(command, onDone);
  const charge = (amount: number, pin?: string) => {
    const pending = { kind: 'payment' as const, key: opened.key, sentAt: serverNow(), amount, points: opened.points !== undefined, name: nameOf(opened) };
    void command.send(pending, () => post(opened, amount, pin));
  };
  return { ...command, charge };
}

function useOutcome({ now }: Command, onDone: Ways['onDone']): void {
  useEffect(() => {
    if (now.state === 'done') onDone(now.entry);
    if (now.state === 'not_done' && switchedOn('sound')) play('refused');
  }, [now]);
}

interface NotReceivedProps {
  problem: Problem;
  /** What was asked for, where it is known. */
  asked?: { amount: number; unit: string; card: boolean } | undefined;
  onAgain: () => void;
}

/** First that nothing was received, then why, then what to do now. */
export function NotReceived({ problem, asked, onAgain }: NotReceivedProps): VNode {
  const short = problem.refusal === 'insufficient_balance';
  const why = problem.refusal === 'not_done' ? '' : reasonAlone(problem.why);
  const missing = problem.explanation && problem.explanation.missing;
  const by_card = asked !== undefined && asked.card;
  // A card shows no new code: what there is of it can be taken, and the holder has no screen that says how much.
  const usable = asked && missing ? asked.amount - missing : 0;
  const on_card = usable > 0 && asked ? t('till.cash_card', { amount: figure(usable) + asked.unit }) : t('till.cash_only');
  const cash = by_card && missing !== undefined ? on_card : t('till.cash');
  const next = short ? cash : problem.refusal === 'not_done' ? t('till.expired') : problem.next;
  useEffect(() => announce(inOneLine({ why, next }), true), []);
  const lines: AccountLine[] = asked ? [{ name: t('till.charged'), value: figure(asked.amount) + asked.unit, lead: true }] : [];
  if (asked && missing) lines.push({ name: t('till.missing'), value: figure(missing) + asked.unit });
  return (
    <RefusedPage
      task={t('till.title')}
      heading={t('till.not_received')}
      why={why}
      next={next}
      lines={lines}
      onBack={onAgain}
      strips={<ShopStrips />}
      buttons={
        <>
          <Button onClick={onAgain}>{t(by_card ? 'till.again_card' : 'till.again')}</Button>
          <TextLink href={to('/')}>{t('till.leave')}</TextLink>
        </>
      }
    />
  );
}

export function NotKnownYet({ command }: { command: Command }): VNode {
  const { info } = useShop();
  const { pending } = command;
  return (
    <UnknownPage
      placeName={pending ? pending.name : ''}
      amount={pending ? pending.amount : 0}
      unit={pending && pending.points ? t('unit.point') : undefined}
      sentAt={pending ? pending.sentAt : serverNow()}
      office={info.city}
      phone={info.telephone}
      onCheck={() => void command.check()}
      checking={command.checking}
      homeHref={to('/')}
      strips={<ShopStrips without="payment" />}
      words={{
        dont: <T k="till.unknown_dont" />,
        note: <T k="till.unknown_note" />,
        name: t('till.unknown_name'),
        home: t('till.unknown_home'),
      }}
    />
  );
}

/** Reached from the strip: the payment whose result was left unknown. */
export function LeftUnknown({ onDone, onAgain }: Ways): VNode {
  const command = useCommand('payment', true);
  const nothing = command.now.state === 'ready';
  useOutcome(command, onDone);
  useEffect(() => {
    if (nothing) onAgain();
    else void command.check();
  }, []);
  if (command.now.state === 'not_done') return <NotReceived problem={command.now.problem} onAgain={onAgain} />;
  if (command.now.state !== 'unknown') return <Page title={t('till.title')}>{<Skeleton shape="card" />}</Page>;
  return <NotKnownYet command={command} />;
}
