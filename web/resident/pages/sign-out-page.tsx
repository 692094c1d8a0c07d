// A page, not a dialog. What this person left on the device goes with the sign-out.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, forgetResources } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { Button, Page, TextLink } from '@meguri/shared/ui';
import { forgetAttempts, useOpenAttempts } from '../payment/attempt-store.ts';
import { useCity } from '../state/city.ts';
import { t, T } from '../texts/index.ts';
import { Strips } from './strips.tsx';

export function SignOutPage(): VNode {
  const { person } = useCity();
  const open = useOpenAttempts(person);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState(false);
  const signOut = async () => {
    setBusy(true);
    setTrouble(false);
    const answer = await ask(api.POST('/api/session/end', { body: {} }));
    setBusy(false);
    if (!answer.ok) return setTrouble(true);
    forgetAttempts();
    forgetResources();
    // A fresh start of the page: nothing of the person stays in its memory either.
    location.replace(to('/'));
  };
  return (
    <Page
      title={t('sign_out.title')}
      strips={<Strips />}
      onBack={() => go('/menu', true)}
      foot={
        <>
          <Button kind="cancel" busy={busy} onClick={() => void signOut()}>
            {t('sign_out.button')}
          </Button>
          <TextLink href={to('/menu')}>{t('sign_out.stay')}</TextLink>
        </>
      }
    >
      <h2 class="form-heading">
        <T k="sign_out.heading" />
      </h2>
      <p class="phrases">
        <T k="sign_out.text" />
      </p>
      {open.length > 0 && (
        <p class="note note-ochre phrases">
          <T k="sign_out.pending" />
        </p>
      )}
      {trouble && (
        <p class="note note-persimmon phrases" role="alert">
          <T k="sign_out.trouble" />
        </p>
      )}
    </Page>
  );
}
