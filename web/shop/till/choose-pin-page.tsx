// The holder chooses the card's PIN at a counter that tops up: the first with the activation code under the scratch film, another
// one with the one before. Nothing of it stays on the device.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, type Problem } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { digitsOf } from '@meguri/shared/texts';
import { Button, Page, TextInput, TextLink, useHeadingFocus } from '@meguri/shared/ui';
import { ShopStrips } from '../shop-page.tsx';
import type { OpenedCard } from './draft.ts';
import { T, t } from './texts.ts';

const pin_digits = 4;
const activation_digits = 8;

interface Entered {
  proof: string;
  pin: string;
  again: string;
}

/** What to correct first, by field. */
function problemsOf({ proof, pin, again }: Entered, wanted: number): Partial<Entered> {
  if (proof.length !== wanted) return { proof: t('till.choose_digits', { n: wanted }) };
  if (pin.length !== pin_digits) return { pin: t('till.choose_digits', { n: pin_digits }) };
  if (pin !== again) return { again: t('till.choose_differs') };
  return {};
}

export function ChoosePinPage({ opened, onDone }: { opened: OpenedCard; onDone: () => void }): VNode {
  const [entered, setEntered] = useState<Entered>({ proof: '', pin: '', again: '' });
  const [wrong, setWrong] = useState<Partial<Entered>>({});
  const [problem, setProblem] = useState<Problem | undefined>();
  const [state, setState] = useState<'ready' | 'sending' | 'done'>('ready');
  const { chosen } = opened.pin;
  const length = chosen ? pin_digits : activation_digits;
  const send = async () => {
    const found = problemsOf(entered, length);
    setWrong(found);
    setProblem(undefined);
    if (Object.keys(found).length > 0 || state !== 'ready') return;
    setState('sending');
    const proof = chosen ? { current_pin: entered.proof } : { activation: entered.proof };
    const answer = await ask(api.POST('/api/card-codes/pin', { body: { code: opened.code, pin: entered.pin, ...proof } }));
    setState(answer.ok ? 'done' : 'ready');
    if (!answer.ok) setProblem(answer.problem);
  };
  if (state === 'done') return <Chosen onDone={onDone} />;
  const field = (name: keyof Entered, most: number) => ({
    value: entered[name],
    onValue: (typed: string) => setEntered({ ...entered, [name]: digitsOf(typed).slice(0, most) }),
    problem: wrong[name],
    inputMode: 'numeric' as const,
    autoComplete: 'off',
  });
  return (
    <Page title={t('till.choose_pin')} onBack={() => go('/code/card', true)} strips={<ShopStrips />}>
      <p class="phrases">
        <T k="till.choose_lead" />
      </p>
      <form
        class="number-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextInput label={t(chosen ? 'till.choose_current' : 'till.choose_activation')} type={chosen ? 'password' : 'text'} {...field('proof', length)} />
        <TextInput label={t('till.choose_new')} type="password" {...field('pin', pin_digits)} />
        <TextInput label={t('till.choose_again')} type="password" {...field('again', pin_digits)} />
        {problem && (
          <p class="till-wrong phrases" role="alert">
            {`${problem.why}。${problem.next}`}
          </p>
        )}
        <Button type="submit" busy={state === 'sending'}>
          {t('till.choose_go')}
        </Button>
      </form>
      <p class="till-note">
        <TextLink onClick={() => go('/code/card', true)}>{t('till.leave')}</TextLink>
      </p>
    </Page>
  );
}

function Chosen({ onDone }: { onDone: () => void }): VNode {
  const heading = useHeadingFocus(t('till.chosen'));
  return (
    <Page title={t('till.choose_pin')} strips={<ShopStrips />} quietHead foot={<Button onClick={onDone}>{t('till.next')}</Button>}>
      <h2 ref={heading} tabIndex={-1}>
        {t('till.chosen')}
      </h2>
    </Page>
  );
}
