// Sign-in of staff and operators: name, password and the six digits, on one page. A wrong name, password or number
// has one and the same answer; nothing typed is lost by it but the digits, which are used up.
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { ask, api, type Problem, type Schemas } from '../api/index.ts';
import { withBreaks } from '../texts/define.ts';
import { Button } from '../ui/button.tsx';
import { CodeInput, TextInput } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { PasswordInput } from './password-input.tsx';
import './sign-in.css';
import { t, T } from './texts.ts';

export interface SignInPageProps {
  onSignedIn: (session: Schemas['Session']) => void;
  office: string;
  phone: string;
  /** Above the form: why one is here (「しばらく操作がなかったため…」). */
  note?: ComponentChildren;
  /** Signed in as somebody whom this app does not serve. */
  otherRole?: boolean;
  onHelp?: () => void;
  strips?: ComponentChildren;
}

export function ProblemNote({ problem }: { problem: Pick<Problem, 'why' | 'next'> }): VNode {
  return (
    <div class="sign-in-problem" role="alert">
      <strong>{withBreaks(problem.why)}</strong>
      {withBreaks(problem.next)}
    </div>
  );
}

function useSignIn(onSignedIn: SignInPageProps['onSignedIn']) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<Problem | undefined>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const complete = name.trim() !== '' && password !== '' && code.length === 6;
  const send = async () => {
    setTried(true);
    if (!complete || busy) return;
    setProblem(undefined);
    setBusy(true);
    const body = { sign_in_name: name.trim(), password, totp_code: code };
    const answer = await ask(api.POST('/api/session', { body }));
    setBusy(false);
    if (answer.ok) return onSignedIn(answer.data);
    setCode('');
    setTried(false);
    setProblem(answer.problem);
  };
  return { name, setName, password, setPassword, code, setCode, problem, tried, busy, send };
}

export function SignInPage({ onSignedIn, office, phone, note, otherRole, onHelp, strips }: SignInPageProps): VNode {
  const form = useSignIn(onSignedIn);
  const missing = (empty: boolean) => (form.tried && empty ? t('sign_in.missing') : undefined);
  return (
    <Page title={t('sign_in.title')} strips={strips} onHelp={onHelp}>
      {note}
      {otherRole && (
        <p class="sign-in-note phrases">
          <T k="sign_in.other_role" />
        </p>
      )}
      {form.problem && <ProblemNote problem={form.problem} />}
      <form
        class="sign-in-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.send();
        }}
      >
        <TextInput
          label={t('sign_in.name')}
          value={form.name}
          onValue={form.setName}
          problem={missing(form.name.trim() === '')}
          autoComplete="username"
          maxLength={60}
        />
        <PasswordInput
          value={form.password}
          onValue={form.setPassword}
          problem={missing(form.password === '')}
          autoComplete="current-password"
        />
        <CodeInput
          label={t('sign_in.code')}
          hint={t('sign_in.code_hint')}
          value={form.code}
          onValue={form.setCode}
          problem={form.tried && form.code.length < 6 ? t('sign_in.six_missing') : undefined}
        />
        <Button type="submit" busy={form.busy}>
          {t('sign_in.go')}
        </Button>
      </form>
      <p class="sign-in-note phrases">
        <T k="sign_in.forgot" v={{ office, phone }} />
      </p>
    </Page>
  );
}
