// Points, apart from money: how many of each kind, until when, where they come from and go, what was done with them.
import type { VNode } from 'preact';
import { serverNow, timeOf } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { dayWithWeekday, figure } from '@meguri/shared/texts';
import { Account, Amount, Button, EmptyState, Page, Skeleton, stampOf, TextLink } from '@meguri/shared/ui';
import { ServerTrouble } from '../pages/server-trouble.tsx';
import { Strips } from '../pages/strips.tsx';
import { pursesOf } from '../purse/purse.ts';
import { useWallet, type Wallet } from '../state/city.ts';
import { T, t } from './texts.ts';
import './points.css';

export function PointsPage(): VNode {
  const wallet = useWallet();
  const { data } = wallet;
  if (!data && wallet.problem) return <ServerTrouble onRetry={() => void wallet.reload()} title={t('points.title')} />;
  const some = data && data.lots.some(({ program }) => program.unit === 'point');
  return (
    <Page
      title={t('points.title')}
      strips={<Strips asOf={data && timeOf(data.as_of)} unreachable={wallet.problem?.kind === 'unreachable'} />}
      onBack={() => go('/menu', true)}
    >
      {!data && <Skeleton shape="card" />}
      {data && !some && <EmptyState title={<T k="points.empty" />} text={<T k="points.empty_text" />} />}
      {data && some && <Kinds wallet={data} />}
      {some && (
        <>
          <Button icon="scan" href={to('/scan')}>
            {t('points.pay')}
          </Button>
          <Button kind="outline" icon="gift" href={to('/points/give')}>
            {t('points.give')}
          </Button>
        </>
      )}
      {data && (
        <div class="ways">
          <TextLink href={to('/points-places')}>{t('points.places')}</TextLink>
          <TextLink href={to('/history?kind=points')}>{t('points.history')}</TextLink>
        </div>
      )}
    </Page>
  );
}

function Kinds({ wallet }: { wallet: Wallet }): VNode {
  const now = serverNow();
  const until = (day: string | undefined) => (day === undefined ? t('points.forever') : t('points.until', { day: dayWithWeekday(day, now) }));
  return (
    <>
      {pursesOf(wallet).map(({ points, amount }) => {
        if (!points) return null;
        const lots = wallet.lots.filter(({ program }) => program.id === points.id);
        return (
          <section class="card" key={points.id} aria-label={points.name}>
            <p class="points-amount">
              <Amount value={amount} unit={t('common.point_unit')} size="total" />
            </p>
            <Account
              lines={lots.map((lot) => ({
                name: points.name,
                note: until(lot.expires_on),
                stamp: stampOf(points),
                value: t('common.points', { amount: figure(lot.amount) }),
              }))}
            />
          </section>
        );
      })}
    </>
  );
}
