// Reads a card's code: the card is then seen here, can be blocked at once and moved to the app.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { CodeScanner, Page, Skeleton } from '@meguri/shared/ui';
import { Strips } from '../pages/strips.tsx';
import { kindOfCode } from '../state/kind-of-code.ts';
import { linkCard } from './own-cards.ts';
import { T, t } from './texts.ts';

export function LinkPage(): VNode {
  const [problem, setProblem] = useState<Problem | undefined>();
  const [busy, setBusy] = useState(false);
  const [other, setOther] = useState(false); // of a shop or a phone
  const onCode = async (code: string) => {
    const kind = kindOfCode(code);
    setOther(kind === 'shop' || kind === 'wallet');
    if (kind === 'shop' || kind === 'wallet') return;
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const answer = await linkCard(code);
    setBusy(false);
    if (answer.ok) go(`/cards/${answer.data.id}`, true);
    else setProblem(answer.problem);
  };
  return (
    <Page title={t('cards.add')} strips={<Strips />} onBack={() => go('/cards', true)} backLooks="close">
      {busy && <Skeleton shape="line" label={t('cards.reading')} />}
      <p class="phrases">
        <T k="cards.read_hint" />
      </p>
      <CodeScanner onCode={(text) => void onCode(text)} problem={other ? { title: t('cards.other_code'), next: t('cards.other_code_next') } : problem && { title: t('cards.not_added', { why: problem.why }), next: problem.next }} />
    </Page>
  );
}
