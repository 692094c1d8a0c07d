// Whose code is this, or which card? By camera, from a photo, or by typing a code's twelve digits. A code works once.
import type { VNode } from 'preact';
import { go, to } from '@meguri/shared/route';
import { inOneLine } from '@meguri/shared/texts';
import { Button, CodeScanner, Page } from '@meguri/shared/ui';
import { NumberForm } from '../code-number/number-form.tsx';
import { t as number } from '../code-number/texts.ts';
import { ShopStrips } from '../shop-page.tsx';
import { useOpening } from '../use-opening.ts';
import type { Opened } from './draft.ts';
import { openForTopUp } from './opening.ts';
import { T, t } from './texts.ts';

interface ScanPageProps {
  onOpened: (opened: Opened) => void;
}

const back = () => go('/top-up', true);

export function ScanPage({ onOpened }: ScanPageProps): VNode {
  const { busy, problem, open } = useOpening(openForTopUp, onOpened);
  return (
    <Page title={t('top_up.scan')} ground="top-up" onBack={back} strips={<ShopStrips />}>
      <CodeScanner onCode={(text) => void open(text)} problem={problem && { title: problem.why, next: problem.next }}>
        <Button kind="plain" href={to('/top-up/number')}>
          {number('number.enter')}
        </Button>
      </CodeScanner>
      <p class="quiet start-note" role="status">
        {busy && <T k="top_up.reading" />}
      </p>
    </Page>
  );
}

export function NumberPage({ onOpened }: ScanPageProps): VNode {
  const { busy, problem, open } = useOpening(openForTopUp, onOpened);
  // A slip of the finger and a code of yesterday look alike from here.
  const unknown = problem && problem.refusal === 'wallet_code_expired' ? t('top_up.number_unknown') : undefined;
  return (
    <Page title={t('top_up.scan')} ground="top-up" onBack={back} strips={<ShopStrips />}>
      <NumberForm
        kind="top-up"
        camera={to('/top-up/scan')}
        busy={busy}
        problem={unknown || (problem && inOneLine(problem))}
        onNumber={(number) => void open(number)}
      />
    </Page>
  );
}
