// A shop's code was opened (by this app's scanner, by its number, or by the phone's own camera as an address): asks whose
// it is and goes on to the amount. The address of this page leaves the history, so that back never opens it again.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { Button, Page, RefusedPage, Skeleton, TextLink } from '@meguri/shared/ui';
import { openShop } from '../payment/open-shop.ts';
import { useCity } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { ServerTrouble } from './server-trouble.tsx';
import { Strips } from './strips.tsx';

export function OpeningPage({ code }: { code: string }): VNode {
  const { person } = useCity();
  const [problem, setProblem] = useState<Problem | undefined>();
  const open = () => {
    setProblem(undefined);
    void openShop(`${location.origin}/s/${encodeURIComponent(code)}`, person).then((result) => {
      if (result.ok) go(`/pay/${result.data}`, true);
      else setProblem(result.problem);
    });
  };
  useEffect(open, [code]);

  if (!problem || problem.kind === 'signed_out') {
    return (
      <Page title={t('scan.opening')} strips={<Strips />} onBack={() => go('/', true)} backLooks="close">
        <Skeleton shape="card" label={t('scan.opening')} />
      </Page>
    );
  }
  if (problem.kind !== 'refused') return <ServerTrouble onRetry={open} />;
  return (
    <RefusedPage
      task={t('pay.task')}
      why={problem.why}
      next={problem.next}
      onBack={() => go('/', true)}
      strips={<Strips />}
      buttons={
        problem.refusal === 'place_closed' ? (
          <Button href={to('/')}>{t('refused.home')}</Button>
        ) : (
          <>
            <Button href={to('/scan')}>{t('refused.again')}</Button>
            <Button kind="outline" href={to('/scan/number')}>
              {t('scan.number')}
            </Button>
            <TextLink href={to('/')}>{t('common.leave')}</TextLink>
          </>
        )
      }
    />
  );
}
