// A grant to many begins as a draft: what, to whom, when. Nothing is promised yet.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, serverNow, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { dayOf, startOfDay, wholeNumber } from '@meguri/shared/texts';
import { Button, Checks, Choices, Select, TextInput, TextLink } from '@meguri/shared/ui';
import { useGiven } from '../cards/cards-page.tsx';
import { useKeyed } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { useLists } from '../lists/data.ts';
import { Panel, Refused } from '../frame/parts.tsx';
import type { Job } from './data.ts';
import { T, t } from './texts.ts';

type Who = 'rows' | 'all' | 'marks';
const most_amount = 9_999_999;

interface Draft {
  name: string;
  program: string;
  who: Who;
  amount: string;
  marks: string[];
  later: boolean;
  day: string;
  time: string;
}

/** Unix ms; undefined: no moment to come. */
function momentOf({ later, day, time }: Draft): number | undefined {
  if (!later) return serverNow();
  const parts = /^(\d{1,2}):(\d{2})$/.exec(time.normalize('NFKC').trim());
  if (!day || !parts || Number(parts[1]) > 23 || Number(parts[2]) > 59) return undefined;
  const at = startOfDay(day) + (Number(parts[1]) * 60 + Number(parts[2])) * 60_000;
  return at > serverNow() ? at : undefined;
}

/** As the contract writes moments: 2027-06-01T10:00:00.000+09:00 */
const inJapan = (at: number) => `${new Date(at + 9 * 3_600_000).toISOString().slice(0, -1)}+09:00`;

function audienceOf({ who, amount, marks }: Draft): Schemas['JobAudience'] {
  if (who === 'rows') return { kind: 'rows' };
  const each = wholeNumber(amount);
  return who === 'all' ? { kind: 'all', amount: each } : { kind: 'marks', amount: each, marks: marks.map(Number) };
}

export function GrantNewPage(): VNode {
  const [draft, setDraft] = useState<Draft>({ name: '', program: '', who: 'rows', amount: '', marks: [], later: false, day: dayOf(serverNow()), time: '' });
  const [tried, setTried] = useState(false);
  const command = useKeyed<Job>();
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const each = wholeNumber(draft.amount);
  const faults = {
    name: draft.name.trim() === '' ? t('draft.missing') : undefined,
    program: draft.program === '' ? t('draft.missing') : undefined,
    amount: draft.who !== 'rows' && !(each >= 1 && each <= most_amount) ? t('draft.amount_wrong') : undefined,
    marks: draft.who === 'marks' && draft.marks.length === 0 ? t('draft.marks_wrong') : undefined,
    when: momentOf(draft) === undefined ? t('draft.when_wrong') : undefined,
  };
  const create = async () => {
    setTried(true);
    const at = momentOf(draft);
    if (at === undefined || Object.values(faults).some((fault) => fault !== undefined)) return;
    const body = { name: draft.name.trim(), program: draft.program, run_at: inJapan(at), late: 'catch_up' as const, audience: audienceOf(draft) };
    const made = await command.run((key) => ask(api.POST('/api/jobs', { body: { key, ...body } })));
    if (made) go(`/grants/${made.id}`, true);
  };
  return (
    <ConsolePage title={t('draft.title')} actions={<TextLink href={to('/grants')}>{t('common.leave')}</TextLink>}>
      <form
        class="narrow"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <Panel title={t('draft.title')}>
          <TextInput label={t('draft.name')} hint={t('draft.name_hint')} value={draft.name} onValue={(name) => set({ name })} maxLength={60} autoComplete="off" problem={tried ? faults.name : undefined} />
          <Programs value={draft.program} onValue={(program) => set({ program })} problem={tried ? faults.program : undefined} />
          <Audience draft={draft} set={set} amount={tried ? faults.amount : undefined} marks={tried ? faults.marks : undefined} />
          <When draft={draft} set={set} problem={tried ? faults.when : undefined} />
          {command.problem && <Refused problem={command.problem} />}
          <Button type="submit" busy={command.busy}>
            {t('draft.go')}
          </Button>
        </Panel>
      </form>
    </ConsolePage>
  );
}

function Programs({ value, onValue, problem }: { value: string; onValue: (id: string) => void; problem: string | undefined }): VNode {
  const programs = useGiven();
  const options = [{ value: '', label: t('draft.program_choose') }, ...programs.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <>
      <Select label={t('draft.program')} value={value} onValue={onValue} options={options} problem={problem} />
      {programs.length === 0 && (
        <p class="quiet phrases">
          <T k="draft.no_programs" />
        </p>
      )}
    </>
  );
}

interface PartProps {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
}

const whos: readonly Who[] = ['rows', 'all', 'marks'];

function Audience({ draft, set, amount, marks }: PartProps & { amount: string | undefined; marks: string | undefined }): VNode {
  const { data } = useLists();
  const named = new Map((data ? data.marks : []).map(({ number, name }) => [String(number), name]));
  const offered = whos.filter((who) => who !== 'marks' || named.size > 0);
  return (
    <>
      <Choices legend={t('draft.who')} value={draft.who} onValue={(who) => set({ who: who as Who })} options={offered.map((value) => ({ value, label: t(`draft.who.${value}`) }))} />
      {draft.who === 'marks' && (
        <Checks legend={t('draft.marks')} all={[...named.keys()]} chosen={draft.marks} onChosen={(chosen) => set({ marks: chosen })} label={(number) => named.get(number) || number} problem={marks} />
      )}
      {draft.who !== 'rows' && (
        <TextInput label={t('draft.amount')} value={draft.amount} onValue={(typed) => set({ amount: typed })} inputMode="numeric" autoComplete="off" maxLength={11} problem={amount} />
      )}
    </>
  );
}

function When({ draft, set, problem }: PartProps & { problem: string | undefined }): VNode {
  const options = (['now', 'later'] as const).map((value) => ({ value, label: t(`draft.when.${value}`) }));
  return (
    <>
      <Choices legend={t('draft.when')} value={draft.later ? 'later' : 'now'} onValue={(value) => set({ later: value === 'later' })} options={options} />
      {draft.later && (
        <div class="fields">
          <TextInput type="date" label={t('draft.day')} value={draft.day} onValue={(day) => set({ day })} />
          <TextInput label={t('draft.time')} hint={t('draft.time_hint')} value={draft.time} onValue={(time) => set({ time })} maxLength={5} autoComplete="off" problem={problem} />
        </div>
      )}
    </>
  );
}
