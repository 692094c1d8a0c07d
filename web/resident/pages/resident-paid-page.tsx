// 「支払いました」. The balance is hidden until asked for: the phone is being shown. An old payment is not shown like this
// again (yesterday's page must not pass for today's): it opens as its receipt.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { serverNow, timeOf } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { Button, PaidPage, stampOf } from '@meguri/shared/ui';
import type { Attempt } from '../payment/attempt.ts';
import { useCity, useWallet } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { unitWord } from './lot-words.ts';
import { Strips } from './strips.tsx';

const fresh_ms = 30 * 60 * 1000;

export function BalanceButton(): VNode {
  const wallet = useWallet();
  const [shown, setShown] = useState(false);
  const words = shown && wallet.data ? t('paid.balance', { amount: figure(wallet.data.balance) }) : t('paid.see_balance');
  const toggle = () => {
    if (!shown) void wallet.reload();
    setShown(!shown);
  };
  return (
    <Button kind="on-green" onClick={toggle}>
      <span aria-live="polite">{words}</span>
    </Button>
  );
}

export function ResidentPaidPage({ attempt }: { attempt: Attempt }): VNode | null {
  const { info } = useCity();
  const { entry } = attempt;
  const old = !entry || serverNow() - timeOf(entry.at) > fresh_ms;
  useEffect(() => {
    if (old) go(entry ? `/entries/${entry.id}` : '/', true);
  }, [old]);
  if (old) return null;
  const paid = entry.lots.filter((lot) => lot.direction === 'out'); // a reward is no part of what was paid
  const parts = paid.map((lot) => ({ name: lot.program.name, amount: lot.amount, stamp: stampOf(lot.program) }));
  return (
    <PaidPage
      amount={entry.amount}
      unit={unitWord(attempt)}
      placeName={entry.place?.name ?? attempt.place.name}
      digits={entry.digits}
      paidAt={timeOf(entry.at)}
      seal={info?.day_seal.kanji ?? ''}
      parts={parts}
      now={serverNow}
      strips={<Strips />}
      buttons={
        <>
          {!attempt.points && <BalanceButton />}
          <Button kind="white" onClick={() => go('/', true)}>
            {t('paid.done')}
          </Button>
        </>
      }
    />
  );
}
