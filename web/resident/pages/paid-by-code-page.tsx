// 「支払いました」 after the shop has read this phone's code: it comes without a touch. An old one opens as its receipt.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { api, ask, serverNow, timeOf, useResource, type Schemas } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { announce, Button, PaidPage, Page, play, Skeleton, stampOf } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { t } from '../texts/code/index.ts';
import { EntryTrouble } from './entry-trouble.tsx';
import { unitOf } from './entry-words.ts';
import { BalanceButton } from './resident-paid-page.tsx';
import { Strips } from './strips.tsx';

type Entry = Schemas['Entry'];
const fresh_ms = 30 * 60 * 1000;
const just_now_ms = 15000;
let heard = '';

export function PaidByCodePage({ id }: { id: string }): VNode | null {
  const { info } = useCity();
  const entry = useResource<Entry>(`entry/${id}`, () => ask(api.GET('/api/entries/{id}', { params: { path: { id } } })));
  const { data } = entry;
  const old = data !== undefined && (data.kind !== 'payment' || serverNow() - timeOf(data.at) > fresh_ms);
  useEffect(() => {
    if (old) go(`/entries/${id}`, true);
  }, [old]);
  // Heard once, as it happens; not after a reload, and not while the phone lies in a pocket.
  const now = data !== undefined && !old && serverNow() - timeOf(data.at) < just_now_ms;
  useEffect(() => {
    if (!data || !now || heard === id || document.visibilityState !== 'visible') return;
    heard = id;
    play('paid');
    const words = { amount: figure(data.amount), place: data.place ? data.place.name : '', digits: data.digits.split('').join(' ') };
    announce(t(unitOf(data) ? 'paid.heard_points' : 'paid.heard', words), true);
  }, [now]);
  if (!data && entry.problem) return <EntryTrouble problem={entry.problem} onRetry={() => void entry.reload()} title={t('code.title')} />;
  if (!data) return <Page title={t('code.title')}>{<Skeleton shape="card" />}</Page>;
  if (old) return null;
  const paid = data.lots.filter((lot) => lot.direction === 'out'); // a reward is no part of what was paid
  return (
    <PaidPage
      amount={data.amount}
      unit={unitOf(data)}
      placeName={data.place ? data.place.name : ''}
      digits={data.digits}
      paidAt={timeOf(data.at)}
      seal={info ? info.day_seal.kanji : ''}
      parts={paid.map((lot) => ({ name: lot.program.name, amount: lot.amount, stamp: stampOf(lot.program) }))}
      now={serverNow}
      strips={<Strips />}
      buttons={
        <>
          {unitOf(data) === undefined && <BalanceButton />}
          <Button kind="white" onClick={() => go('/', true)}>
            {t('paid.done')}
          </Button>
        </>
      }
    />
  );
}
