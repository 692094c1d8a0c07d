// Groups of organizations that are settled alike: when their days close, when they are paid, what the city keeps. Every change
// stays known with who made it.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource, timeOf } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleDay, consoleMoment, figure } from '@meguri/shared/texts';
import { announce, Button, Field, TextInput, TextLink } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Facts, Loaded, Panel, Refused } from '../frame/parts.tsx';
import { useGroups, type Group, type Groups } from './data.ts';
import { draftOf, example, percentOf, termsOf, type Draft, type DraftFault } from './groups.ts';
import { T, t } from './texts.ts';
import './settlement.css';

export function GroupsPage(): VNode {
  const groups = useGroups();
  const [open, setOpen] = useState<number | undefined>(); // 0: a new one
  const saved = (next: Groups) => {
    putResource('settlement groups', next);
    setOpen(undefined);
    announce(t('groups.saved'), true);
  };
  return (
    <ConsolePage title={t('groups.title')} actions={<TextLink href={to('/settlements')}>{t('common.back')}</TextLink>}>
      <Loaded of={groups}>
        {(data) => (
          <>
            {data.groups.map((group) =>
              open === group.number ? (
                <Form key={group.number} group={group} onSaved={saved} onCancel={() => setOpen(undefined)} />
              ) : (
                <Shown key={group.number} group={group} onOpen={() => setOpen(group.number)} />
              ),
            )}
            {open === 0 ? (
              <Form group={undefined} onSaved={saved} onCancel={() => setOpen(undefined)} />
            ) : (
              <div class="row">
                <Button kind="outline" icon="plus" onClick={() => setOpen(0)}>
                  {t('groups.add')}
                </Button>
              </div>
            )}
            {data.changes.length > 0 && <Changes of={data.changes} />}
          </>
        )}
      </Loaded>
    </ConsolePage>
  );
}

const feeOf = ({ fee_per_10000, tax_per_10000 }: Pick<Group, 'fee_per_10000' | 'tax_per_10000'>) =>
  fee_per_10000 === 0 ? t('groups.no_fee') : t('groups.fee_text', { fee: percentOf(fee_per_10000), tax: percentOf(tax_per_10000) });

function Shown({ group, onOpen }: { group: Group; onOpen: () => void }): VNode {
  return (
    <Panel
      title={group.name}
      note={t('groups.size', { n: figure(group.organizations) })}
      actions={
        <Button kind="outline" size="small" onClick={onOpen} label={t('groups.change_of', { name: group.name })}>
          {t('groups.change')}
        </Button>
      }
    >
      <Facts
        facts={[
          { name: t('groups.closing'), value: t(`groups.closing.${group.closing}`) },
          { name: t('groups.pay_after'), value: t('groups.pay_after_text', { n: group.pay_after_days }) },
          { name: t('groups.next'), value: t('groups.next_text', { until: consoleDay(group.until), pay_on: consoleDay(group.pay_on) }) },
          { name: t('groups.fee'), value: feeOf(group) },
          ...(group.registration_number ? [{ name: t('groups.registration'), value: group.registration_number }] : []),
        ]}
      />
    </Panel>
  );
}

interface FormProps {
  /** Undefined: a new one. */
  group: Group | undefined;
  onSaved: (next: Groups) => void;
  onCancel: () => void;
}

const closings = ['month_end', 'half_month', 'week'] as const;
const example_yen = 100000;

function Form({ group, onSaved, onCancel }: FormProps): VNode {
  const [draft, setDraft] = useState(draftOf(group));
  const [tried, setTried] = useState(false);
  const command = usePlain<Groups>();
  const { terms, faults } = termsOf(draft);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const problem = (of: DraftFault) => (tried && faults.indexOf(of) >= 0 ? t(`groups.wrong.${of}`) : undefined);
  const save = async () => {
    setTried(true);
    if (faults.length > 0) return;
    const body = { ...terms, ...(group && { number: group.number, version: group.version }) };
    const next = await command.run(ask(api.POST('/api/settlement-groups', { body })));
    if (next) onSaved(next);
  };
  const shown = example(example_yen, draft);
  return (
    <Panel title={group ? t('groups.change_of', { name: group.name }) : t('groups.add')} arrives>
      <div class="fields">
        <TextInput label={t('groups.name')} hint={t('groups.name_hint')} value={draft.name} onValue={(name) => set({ name })} maxLength={40} problem={problem('name')} />
        <Field label={t('groups.closing')}>
          {({ field }) => (
            <select id={field} class="input" value={draft.closing} onChange={(event) => set({ closing: event.currentTarget.value as Draft['closing'] })}>
              {closings.map((each) => (
                <option key={each} value={each}>
                  {t(`groups.closing.${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextInput label={t('groups.pay_after')} hint={t('groups.pay_after_hint')} value={draft.payAfter} onValue={(payAfter) => set({ payAfter })} inputMode="numeric" maxLength={2} problem={problem('pay_after')} />
        <TextInput label={t('groups.fee_percent')} hint={t('groups.fee_hint')} value={draft.fee} onValue={(fee) => set({ fee })} maxLength={6} problem={problem('fee')} />
        <TextInput label={t('groups.tax_percent')} value={draft.tax} onValue={(tax) => set({ tax })} maxLength={6} problem={problem('tax')} />
        <TextInput
          label={t('groups.registration')}
          hint={t('groups.registration_hint')}
          value={draft.registration}
          onValue={(registration) => set({ registration })}
          maxLength={20}
          autoComplete="off"
          problem={problem('registration')}
        />
      </div>
      {shown && (
        <p class="phrases">
          <T k="groups.example" v={{ yen: figure(example_yen), fee: figure(shown.fee), tax: figure(shown.tax), left: figure(shown.left) }} />
        </p>
      )}
      <p class="quiet">{t('groups.from_next')}</p>
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        <Button onClick={() => void save()} busy={command.busy}>
          {t('groups.save')}
        </Button>
        <Button kind="plain" onClick={onCancel}>
          {t('common.leave')}
        </Button>
      </div>
    </Panel>
  );
}

type Change = Groups['changes'][number];

function Changes({ of }: { of: Change[] }): VNode {
  const columns: Column<Change>[] = [
    { key: 'at', head: t('groups.changed_at'), cell: ({ set_at }) => consoleMoment(timeOf(set_at)) },
    { key: 'name', head: t('groups.name'), cell: ({ name }) => name },
    { key: 'closing', head: t('groups.closing'), cell: ({ closing, pay_after_days }) => `${t(`groups.closing.${closing}`)} ${t('groups.pay_after_text', { n: pay_after_days })}` },
    { key: 'fee', head: t('groups.fee'), cell: (each) => feeOf(each) },
    { key: 'by', head: t('groups.set_by'), cell: ({ set_by }) => set_by.name },
  ];
  return (
    <Panel title={t('groups.changes')}>
      <DataTable caption={t('groups.changes')} columns={columns} rows={of} keyOf={({ number, version }) => `${number} ${version}`} />
    </Panel>
  );
}
