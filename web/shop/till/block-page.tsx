// Stopping a card that was lost: by the card at hand, or by the sixteen digits its holder knows. Only the city opens it again.
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { api, ask, type Problem } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { groupsOfFour } from '@meguri/shared/texts';
import { Button, Page, TextLink, useHeadingFocus } from '@meguri/shared/ui';
import { NumberForm } from '../code-number/number-form.tsx';
import { ShopStrips } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { T, t } from './texts.ts';

function useBlocking() {
  const [state, setState] = useState<'ready' | 'sending'>('ready');
  const [blocked, setBlocked] = useState<string | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const key = useRef('');
  const block = async (card: string) => {
    if (state !== 'ready') return;
    setState('sending');
    if (key.current === '') {
      const fresh = await ask(api.POST('/api/keys', { body: {} }));
      if (!fresh.ok) {
        setState('ready');
        return setProblem(fresh.problem);
      }
      key.current = fresh.data.key;
    }
    const answer = await ask(api.POST('/api/card-codes/block', { body: { key: key.current, card } }));
    // No answer: the same key again; a refusal is final for this key.
    if (answer.ok || answer.problem.kind === 'refused') key.current = '';
    setState('ready');
    if (answer.ok) return setBlocked(card);
    setProblem(answer.problem);
  };
  return { state, blocked, problem, block };
}

export function BlockPage({ card, onBack }: { card: string; onBack: () => void }): VNode {
  const { state, blocked, problem, block } = useBlocking();
  if (blocked !== undefined) return <Blocked card={blocked} onNext={onBack} />;
  return (
    <Page title={t('till.block')} onBack={() => go(card ? '/code/card' : '/code', true)} strips={<ShopStrips />}>
      <p class="phrases">
        <T k="till.block_text" />
      </p>
      <NumberForm
        digits={16}
        label={t('till.block_number')}
        hint={t('till.block_number_hint')}
        send={t('till.block_go')}
        kind="cancel"
        known={card}
        busy={state === 'sending'}
        problem={problem && `${t('till.not_blocked')}。${problem.why}。${problem.next}`}
        onNumber={(number) => void block(number)}
      />
      <p class="till-note">
        <TextLink onClick={onBack}>{t('till.leave')}</TextLink>
      </p>
    </Page>
  );
}

function Blocked({ card, onNext }: { card: string; onNext: () => void }): VNode {
  const heading = useHeadingFocus(t('till.blocked'));
  const { info } = useShop();
  return (
    <Page title={t('till.block')} strips={<ShopStrips />} quietHead foot={<Button onClick={onNext}>{t('till.next')}</Button>}>
      <h2 ref={heading} tabIndex={-1}>
        {t('till.blocked')}
      </h2>
      <p>
        <strong class="whole">{groupsOfFour(card)}</strong>
      </p>
      <p class="phrases">
        <T k="till.blocked_text" />
      </p>
      <p>
        {info.city}{' '}
        <a class="whole" href={`tel:${info.telephone}`}>
          {info.telephone}
        </a>
      </p>
    </Page>
  );
}
