// A new program in four short steps, each with its address; what is wrong stands at its field, also what only the server
// found. Proposing starts nothing: another operator approves.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, ask } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { inOneLine, language } from '@meguri/shared/texts';
import { announce, Button, Choices, Stamp, stampOf, TextInput, TextLink } from '@meguri/shared/ui';
import { useKeyed } from '../command.ts';
import type { Proposal } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Panel, Refused } from '../frame/parts.tsx';
import { Stepper } from '../frame/stepper.tsx';
import { T, t } from '../texts.ts';
import { fieldOf, isSold, keepDraft, keptDraft, problemsOf, stepOf, steps, termsOf, type Draft, type Problems } from './draft.ts';
import { reasons } from './reasons.generated.ts';
import { correctStep, goToStep, leaveSteps } from './step-history.ts';
import { TermsText } from './terms.tsx';
import './programs.css';

interface StepProps {
  draft: Draft;
  problems: Problems;
  set: (change: Partial<Draft>) => void;
}

const addressOf = (step: number) => (step === 0 ? '/programs/new' : `/programs/new/${steps[step]!.key}`);

/** `named`: the step in the address; the first one without. */
export function ProgramNewPage({ step: named = '' }: { step?: string }): VNode {
  const [draft, setDraft] = useState(keptDraft);
  const [tried, setTried] = useState<number | undefined>(); // the step whose problems are shown
  const [fromServer, setFromServer] = useState<Problems>({});
  const command = useKeyed<Proposal>();
  // No step stands before those it builds on: a draft that is gone begins at the first.
  const wanted = steps.findIndex(({ key }) => key === named);
  const step = Math.max(0, Math.min(wanted, stepOf(problemsOf(draft)) ?? wanted));
  const address = named === '' ? addressOf(0) : `/programs/new/${named}`;
  useEffect(() => {
    if (address !== addressOf(step)) correctStep(addressOf(step));
  }, [step, address]);
  const found: Problems = { ...(tried === step ? problemsOf(draft) : {}), ...fromServer };
  const set = (change: Partial<Draft>) => {
    const next = { ...draft, ...change };
    setDraft(next);
    keepDraft(next);
    setFromServer({});
  };
  const move = (to_step: number) => {
    setTried(undefined);
    goToStep(addressOf, step, to_step);
  };
  const next = () => {
    if (stepOf(problemsOf(draft)) !== step) return move(step + 1);
    setTried(step);
    announce(t('common.missing'));
  };
  const propose = async () => {
    const made = await command.run(async (key) => {
      const answer = await ask(api.POST('/api/proposals', { body: { key, program: termsOf(draft) } }));
      const field = answer.ok ? undefined : fieldOf(answer.problem.field);
      if (!answer.ok && field) {
        const { reason } = answer.problem;
        setFromServer({ [field]: reason ? reasons[reason][language() === 'en' ? 'en' : 'ja'] : inOneLine(answer.problem) });
        goToStep(addressOf, step, stepOf({ [field]: 'x' }) || 0);
      }
      return answer;
    });
    if (!made) return;
    keepDraft(undefined);
    leaveSteps(`/proposals/${made.id}`);
  };
  const props = { draft, problems: found, set };
  const last = step === steps.length - 1;
  const named_steps = steps.map(({ key }) => ({ key, name: t(`new.step.${key}`) }));
  return (
    <ConsolePage
      title={t('new.title')}
      note={<T k="new.draft" />}
      actions={<TextLink href={to('/programs')}>{t('common.leave')}</TextLink>}
    >
      <Stepper label={t('new.steps')} steps={named_steps} now={step} onStep={move} />
      {command.problem && <Refused problem={command.problem} />}
      <form
        class="narrow"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (last) void propose();
          else next();
        }}
      >
        <Panel title={t(`new.step.${steps[step]!.key}`)} arrives>
          {step === 0 && <NameStep {...props} />}
          {step === 1 && <AmountsStep {...props} />}
          {step === 2 && <PeriodStep {...props} />}
          {last && <CheckStep draft={draft} />}
        </Panel>
        <div class="row">
          {step > 0 && (
            <Button kind="plain" onClick={() => move(step - 1)}>
              {t('common.back')}
            </Button>
          )}
          <Button type="submit" busy={command.busy}>
            {t(last ? 'new.propose' : 'common.next')}
          </Button>
        </div>
      </form>
    </ConsolePage>
  );
}

const typed = (props: StepProps, field: Exclude<keyof Draft, 'origin' | 'expiry'>) => ({
  value: props.draft[field],
  problem: props.problems[field],
  onValue: (value: string) => props.set({ [field]: value }),
});

function NameStep(props: StepProps): VNode {
  const { draft, set } = props;
  return (
    <>
      <TextInput label={t('new.name')} hint={t('new.name_hint')} {...typed(props, 'name')} maxLength={60} />
      <div class="with-stamp">
        <TextInput label={t('new.stamp')} hint={t('new.stamp_hint')} {...typed(props, 'stamp')} maxLength={4} />
        {draft.stamp.trim() !== '' && <Stamp {...stampOf({ stamp: Array.from(draft.stamp.trim())[0]!, name: draft.name })} size={40} />}
      </div>
      <Choices
        legend={t('new.origin')}
        value={draft.origin}
        onValue={(origin) => set({ origin: origin as Draft['origin'] })}
        options={[
          { value: 'paid', label: t('new.origin_paid') },
          { value: 'granted', label: t('new.origin_granted') },
        ]}
      />
    </>
  );
}

function AmountsStep(props: StepProps): VNode {
  const optional = t('common.optional');
  return (
    <div class="fields">
      {isSold(props.draft) && (
        <>
          <TextInput label={t('new.minimum')} {...typed(props, 'minimum')} inputMode="numeric" />
          <TextInput label={t('new.maximum')} {...typed(props, 'maximum')} inputMode="numeric" />
          <TextInput label={t('new.step_amount')} hint={t('new.step_hint')} {...typed(props, 'step')} inputMode="numeric" />
          <TextInput label={t('new.person')} hint={optional} {...typed(props, 'person_maximum')} inputMode="numeric" />
        </>
      )}
      <TextInput label={t('new.budget')} hint={optional} {...typed(props, 'budget')} inputMode="numeric" />
    </div>
  );
}

function PeriodStep(props: StepProps): VNode {
  const { draft, set } = props;
  const optional = t('common.optional');
  return (
    <>
      <div class="fields">
        <TextInput type="date" label={t('new.from')} hint={optional} {...typed(props, 'issue_from')} />
        <TextInput type="date" label={t('new.to')} hint={optional} {...typed(props, 'issue_to')} />
      </div>
      <Choices
        legend={t('new.expiry')}
        value={draft.expiry}
        onValue={(expiry) => set({ expiry: expiry as Draft['expiry'] })}
        options={[
          { value: 'days_after', label: t('new.expiry_days') },
          { value: 'fixed', label: t('new.expiry_fixed') },
          { value: 'never', label: t('new.expiry_never') },
        ]}
      />
      {draft.expiry === 'days_after' && <TextInput label={t('new.days')} {...typed(props, 'days')} inputMode="numeric" />}
      {draft.expiry === 'fixed' && <TextInput type="date" label={t('new.date')} {...typed(props, 'date')} />}
    </>
  );
}

function CheckStep({ draft }: { draft: Draft }): VNode {
  const terms = termsOf(draft);
  return (
    <>
      <div class="terms-with-stamp">
        <Stamp {...stampOf(terms)} size={40} />
        <div>
          <h3>{terms.name}</h3>
          <TermsText terms={terms} />
        </div>
      </div>
      <p class="quiet phrases">
        <T k="new.check_text" />
      </p>
    </>
  );
}
