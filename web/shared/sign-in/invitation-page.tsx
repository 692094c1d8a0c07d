// Accepting an invitation, in two steps: who one is, then the authenticator. The token stands in the address' fragment,
// which browsers never send to a server; it stays there until the invitation is accepted, so that a reload goes on.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ask, api, timeOf, type Problem, type Schemas } from '../api/index.ts';
import { serverNow } from '../api/server-time.ts';
import { dayOf, dayWithWeekday } from '../texts/dates.ts';
import { inOneLine } from '../texts/refusals.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/button.tsx';
import { CodeInput, TextInput } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { QrImage } from '../ui/qr-image.tsx';
import { RefusedPage } from '../ui/refused-page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { StepBar } from '../ui/step-bar.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { PasswordInput } from './password-input.tsx';
import { ProblemNote } from './sign-in-page.tsx';
import './sign-in.css';
import { t, T } from './texts.ts';

export interface InvitationPageProps {
  onSignedIn: (session: Schemas['Session']) => void;
  office: string;
  phone: string;
  strips?: ComponentChildren;
}

interface Invited {
  role: 'staff' | 'operator';
  place_name?: string;
  city: string;
  totp: { secret: string; uri: string };
  expires_at: string;
}

const tokenOf = () => location.hash.replace(/^#/, '');
const fewest_password_letters = 12;

/** Names for signing in are for typing anywhere: the server takes these letters and no others. */
const plain_name = /^[A-Za-z0-9._-]*$/;

function problemOfName(name: string): string | undefined {
  if (!plain_name.test(name)) return t('invitation.name_letters');
  return name.length < 3 ? t('invitation.name_short') : undefined;
}

/** Another link opened in the same tab changes the fragment alone, and the browser loads nothing. */
function useToken(): string {
  const [token, setToken] = useState(tokenOf);
  useEffect(() => {
    const look = () => setToken(tokenOf());
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return token;
}

function useInvitation(token: string, onSignedIn: InvitationPageProps['onSignedIn']) {
  const [invited, setInvited] = useState<Invited | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const [busy, setBusy] = useState(false);
  const open = async () => {
    setProblem(undefined);
    const answer = await ask(api.POST('/api/invitations/open', { body: { invitation: token } }));
    if (answer.ok) setInvited(answer.data);
    else setProblem(answer.problem);
  };
  useEffect(() => {
    if (token) void open();
  }, []);
  const accept = async (body: { sign_in_name: string; display_name: string; password: string; totp_code: string }) => {
    if (busy) return undefined;
    setBusy(true);
    const answer = await ask(api.POST('/api/invitations/accept', { body: { invitation: token, ...body } }));
    setBusy(false);
    if (!answer.ok) return answer.problem;
    onSignedIn(answer.data);
    return undefined;
  };
  return { invited, problem, busy, open, accept };
}

export function InvitationPage(props: InvitationPageProps): VNode {
  const token = useToken();
  return <OneInvitation key={token} {...props} token={token} />;
}

function OneInvitation({ token, ...props }: InvitationPageProps & { token: string }): VNode {
  const { office, phone, strips } = props;
  const it = useInvitation(token, props.onSignedIn);
  const title = t('invitation.title');
  if (it.invited) return <InvitationForm {...props} invited={it.invited} accept={it.accept} busy={it.busy} />;
  if (!token || (it.problem && it.problem.kind === 'refused')) {
    const why = it.problem ? it.problem.why : t('invitation.unusable');
    const next = it.problem ? it.problem.next : t('invitation.none');
    const call = (
      <Button kind="outline" icon="phone" href={`tel:${phone}`}>
        {t('invitation.call', { office, phone })}
      </Button>
    );
    return <RefusedPage task={title} what="other" why={why} next={next} buttons={call} strips={strips} />;
  }
  return (
    <Page title={title} strips={strips}>
      {it.problem ? (
        <Trouble onRetry={() => void it.open()} office={office} phone={phone} />
      ) : (
        <Skeleton shape="rows" label={t('invitation.opening')} />
      )}
    </Page>
  );
}

type FormProps = InvitationPageProps & {
  invited: Invited;
  busy: boolean;
  accept: (body: {
    sign_in_name: string;
    display_name: string;
    password: string;
    totp_code: string;
  }) => Promise<Problem | undefined>;
};

function useForm({ accept }: FormProps) {
  const [step, setStep] = useState<1 | 2>(1);
  const [display_name, setDisplayName] = useState('');
  const [sign_in_name, setSignInName] = useState('');
  const [password, setPassword] = useState('');
  const [totp_code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const first = display_name.trim() !== '' && !problemOfName(sign_in_name.trim()) && password.length >= fewest_password_letters;
  const next = () => {
    setTried(!first);
    if (first) setStep(2);
  };
  const finish = async () => {
    setTried(totp_code.length < 6);
    if (totp_code.length < 6) return;
    const body = { display_name: display_name.trim(), sign_in_name: sign_in_name.trim(), password, totp_code };
    setProblem(undefined);
    const found = await accept(body);
    setProblem(found);
    if (!found) return;
    setCode('');
    if (!ofFirstStep(found)) return;
    // The field with the problem comes with its page: too late to be read by itself.
    setStep(1);
    announce(inOneLine(found), true);
  };
  return { step, setStep, display_name, setDisplayName, sign_in_name, setSignInName, password, setPassword, totp_code, setCode, tried, problem, next, finish };
}

function ofFirstStep(problem: Problem): boolean {
  return problem.refusal === 'sign_in_name_taken' || problem.refusal === 'password_too_weak' || /name|password/.test(problem.field || '');
}

function InvitationForm(props: FormProps): VNode {
  const { invited, strips } = props;
  const form = useForm(props);
  const second = form.step === 2;
  return (
    <Page key={form.step} title={t('invitation.title')} strips={strips} onBack={second ? () => form.setStep(1) : undefined}>
      <StepBar now={form.step} of={2} name={t(second ? 'invitation.step_code' : 'invitation.step_self')} />
      <form
        class="sign-in-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (second) void form.finish();
          else form.next();
        }}
      >
        {second ? <CodeStep form={form} totp={invited.totp} /> : <SelfStep form={form} invited={invited} />}
        <Button type="submit" busy={props.busy}>
          {t(second ? 'invitation.go' : 'invitation.next')}
        </Button>
      </form>
    </Page>
  );
}

type Form = ReturnType<typeof useForm>;

function SelfStep({ form, invited }: { form: Form; invited: Invited }): VNode {
  const said = (field: string, refusal: string) => {
    const { problem } = form;
    return problem && (problem.refusal === refusal || problem.field === field) ? inOneLine(problem) : undefined;
  };
  const { tried, password } = form;
  const short = tried && password.length < fewest_password_letters;
  const until = dayWithWeekday(dayOf(timeOf(invited.expires_at)), serverNow());
  return (
    <>
      <div>
        <p class="invitation-place phrases">
          {invited.place_name ? (
            <T k="invitation.for" v={{ place: invited.place_name }} />
          ) : (
            <T k="invitation.for_city" v={{ city: invited.city }} />
          )}
        </p>
        <p class="quiet">{t('invitation.until', { day: until })}</p>
      </div>
      <TextInput
        label={t('invitation.display_name')}
        hint={t('invitation.display_name_hint')}
        value={form.display_name}
        onValue={form.setDisplayName}
        problem={tried && form.display_name.trim() === '' ? t('sign_in.missing') : said('display_name', '')}
        autoComplete="name"
        maxLength={60}
      />
      <TextInput
        label={t('sign_in.name')}
        hint={t('invitation.name_hint')}
        value={form.sign_in_name}
        onValue={form.setSignInName}
        problem={(tried && problemOfName(form.sign_in_name.trim())) || said('sign_in_name', 'sign_in_name_taken')}
        autoComplete="username"
        maxLength={60}
      />
      <PasswordInput
        hint={t('invitation.password_hint')}
        value={password}
        onValue={form.setPassword}
        problem={short ? t('invitation.password_short', { n: password.length }) : said('password', 'password_too_weak')}
        autoComplete="new-password"
      />
    </>
  );
}

function CodeStep({ form, totp }: { form: Form; totp: Invited['totp'] }): VNode {
  const { problem, totp_code } = form;
  const wrong = problem && (problem.refusal === 'authenticator_code_wrong' || problem.field === 'totp_code');
  const other = problem && !wrong && !ofFirstStep(problem);
  const secret = totp.secret.replace(/(.{4})(?=.)/g, '$1 ');
  return (
    <>
      {other && <ProblemNote problem={problem} />}
      <div class="invitation-code">
        <h2 class="phrases">
          <T k="invitation.scan" />
        </h2>
        <QrImage text={totp.uri} label={t('invitation.qr')} size={200} />
        <a class="text-link" href={totp.uri}>
          <span>{t('invitation.same_device')}</span>
        </a>
        <p class="quiet phrases">
          <T k="invitation.secret" />
        </p>
        <p class="invitation-secret">{secret}</p>
        <p class="sign-in-note phrases">
          <T k="invitation.scan_why" /> <T k="invitation.apps" />
        </p>
      </div>
      <CodeInput
        label={t('invitation.code')}
        value={totp_code}
        onValue={form.setCode}
        problem={wrong && problem ? inOneLine(problem) : form.tried && totp_code.length < 6 ? t('sign_in.six_missing') : undefined}
      />
    </>
  );
}
