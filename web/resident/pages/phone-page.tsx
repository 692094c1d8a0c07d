// Step 1: the telephone number.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { digitsOf, inOneLine } from '@meguri/shared/texts';
import { Button, Page, StepBar, TextInput, useHeadingFocus, useOnline } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { useNow } from '../state/now.ts';
import { comeBack, domesticPhone, keepSignUp, sentAlready, signUpUnderWay, wantedBefore } from '../state/sign-up.ts';
import { t, T } from '../texts/signing-in/index.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { Strips } from './strips.tsx';

export function PhonePage({ ended }: { ended: boolean }): VNode {
  const { info } = useCity();
  const [phone, setPhone] = useState(signUpUnderWay()?.phone ?? '');
  const [problem, setProblem] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const online = useOnline();
  const heading = useHeadingFocus(t('sign_in.phone_heading'));
  const ready = digitsOf(phone).length >= 10;
  const number = domesticPhone(phone);
  useNow();
  const sent = sentAlready(number);
  const detour = wantedBefore()?.toLowerCase().startsWith('/s/') ?? false;

  const send = async () => {
    setProblem(undefined);
    if (sentAlready(number)) {
      comeBack();
      return go('/sign-in/code');
    }
    setBusy(true);
    const answer = await ask(api.POST('/api/sign-up/code', { body: { phone: number } }));
    setBusy(false);
    if (!answer.ok) return setProblem(inOneLine(answer.problem));
    keepSignUp(number, answer.data);
    go('/sign-in/code');
  };

  const offReason = sent ? undefined : !online ? t('sign_in.offline') : ready ? undefined : t('sign_in.phone_empty');
  return (
    <Page title={t('sign_in.title')} strips={<Strips />} onHelp={() => go('/help')} quietHead>
      <StepBar now={1} of={2} name={t('sign_in.step_phone')} left={t('sign_in.left_2')} />
      {detour && (
        <p class="note note-green phrases">
          <T k="sign_in.detour" />
        </p>
      )}
      {ended && (
        <p class="note note-ochre phrases" role="status">
          <T k="sign_in.ended" />
        </p>
      )}
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (offReason === undefined && !busy) void send();
        }}
      >
        {info && !detour && (
          <p class="welcome phrases">
            <T k="sign_in.welcome" v={{ city: info.city }} />
          </p>
        )}
        <h2 class="form-heading" ref={heading} tabIndex={-1}>
          <T k="sign_in.phone_heading" />
        </h2>
        <p class="form-text phrases">
          <T k="sign_in.phone_why" />
        </p>
        <TextInput
          label={t('sign_in.phone_label')}
          hint={t('sign_in.phone_hint')}
          problem={problem}
          value={phone}
          onValue={setPhone}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={30}
          large
        />
        {sent && (
          <p class="note note-green form-note phrases" role="status">
            <T k="sign_in.sent_already" />
          </p>
        )}
        <Button type="submit" busy={busy} offReason={offReason}>
          {t(sent ? 'sign_in.enter_code' : 'sign_in.send')}
        </Button>
      </form>
      <LanguageSwitch />
    </Page>
  );
}
