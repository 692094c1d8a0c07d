// Step 2: the six digits. The phone fills them in by itself where it can; the sixth digit sends them.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { inOneLine, remaining } from '@meguri/shared/texts';
import { announce, Button, CodeInput, Page, StepBar, TextLink, useHeadingFocus } from '@meguri/shared/ui';
import { useNow } from '../state/now.ts';
import { keepSignUp, maskedPhone, signUpSpent, type SignUp } from '../state/sign-up.ts';
import { t, T } from '../texts/signing-in/index.ts';
import { Strips } from './strips.tsx';

const code_length = 6;
/** Refusals after which this code can no longer work. */
const spent = ['code_expired', 'code_used_up'];

interface Refused {
  word: string;
  sentence: string;
}

export function CodeEntryPage({ signUp, onDone }: { signUp: SignUp; onDone: () => void }): VNode {
  const [sent, setSent] = useState(signUp);
  const [code, setCode] = useState('');
  const [refused, setRefused] = useState<Refused | undefined>();
  const [busy, setBusy] = useState(false);
  const heading = useHeadingFocus(t('sign_in.code_heading'));
  const now = useNow();
  const over = now >= sent.expiresAt;

  const verify = async (digits: string) => {
    setBusy(true);
    const body = { verification: sent.verification, code: digits };
    const answer = await ask(api.POST('/api/sign-up/verify', { body }));
    setBusy(false);
    if (answer.ok) return onDone();
    const { refusal } = answer.problem;
    setRefused({ word: refusal, sentence: inOneLine(answer.problem) });
    if (spent.includes(refusal)) setSent(signUpSpent(sent));
    setCode('');
  };
  const resend = async () => {
    setBusy(true);
    const answer = await ask(api.POST('/api/sign-up/code', { body: { phone: sent.phone } }));
    setBusy(false);
    if (!answer.ok) return setRefused({ word: '', sentence: inOneLine(answer.problem) });
    setSent(keepSignUp(sent.phone, answer.data));
    setRefused(undefined);
    setCode('');
    announce(t('sign_in.resent'));
  };
  const enter = (digits: string) => {
    setCode(digits);
    if (digits.length > 0) setRefused(undefined);
    if (digits.length === code_length && !busy) void verify(digits);
  };

  const wait = (sent.resendAt - now) / 1000;
  const resendOff = wait > 0 ? t('sign_in.resend_in', { time: remaining(wait) }) : undefined;
  const problem = refused?.sentence ?? (over ? t('sign_in.code_over') : undefined);
  return (
    <Page title={t('sign_in.title')} strips={<Strips />} onBack={() => go('/sign-in')} onHelp={() => go('/help')} quietHead>
      <StepBar now={2} of={2} name={t('sign_in.step_code')} left={t('sign_in.left_1')} />
      <h2 class="form-heading" ref={heading} tabIndex={-1}>
        <T k="sign_in.code_heading" />
      </h2>
      <p class="phrases">{t('sign_in.code_sent', { phone: maskedPhone(sent.phone) })}</p>
      {sent.again && !over && (
        <p class="note note-green phrases">
          <T k="sign_in.still_good" /> {resendOff}
        </p>
      )}
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (code.length === code_length && !busy) void verify(code);
        }}
      >
        <CodeInput heard label={t('sign_in.code_label')} problem={problem} value={code} onValue={enter} />
        {!over && <p class="quiet">{t('sign_in.code_usable', { time: remaining((sent.expiresAt - now) / 1000) })}</p>}
        {over ? (
          <Button onClick={() => void resend()} busy={busy} offReason={resendOff}>
            {t('sign_in.resend')}
          </Button>
        ) : (
          <Button type="submit" busy={busy} offReason={code.length === code_length ? undefined : t('sign_in.code_empty')}>
            {t('sign_in.verify')}
          </Button>
        )}
      </form>
      <div class="ways">
        {!over && (
          <details class="way-open">
            <summary>{t('sign_in.not_arrived')}</summary>
            <div class="note">
              <p class="phrases">
                <T k="sign_in.not_arrived_text" />
              </p>
              <Button kind="outline" onClick={() => void resend()} busy={busy} offReason={resendOff}>
                {t('sign_in.resend')}
              </Button>
            </div>
          </details>
        )}
        <TextLink onClick={() => go('/sign-in')}>{t('sign_in.change_phone')}</TextLink>
      </div>
    </Page>
  );
}
