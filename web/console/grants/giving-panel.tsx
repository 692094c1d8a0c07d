// Value given to one resident whose record is open, or put right with a reason that the resident sees too.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, type Schemas } from '@meguri/shared/api';
import { figure, wholeNumber } from '@meguri/shared/texts';
import { announce, Choices, Select, TextInput } from '@meguri/shared/ui';
import { useKeyed } from '../command.ts';
import { usePrograms, type Resident } from '../data.ts';
import { Panel, Refused, Sure } from '../frame/parts.tsx';
import { T, t } from './texts.ts';

type Doing = 'give' | 'add' | 'take';
type Reason = Schemas['AdjustReason'];
const doings: readonly Doing[] = ['give', 'add', 'take'];
const reasons: readonly Reason[] = ['correction', 'city_error', 'compensation', 'misuse', 'other'];
const most_amount = 9_999_999;

export function GivingPanel({ resident, onGiven }: { resident: Resident; onGiven: (entry: Schemas['Entry']) => void }): VNode {
  const [doing, setDoing] = useState<Doing>('give');
  const [program, setProgram] = useState('');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState<Reason>('correction');
  const { data } = usePrograms();
  const command = useKeyed<Schemas['Entry']>();
  const open = ((data && data.programs) || []).filter((each) => doing !== 'give' || (each.state === 'open' && each.terms.origin === 'granted'));
  const chosen = open.find(({ id }) => id === program);
  const amount = wholeNumber(typed);
  const good = chosen !== undefined && amount >= 1 && amount <= most_amount;
  const words = chosen && good ? t(chosen.unit === 'point' ? 'grants.points' : 'grants.yen', { n: figure(amount) }) : '';
  const run = async () => {
    if (!good) return;
    const what = { resident: resident.id, program, amount };
    const entry = await command.run((key) =>
      doing === 'give' ? ask(api.POST('/api/grants', { body: { key, ...what } })) : ask(api.POST('/api/adjustments', { body: { key, ...what, direction: doing, reason } })),
    );
    if (!entry) return;
    setTyped('');
    announce(t('one.done', { amount: words }), true);
    onGiven(entry);
  };
  return (
    <Panel title={t('one.title')}>
      <Choices legend={t('one.doing')} value={doing} onValue={(value) => setDoing(value as Doing)} options={doings.map((value) => ({ value, label: t(`one.doing.${value}`) }))} />
      <Select
        label={t('draft.program')}
        value={program}
        onValue={setProgram}
        options={[{ value: '', label: t('draft.program_choose') }, ...open.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <TextInput label={t('one.amount')} value={typed} onValue={setTyped} inputMode="numeric" autoComplete="off" maxLength={11} />
      {doing !== 'give' && (
        <Select label={t('one.reason')} value={reason} onValue={(value) => setReason(value as Reason)} options={reasons.map((value) => ({ value, label: t(`one.reason.${value}`) }))} />
      )}
      {command.problem && <Refused problem={command.problem} />}
      {good ? (
        <Sure mild open={t(`one.go.${doing}`, { amount: words })} text={<T k={`one.sure.${doing}`} v={{ amount: words }} />} go={t(`one.go.${doing}`, { amount: words })} onGo={() => void run()} busy={command.busy} />
      ) : (
        <p class="quiet phrases">
          <T k="one.choose" />
        </p>
      )}
    </Panel>
  );
}
