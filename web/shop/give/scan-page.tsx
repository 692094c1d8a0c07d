// Whose code, or which card? A resident's code is good once; a card's as long as the card.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, type Problem } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { digitsOf, groupsOfFour } from '@meguri/shared/texts';
import { Button, CodeScanner, Page, play, TextInput, TextLink } from '@meguri/shared/ui';
import { switchedOn } from '../device.ts';
import { ShopStrips } from '../shop-page.tsx';
import type { Handout, Opened } from './handout.ts';
import { T, t } from './texts.ts';

interface Props {
  handout: Handout;
  onOpened: (opened: Opened) => void;
}

function useOpening({ handout, onOpened }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const open = async (code: string) => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const path = { id: handout.id };
    const answer = await ask(api.POST('/api/handouts/{id}/scan/open', { params: { path }, body: { code: code.slice(0, 500) } }));
    setBusy(false);
    if (answer.ok) return onOpened(answer.data);
    setProblem(answer.problem);
    if (switchedOn('sound')) play('refused');
  };
  return { busy, problem, open };
}

const title = (problem: Problem) => t('give.scan_refused', { why: problem.why });

export function GiveScanPage(props: Props): VNode {
  const { handout } = props;
  const { busy, problem, open } = useOpening(props);
  return (
    <Page title={t('give.scan', { name: handout.name })} onBack={() => go('/give', true)} strips={<ShopStrips />}>
      <p class="phrases give-note">
        <T k="give.scan_note" />
      </p>
      <CodeScanner onCode={(text) => void open(text)} problem={problem && { title: title(problem), next: problem.next }}>
        <Button kind="outline" href={to(`/give/${handout.id}/number`)}>
          {t('give.by_number')}
        </Button>
      </CodeScanner>
      <p class="quiet give-note" role="status">
        {busy && <T k="give.reading" />}
      </p>
    </Page>
  );
}

const code_digits = 12;

export function GiveNumberPage(props: Props): VNode {
  const { handout } = props;
  const { busy, problem, open } = useOpening(props);
  const [number, setNumber] = useState('');
  const [tried, setTried] = useState(false);
  const short = tried && number.length < code_digits ? t('give.number_short', { n: number.length }) : undefined;
  return (
    <Page title={t('give.scan', { name: handout.name })} onBack={() => go(`/give/${handout.id}`, true)} strips={<ShopStrips />}>
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
          label={t('give.number')}
          hint={t('give.number_hint')}
          value={groupsOfFour(number)}
          onValue={(typed) => setNumber(digitsOf(typed).slice(0, code_digits))}
          problem={short || (problem && `${title(problem)}。${problem.next}`)}
          inputMode="numeric"
          autoComplete="off"
        />
        <Button type="submit" busy={busy}>
          {t('give.number_go')}
        </Button>
      </form>
      <p class="give-note">
        <TextLink href={to(`/give/${handout.id}`)}>{t('give.by_camera')}</TextLink>
      </p>
    </Page>
  );
}
