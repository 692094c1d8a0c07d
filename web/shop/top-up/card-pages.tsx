// A card at the counter before the cash: handing a new one out, and the PIN its holder chooses, turned to the customer.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, type Answer } from '@meguri/shared/api';
import { inOneLine } from '@meguri/shared/texts';
import { announce, Button, FormProblem, Page, TextLink } from '@meguri/shared/ui';
import { NumberForm } from '../code-number/number-form.tsx';
import { PinEntry, pin_digits } from '../pin/pin-entry.tsx';
import { ShopStrips } from '../shop-page.tsx';
import { useOpening } from '../use-opening.ts';
import type { OpenedCard } from './draft.ts';
import { openCard } from './opening.ts';
import { T, t } from './texts.ts';
import { WhoCard } from './who-card.tsx';

interface CardPageProps {
  opened: OpenedCard;
  /** The card as it is now, with a key for the next thing that is done with it. */
  onOpened: (opened: OpenedCard) => void;
  onLeave: () => void;
}

export function HandOutPage({ opened, onOpened, onLeave }: CardPageProps): VNode {
  const { code, key } = opened;
  // Pressed again after a lost answer: the same key hands it out once.
  const handOut = async (): Promise<Answer<OpenedCard>> => {
    const answer = await ask(api.POST('/api/cards/activate', { body: { key, code } }));
    return answer.ok ? openCard(code) : answer;
  };
  const { busy, problem, open } = useOpening(handOut, (next) => {
    announce(t('top_up.handed_out'), true);
    onOpened(next);
  });
  const foot = (
    <>
      <Button kind="top-up" onClick={() => void open(code)} busy={busy}>
        {t('top_up.hand_out_go')}
      </Button>
      <TextLink onClick={onLeave}>{t('top_up.leave')}</TextLink>
    </>
  );
  return (
    <Page title={t('top_up.hand_out')} ground="top-up" onBack={onLeave} strips={<ShopStrips />} foot={foot}>
      <WhoCard opened={opened} />
      <p class="phrases">
        <T k="top_up.hand_out_text" />
      </p>
      <FormProblem text={problem && inOneLine(problem)} />
    </Page>
  );
}

type Step = 'proof' | 'new' | 'again';
const activation_digits = 8;

/** What proves the holder comes first: the digits under the film, or the PIN until now. Then the new one, twice. */
export function PinPage({ opened, onOpened, onLeave }: CardPageProps): VNode {
  const { code } = opened;
  const { chosen } = opened.pin;
  const [step, setStep] = useState<Step>('proof');
  const [proof, setProof] = useState('');
  const [first, setFirst] = useState('');
  const [pin, setPin] = useState('');
  const [differs, setDiffers] = useState(false);
  const choose = async (): Promise<Answer<OpenedCard>> => {
    const answer = await ask(api.POST('/api/card-codes/pin', { body: { code, pin, ...(chosen ? { current_pin: proof } : { activation: proof }) } }));
    return answer.ok ? openCard(code) : answer;
  };
  const done = (next: OpenedCard) => {
    announce(t('top_up.pin_done'), true);
    onOpened(next);
  };
  const { busy, problem, open } = useOpening(choose, done);
  const begin = (at: Step) => {
    setPin('');
    setStep(at);
  };
  const proven = (typed: string) => {
    setProof(typed);
    begin('new');
  };
  const enter = () => {
    if (pin.length < pin_digits || busy) return;
    if (step === 'proof') return proven(pin);
    if (step === 'new') {
      setFirst(pin);
      setDiffers(false);
      return begin('again');
    }
    if (pin === first) return void open(code);
    setDiffers(true);
    begin('new');
  };
  const trouble = differs ? t('top_up.pin_differs') : problem && inOneLine(problem);
  const anew = step === 'again' && problem !== undefined;
  const leads = { proof: 'top_up.pin_now', new: 'top_up.pin_new', again: 'top_up.pin_again' } as const;
  const typing = step !== 'proof' || chosen;
  const foot = (
    <>
      {typing && (
        <Button kind="top-up" onClick={anew ? () => begin('proof') : enter} busy={busy} offReason={anew || pin.length === pin_digits ? undefined : t('top_up.pin_first')} reasonHidden>
          {t(anew ? 'top_up.pin_anew' : step === 'again' ? 'top_up.pin_go' : 'top_up.go_on')}
        </Button>
      )}
      <TextLink onClick={onLeave}>{t('top_up.pin_later')}</TextLink>
    </>
  );
  return (
    <Page title={t('top_up.pin')} ground="top-up" onBack={onLeave} strips={<ShopStrips />} foot={foot}>
      <p class="phrases turned" role="status">
        {typing ? <T k={leads[step]} /> : <T k="top_up.pin_turn" />}
      </p>
      <FormProblem text={trouble} />
      {typing ? (
        !anew && <PinEntry key={step} pin={pin} setPin={setPin} onEnter={enter} />
      ) : (
        <NumberForm
          digits={activation_digits}
          label={t('top_up.activation')}
          hint={t('top_up.activation_hint')}
          send={t('top_up.go_on')}
          kind="top-up"
          busy={false}
          problem={undefined}
          onNumber={proven}
        />
      )}
    </Page>
  );
}

/** A card that takes no cash. */
export function NoTopUpPage({ opened, onLeave }: Pick<CardPageProps, 'onLeave'> & { opened: OpenedCard }): VNode {
  const single = opened.card.kind === 'single_use';
  return (
    <Page title={t('top_up.title')} ground="top-up" onBack={onLeave} strips={<ShopStrips />} foot={<Button onClick={onLeave}>{t('top_up.next')}</Button>}>
      <WhoCard opened={opened} />
      <p class="phrases">{single ? <T k="top_up.single_use" /> : <T k="top_up.no_programs" />}</p>
    </Page>
  );
}
