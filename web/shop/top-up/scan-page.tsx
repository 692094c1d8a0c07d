// Whose code is this? By camera, from a photo, or by typing its twelve digits. A code works once.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, type Problem } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { digitsOf, inOneLine } from '@meguri/shared/texts';
import { Button, CodeScanner, Page, play, TextInput, TextLink } from '@meguri/shared/ui';
import { switchedOn } from '../device.ts';
import { ShopStrips } from '../shop-page.tsx';
import { T, t } from './texts.ts';
import type { Opened } from './draft.ts';

interface ScanPageProps {
  onOpened: (opened: Opened) => void;
}

function useOpening(onOpened: ScanPageProps['onOpened']) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const open = async (code: string) => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const answer = await ask(api.POST('/api/wallet-codes/open', { body: { code: code.slice(0, 500) } }));
    setBusy(false);
    if (answer.ok) return onOpened(answer.data);
    setProblem(answer.problem);
    if (switchedOn('sound')) play('refused');
  };
  return { busy, problem, open };
}

const back = () => go('/top-up', true);

export function ScanPage({ onOpened }: ScanPageProps): VNode {
  const { busy, problem, open } = useOpening(onOpened);
  return (
    <Page title={t('top_up.scan')} ground="top-up" onBack={back} strips={<ShopStrips />}>
      <CodeScanner onCode={(text) => void open(text)} problem={problem && { title: problem.why, next: problem.next }}>
        <Button kind="plain" href={to('/top-up/number')}>
          {t('top_up.by_number')}
        </Button>
      </CodeScanner>
      <p class="quiet start-note" role="status">
        {busy && <T k="top_up.reading" />}
      </p>
    </Page>
  );
}

const code_digits = 12;

export function NumberPage({ onOpened }: ScanPageProps): VNode {
  const { busy, problem, open } = useOpening(onOpened);
  const [number, setNumber] = useState('');
  const [tried, setTried] = useState(false);
  // A slip of the finger and a code of yesterday look alike from here.
  const unknown = problem && problem.refusal === 'wallet_code_expired' ? t('top_up.number_unknown') : undefined;
  const short = tried && number.length < code_digits ? t('top_up.number_short', { n: number.length }) : undefined;
  return (
    <Page title={t('top_up.scan')} ground="top-up" onBack={back} strips={<ShopStrips />}>
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
          label={t('top_up.number')}
          hint={t('top_up.number_hint')}
          value={number.replace(/(\d{4})(?=\d)/g, '$1 ')}
          onValue={(typed) => setNumber(digitsOf(typed).slice(0, code_digits))}
          problem={short || unknown || (problem && inOneLine(problem))}
          inputMode="numeric"
          autoComplete="off"
        />
        <Button type="submit" kind="top-up" busy={busy}>
          {t('top_up.number_go')}
        </Button>
      </form>
      <p class="start-note">
        <TextLink href={to('/top-up/scan')}>{t('top_up.by_camera')}</TextLink>
      </p>
    </Page>
  );
}
