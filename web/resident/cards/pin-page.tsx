// The PIN of one's own card: first chosen with what is under the silver film, later changed with the one until now.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, type Problem } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { digitsOf, groupsOfFour, inOneLine } from '@meguri/shared/texts';
import { announce, Button, Choices, FormProblem, Page, TextInput, TextLink, useHeadingFocus } from '@meguri/shared/ui';
import { Strips } from '../pages/strips.tsx';
import type { Card } from './own-cards.ts';
import { T, t } from './texts.ts';

const pin_digits = 4;
const activation_digits = 8;
type How = 'first' | 'change';

/** `code`: as the camera read it; without it the number does, where what is under the film is known. */
export function PinPage({ card, code }: { card: Card; code: string | undefined }): VNode {
  const focus = useHeadingFocus(card.id);
  const [how, setHow] = useState<How>('first');
  const [proof, setProof] = useState('');
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const needed = how === 'first' ? activation_digits : pin_digits;
  const unread = how === 'change' && code === undefined;
  const short = tried && proof.length < needed ? t('cards.digits_short', { n: needed }) : undefined;
  const wrong = !tried ? undefined : pin.length < pin_digits ? t('cards.digits_short', { n: pin_digits }) : pin !== again ? t('cards.pin_differs') : undefined;
  const choose = async () => {
    setTried(true);
    if (proof.length < needed || pin.length < pin_digits || pin !== again || busy) return;
    setBusy(true);
    setProblem(undefined);
    const proven = how === 'first' ? { activation: proof } : { current_pin: proof };
    const answer = await ask(api.POST('/api/card-codes/pin', { body: { code: code || card.id, pin, ...proven } }));
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    announce(t('cards.pin_done'), true);
    go(`/cards/${card.id}`, true);
  };
  const typed = (most: number, set: (value: string) => void) => (value: string) => set(digitsOf(value).slice(0, most));
  return (
    <Page title={t('cards.title')} strips={<Strips />} onBack={() => go(`/cards/${card.id}`, true)}>
      <h2 ref={focus} tabIndex={-1} class="phrases">
        <T k="cards.pin" />
      </h2>
      <p class="quiet">{groupsOfFour(card.id)}</p>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void choose();
        }}
      >
        <Choices
          legend={t('cards.pin_how')}
          value={how}
          onValue={(next) => {
            setHow(next as How);
            setProof('');
            setProblem(undefined);
          }}
          options={[
            { value: 'first', label: t('cards.pin_first') },
            { value: 'change', label: t('cards.pin_change') },
          ]}
        />
        {unread ? (
          <>
            <p class="phrases">
              <T k="cards.pin_read_first" />
            </p>
            <Button href={to('/cards/link')}>{t('cards.add')}</Button>
          </>
        ) : (
          <>
            {how === 'first' ? (
              <TextInput large label={t('cards.activation')} hint={t('cards.activation_hint')} value={proof} onValue={typed(activation_digits, setProof)} problem={short} inputMode="numeric" autoComplete="off" />
            ) : (
              <TextInput large type="password" label={t('cards.pin_now')} value={proof} onValue={typed(pin_digits, setProof)} problem={short} inputMode="numeric" autoComplete="off" />
            )}
            <TextInput large type="password" label={t('cards.pin_new')} hint={t('cards.pin_hint')} value={pin} onValue={typed(pin_digits, setPin)} problem={wrong} inputMode="numeric" autoComplete="new-password" />
            <TextInput large type="password" label={t('cards.pin_again')} value={again} onValue={typed(pin_digits, setAgain)} inputMode="numeric" autoComplete="new-password" />
            <FormProblem text={problem && inOneLine(problem)} />
            <Button type="submit" busy={busy}>
              {t('cards.pin_go')}
            </Button>
          </>
        )}
      </form>
      <p class="own-card-leave">
        <TextLink href={to(`/cards/${card.id}`)}>{t('cards.leave')}</TextLink>
      </p>
    </Page>
  );
}
