// The customer's code or card: by camera, from a photo, or by typing the code's twelve digits. A code works once.
import type { VNode } from 'preact';
import { usePending, type Problem } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { Button, CodeScanner, Page, TextLink } from '@meguri/shared/ui';
import { NumberForm } from '../code-number/number-form.tsx';
import { t as number } from '../code-number/texts.ts';
import { ShopStrips } from '../shop-page.tsx';
import type { Opened } from './draft.ts';
import { useOpening } from './opening.ts';
import { T, t } from './texts.ts';

interface ScanPageProps {
  onOpened: (opened: Opened) => void;
}

const back = () => go('/', true);

/** First of all: nothing was received. */
const title = (problem: Problem) => t('till.scan_refused', { why: problem.why });

/** The list's own next step speaks of shops' codes. */
const nextOf = (problem: Problem) => (problem.refusal === 'code_not_ours' ? t('till.not_ours_next') : problem.next);

function AgainButton({ again, busy }: { again: (() => Promise<void>) | undefined; busy: boolean }): VNode | null {
  if (!again) return null;
  return (
    <Button onClick={() => void again()} busy={busy}>
      <T k="till.ask_again" />
    </Button>
  );
}

export function ScanPage({ onOpened }: ScanPageProps): VNode {
  const { busy, problem, open, again } = useOpening(onOpened);
  const pending = usePending('payment');
  if (pending) return <WaitFirst />;
  return (
    <Page title={t('till.scan')} onBack={back} strips={<ShopStrips />}>
      <CodeScanner onCode={(text) => void open(text)} problem={problem && { title: title(problem), next: nextOf(problem) }}>
        <Button kind="outline" href={to('/code/number')}>
          {number('number.enter')}
        </Button>
      </CodeScanner>
      <p class="quiet till-note" role="status">
        {busy && <T k="till.reading" />}
      </p>
      <AgainButton again={again} busy={busy} />
      <p class="till-note">
        <TextLink href={to('/code/block')}>{t('till.lost_card')}</TextLink>
      </p>
    </Page>
  );
}

/** One payment at a time: whoever scans on does not know whether the last one was received. */
function WaitFirst(): VNode {
  return (
    <Page title={t('till.scan')} onBack={back} strips={<ShopStrips />}>
      <p class="phrases">
        <T k="till.pending_first" />
      </p>
      <Button kind="unknown" href={to('/code/unknown')}>
        <T k="till.ask_again" />
      </Button>
    </Page>
  );
}

export function NumberPage({ onOpened }: ScanPageProps): VNode {
  const { busy, problem, open, again } = useOpening(onOpened);
  return (
    <Page title={t('till.scan')} onBack={() => go('/code', true)} strips={<ShopStrips />}>
      <NumberForm
        {...(again && { send: false })}
        camera={to('/code')}
        busy={busy}
        problem={problem && `${title(problem)}。${problem.next}`}
        onNumber={(number) => void open(number)}
      />
      <AgainButton again={again} busy={busy} />
    </Page>
  );
}
