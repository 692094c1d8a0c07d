// 「チャージしました」: blue on light, no ring, no green. A charge page must never pass for a payment [fraud seen elsewhere].
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { api, ask, serverNow, timeOf, useResource, type Schemas } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { dayWithWeekday, figure } from '@meguri/shared/texts';
import { Account, Amount, announce, Button, Icon, Page, Skeleton } from '@meguri/shared/ui';
import { t } from './texts.ts';
import { lotLine } from '../pages/lot-words.ts';
import { Moment } from '../pages/moment.tsx';
import { EntryTrouble } from '../pages/entry-trouble.tsx';
import { Strips } from '../pages/strips.tsx';
import './top-up.css';

type Entry = Schemas['Entry'];

function lastDay(entry: Entry): string {
  const expires_on = entry.lots[0]?.expires_on;
  if (expires_on === undefined) return t('topped_up.forever');
  return t('topped_up.until', { day: dayWithWeekday(expires_on, serverNow()) });
}

function facts(entry: Entry) {
  const lines = entry.lots.map((lot) => lotLine(lot));
  return [
    ...lines,
    ...(entry.place ? [{ name: t('topped_up.place'), value: entry.place.name, long: true }] : []),
    { name: t('topped_up.when'), value: <Moment time={timeOf(entry.at)} /> },
    { name: t('topped_up.digits'), value: entry.digits },
  ];
}

export function ToppedUpPage({ id }: { id: string }): VNode {
  const entry = useResource<Entry>(`entry/${id}`, () => ask(api.GET('/api/entries/{id}', { params: { path: { id } } })));
  const { data } = entry;
  useEffect(() => {
    if (data) announce(t('topped_up.heard', { amount: figure(data.amount), until: lastDay(data) }));
  }, [data?.id]);
  if (!data && entry.problem) return <EntryTrouble problem={entry.problem} onRetry={() => void entry.reload()} title={t('top_up.title')} />;
  return (
    <Page
      title={t('topped_up.title')}
      ground="top-up"
      strips={<Strips />}
      foot={
        <Button kind="top-up" href={to('/')}>
          {t('common.home')}
        </Button>
      }
    >
      {!data && <Skeleton shape="card" />}
      {data && (
        <>
          <div class="topped-up">
            <span class="topped-up-mark">
              <Icon name="plus" size={36} />
            </span>
            <p class="topped-up-amount">
              <Amount value={data.amount} size="paid" signed />
            </p>
            <p class="topped-up-until phrases">{lastDay(data)}</p>
          </div>
          <div class="card">
            <Account lines={facts(data)} />
          </div>
        </>
      )}
    </Page>
  );
}
