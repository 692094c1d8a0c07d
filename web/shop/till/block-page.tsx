// Stopping a card that was lost: by the card at hand, or by the sixteen digits its holder knows. Only the city opens it again.
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { api, ask, type Problem } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { digitsOf, groupsOfFour } from '@meguri/shared/texts';
import { Button, Page, TextInput, TextLink, useHeadingFocus } from '@meguri/shared/ui';
import { ShopStrips } from '../shop-page.tsx';
import { T, t } from './texts.ts';

const number_digits = 16;

function useBlocking() {
  const [state, setState] = useState<'ready' | 'sending' | 'done'>('ready');
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
    setState(answer.ok ? 'done' : 'ready');
    setProblem(answer.ok ? undefined : answer.problem);
  };
  return { state, problem, block };
}

export function BlockPage({ card, onBack }: { card: string; onBack: () => void }): VNode {
  const { state, problem, block } = useBlocking();
  const [number, setNumber] = useState(card);
  const [tried, setTried] = useState(false);
  if (state === 'done') return <Blocked onNext={onBack} />;
  const short = tried && number.length < number_digits ? t('till.block_short', { n: number.length }) : undefined;
  return (
    <Page title={t('till.block')} onBack={() => go(card ? '/code/card' : '/code', true)} strips={<ShopStrips />}>
      <p class="phrases">
        <T k="till.block_text" />
      </p>
      <form
        class="number-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (number.length === number_digits) void block(number);
        }}
      >
        <TextInput
          label={t('till.block_number')}
          hint={t('till.block_number_hint')}
          value={groupsOfFour(number)}
          onValue={(typed) => setNumber(digitsOf(typed).slice(0, number_digits))}
          problem={short || (problem && `${t('till.not_blocked')}。${problem.why}。${problem.next}`)}
          inputMode="numeric"
          autoComplete="off"
        />
        <Button type="submit" kind="cancel" busy={state === 'sending'}>
          {t('till.block_go')}
        </Button>
      </form>
      <p class="till-note">
        <TextLink onClick={onBack}>{t('till.leave')}</TextLink>
      </p>
    </Page>
  );
}

function Blocked({ onNext }: { onNext: () => void }): VNode {
  const heading = useHeadingFocus(t('till.blocked'));
  return (
    <Page title={t('till.block')} strips={<ShopStrips />} quietHead foot={<Button onClick={onNext}>{t('till.next')}</Button>}>
      <h2 ref={heading} tabIndex={-1}>
        {t('till.blocked')}
      </h2>
      <p class="phrases">
        <T k="till.blocked_text" />
      </p>
    </Page>
  );
}
