// Whose code, or which card? A resident's code is good once; a card's as long as the card.
import type { VNode } from 'preact';
import { api, ask, type Problem } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { Button, CodeScanner, Page } from '@meguri/shared/ui';
import { NumberForm } from '../code-number/number-form.tsx';
import { t as number } from '../code-number/texts.ts';
import { ShopStrips } from '../shop-page.tsx';
import { useOpening } from '../use-opening.ts';
import type { Handout, Opened } from './handout.ts';
import { T, t } from './texts.ts';

interface Props {
  handout: Handout;
  onOpened: (opened: Opened) => void;
}

const useHandoutOpening = ({ handout, onOpened }: Props) =>
  useOpening(
    (code) => ask(api.POST('/api/handouts/{id}/scan/open', { params: { path: { id: handout.id } }, body: { code } })),
    onOpened,
  );

const title = (problem: Problem) => t('give.scan_refused', { why: problem.why });

export function GiveScanPage(props: Props): VNode {
  const { handout } = props;
  const { busy, problem, open } = useHandoutOpening(props);
  return (
    <Page title={t('give.scan', { name: handout.name })} onBack={() => go('/give', true)} strips={<ShopStrips />}>
      <p class="phrases give-note">
        <T k="give.scan_note" />
      </p>
      <CodeScanner onCode={(text) => void open(text)} problem={problem && { title: title(problem), next: problem.next }}>
        <Button kind="outline" href={to(`/give/${handout.id}/number`)}>
          {number('number.enter')}
        </Button>
      </CodeScanner>
      <p class="quiet give-note" role="status">
        {busy && <T k="give.reading" />}
      </p>
    </Page>
  );
}

export function GiveNumberPage(props: Props): VNode {
  const { handout } = props;
  const { busy, problem, open } = useHandoutOpening(props);
  return (
    <Page title={t('give.scan', { name: handout.name })} onBack={() => go(`/give/${handout.id}`, true)} strips={<ShopStrips />}>
      <NumberForm
        camera={to(`/give/${handout.id}`)}
        busy={busy}
        problem={problem && `${title(problem)}。${problem.next}`}
        onNumber={(number) => void open(number)}
      />
    </Page>
  );
}
