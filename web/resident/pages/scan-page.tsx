// The camera opens at once. What it reads is judged by the server alone; a code that is none of ours says so below the
// picture and the camera goes on looking.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { go, to } from '@meguri/shared/route';
import { Button, CodeScanner, Page, Skeleton } from '@meguri/shared/ui';
import { openShop } from '../payment/open-shop.ts';
import { useCity } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { Strips } from './strips.tsx';

export function ScanPage(): VNode {
  const { person } = useCity();
  const [problem, setProblem] = useState<{ title: string; next?: string } | undefined>();
  const [opening, setOpening] = useState(false);

  const onCode = async (text: string) => {
    if (opening) return;
    setOpening(true);
    setProblem(undefined);
    const result = await openShop(text, person);
    setOpening(false);
    if (result.ok) go(`/pay/${result.data}`, true);
    else if (result.problem.kind === 'unreachable') setProblem({ title: t('pay.offline') });
    else setProblem({ title: result.problem.why, next: result.problem.next });
  };
  return (
    <Page title={t('scan.title')} strips={<Strips />} onBack={() => go('/', true)} backLooks="close" onHelp={() => go('/help')}>
      {opening && <Skeleton shape="line" label={t('scan.opening')} />}
      <CodeScanner onCode={(text) => void onCode(text)} problem={problem}>
        <Button kind="outline" href={to('/scan/number')}>
          {t('scan.number')}
        </Button>
      </CodeScanner>
    </Page>
  );
}
