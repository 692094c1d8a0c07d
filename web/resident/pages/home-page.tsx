// Home: what there is, what ends next, two ways on, the last three entries; on one screen. Live.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { serverNow, timeOf, type Resource } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { ActionPair, BalanceCard, Button, HomeHead, Page, SectionHead, Skeleton, stampOf, StatusStrip, useOnline } from '@meguri/shared/ui';
import type { Attempt } from '../payment/attempt.ts';
import { useOpenAttempts, useUnseenEnds } from '../payment/attempt-store.ts';
import { useKeptTopUps } from '../top-up/kept.ts';
import { useCity, useWallet, type Wallet } from '../state/city.ts';
import { t, T } from '../texts/index.ts';
import { EntryLine } from './entry-line.tsx';
import { quantityOf } from './lot-words.ts';
import { ResidentBar } from './resident-bar.tsx';
import { Strips } from './strips.tsx';
import './home-page.css';

/** The money that ends next; points are no part of the balance. */
function nextExpiry(wallet: Wallet) {
  const lot = wallet.lots
    .filter((each) => each.expires_on !== undefined && each.program.unit === 'money')
    .sort((a, b) => (a.expires_on! < b.expires_on! ? -1 : 1))[0];
  return lot && { amount: lot.amount, expiresOn: lot.expires_on!, stamp: stampOf(lot.program) };
}

function PendingStrip({ attempt }: { attempt: Attempt }): VNode {
  const words = quantityOf(attempt, attempt.amount);
  return <StatusStrip href={to(`/pay/${attempt.id}/result`)}>{t('home.checking', { amount: words })}</StatusStrip>;
}

/** How a payment ended that was still open when its page was left. */
function EndStrip({ attempt }: { attempt: Attempt }): VNode {
  const amount = quantityOf(attempt, attempt.amount);
  const paid = attempt.state === 'paid';
  return (
    <StatusStrip look={paid ? 'note' : 'unknown'} icon={paid ? 'check' : 'info'} href={to(`/pay/${attempt.id}/result`)}>
      {paid ? t('home.just_paid', { amount }) : t('home.just_not_paid', { amount })}
    </StatusStrip>
  );
}

function Recent({ wallet, most }: { wallet: Resource<Wallet>; most: number }): VNode {
  if (!wallet.data) return <Skeleton shape="rows" count={3} />;
  if (wallet.data.recent.length === 0) {
    return (
      <div class="home-empty">
        <p class="phrases">
          <T k="home.empty" />
        </p>
        <Button kind="top-up" icon="plus" href={to('/top-up')}>
          {t('home.first_top_up')}
        </Button>
      </div>
    );
  }
  return (
    <ul>
      {wallet.data.recent.slice(0, most).map((entry) => (
        <li key={entry.id}>
          <EntryLine entry={entry} />
        </li>
      ))}
    </ul>
  );
}

/** Why paying is not possible now, or undefined. */
function whyNot(online: boolean, wallet: Wallet | undefined, open: Attempt[]): string | undefined {
  if (!online) return t('pay.offline');
  if (wallet?.status === 'blocked') return t('home.blocked');
  return open.length > 0 ? t('home.pending') : undefined;
}

/** The shapes of what is coming stand only after 0.4 s. */
function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setLate(true), 400);
    return () => clearTimeout(timer);
  }, [waiting]);
  return waiting && late;
}

export function HomePage(): VNode {
  const { info, person } = useCity();
  const wallet = useWallet();
  const open = useOpenAttempts(person);
  const ended = useUnseenEnds(person);
  const toppingUp = useKeptTopUps(person);
  useEffect(() => {
    if (toppingUp.length > 0) void import('../top-up/look-after.ts').then((file) => file.lookAfter(person));
  }, [toppingUp.length, wallet.data?.recent[0]?.id]);
  const reachable = useOnline() && wallet.problem?.kind !== 'unreachable';
  const late = useLate(wallet.data === undefined);
  const now = serverNow();
  const asOf = wallet.data && timeOf(wallet.data.as_of);
  const data = wallet.data;
  const reason = whyNot(reachable, data, open);
  return (
    <Page
      title={t('nav.home')}
      head={<HomeHead city={info?.city ?? ''} now={now} onHelp={() => go('/help')} />}
      strips={
        <Strips asOf={asOf} unreachable={!reachable}>
          {open.map((attempt) => (
            <PendingStrip key={attempt.id} attempt={attempt} />
          ))}
          {toppingUp.slice(0, 1).map(({ id, key, amount }) => (
            <StatusStrip key={key} href={to(`/card-top-up/${id ?? 'asking'}`)}>
              {t('home.topping_up', { amount: figure(amount) })}
            </StatusStrip>
          ))}
          {ended.map((attempt) => (
            <EndStrip key={attempt.id} attempt={attempt} />
          ))}
        </Strips>
      }
      bar={<ResidentBar at="home" />}
    >
      <BalanceCard
        amount={data?.balance}
        now={now}
        asOf={reachable ? undefined : asOf}
        next={data && nextExpiry(data)}
        lotsHref={to('/lots')}
        topUpHref={to('/top-up')}
      />
      <ActionPair
        first={{ icon: 'scan', text: <T k="home.scan" />, href: to('/scan') }}
        second={{ icon: 'code', text: <T k="home.code" />, href: to('/code') }}
        offReason={reason}
      />
      {!reachable && (
        <Button kind="outline" onClick={() => void wallet.reload()}>
          {t('home.reconnect')}
        </Button>
      )}
      {reachable && (data || late) && (
        <section class="home-recent">
          <SectionHead title={t('home.recent')} href={data?.recent.length ? to('/history') : undefined} />
          <Recent wallet={wallet} most={reason !== undefined ? 1 : ended.length > 0 ? 2 : 3} />
        </section>
      )}
    </Page>
  );
}
