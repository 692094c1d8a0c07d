// The customer's code or card: by camera, from a photo, or by typing the code's twelve digits. A code works once.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { usePending, type Problem } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { digitsOf } from '@meguri/shared/texts';
import { Button, CodeScanner, Page, TextInput, TextLink } from '@meguri/shared/ui';
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
      <CodeScanner onCode={(text) => void open(text)} problem={problem && { title: title(problem), next: problem.next }}>
        <Button kind="outline" href={to('/code/number')}>
          {t('till.by_number')}
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

const code_digits = 12;

export function NumberPage({ onOpened }: ScanPageProps): VNode {
  const { busy, problem, open, again } = useOpening(onOpened);
  const [number, setNumber] = useState('');
  const [tried, setTried] = useState(false);
  const short = tried && number.length < code_digits ? t('till.number_short', { n: number.length }) : undefined;
  return (
    <Page title={t('till.scan')} onBack={() => go('/code', true)} strips={<ShopStrips />}>
      <form
        class="number-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (number.length === code_digits) void open(number);
        }}
      >
        <TextInput
          large
          label={t('till.number')}
          hint={t('till.number_hint')}
          value={number.replace(/(\d{4})(?=\d)/g, '$1 ')}
          onValue={(typed) => setNumber(digitsOf(typed).slice(0, code_digits))}
          problem={short || (problem && `${title(problem)}。${problem.next}`)}
          inputMode="numeric"
          autoComplete="off"
        />
        {!again && (
          <Button type="submit" busy={busy}>
            {t('till.number_go')}
          </Button>
        )}
      </form>
      <AgainButton again={again} busy={busy} />
      <p class="till-note">
        <TextLink href={to('/code')}>{t('till.by_camera')}</TextLink>
      </p>
    </Page>
  );
}
