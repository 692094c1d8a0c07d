// Runs of settlement, newest first, and a new one: up to which day, and when the bank pays.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, serverNow } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { consoleDay, dayOf, figure } from '@meguri/shared/texts';
import { Button, EmptyState, Select, TextInput, TextLink } from '@meguri/shared/ui';
import { useKeyed } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel, Refused } from '../frame/parts.tsx';
import { useGroups, useSettlements, type Group, type Settlement } from './data.ts';
import { nameOf } from './groups.ts';
import { T, t } from './texts.ts';
import './settlement.css';

export function SettlementsPage(): VNode {
  const runs = useSettlements();
  const groups = useGroups().data?.groups ?? [];
  const ofGroup: Column<Settlement> = { key: 'group', head: t('settlements.group'), cell: (run) => nameOf(groups, run.group) };
  const columns: Column<Settlement>[] = [
    { key: 'name', head: t('settlements.title'), cell: (run) => <TextLink href={to(`/settlements/${run.id}`)}>{t('settlements.name', { day: consoleDay(run.until) })}</TextLink> },
    ...(groups.length > 1 ? [ofGroup] : []),
    { key: 'organizations', head: t('settlements.organizations'), figures: true, cell: (run) => figure(run.organizations) },
    { key: 'total', head: t('settlements.total'), figures: true, cell: (run) => t('yen', { amount: figure(run.total) }) },
    { key: 'pay_on', head: t('settlements.pay_on'), cell: (run) => consoleDay(run.paid_on || run.pay_on) },
    { key: 'state', head: t('settlements.state'), cell: (run) => <RunBadge run={run} /> },
  ];
  return (
    <ConsolePage title={t('settlements.title')} actions={<Ways />}>
      <Make groups={groups} />
      <Panel title={t('settlements.all')}>
        <Loaded of={runs}>
          {({ settlements }) =>
            settlements.length === 0 ? (
              <EmptyState title={t('settlements.none')} text={t('settlements.none_text')} />
            ) : (
              <DataTable caption={t('settlements.all')} columns={columns} rows={settlements} keyOf={(run) => run.id} />
            )
          }
        </Loaded>
      </Panel>
    </ConsolePage>
  );
}

function Ways(): VNode {
  return (
    <>
      <TextLink href={to('/settlement-groups')}>{t('groups.title')}</TextLink>
      <TextLink href={to('/accounts')}>{t('settlements.accounts')}</TextLink>
    </>
  );
}

export function RunBadge({ run }: { run: Settlement }): VNode {
  const look = run.state === 'paid' ? 'good' : run.state === 'stopped' ? 'off' : 'wait';
  return <Badge look={look}>{t(`settlement.state.${run.state}`)}</Badge>;
}

function Make({ groups }: { groups: Group[] }): VNode {
  const today = dayOf(serverNow());
  const [number, setNumber] = useState(1);
  const [typed, setTyped] = useState<{ until?: string; payOn?: string }>({});
  const [tried, setTried] = useState(false);
  const group = groups.find((each) => each.number === number);
  // As the group's calendar says, until somebody says otherwise.
  const until = typed.until ?? (group ? group.until : '');
  const payOn = typed.payOn ?? (group ? group.pay_on : '');
  const choose = (next: string) => {
    setNumber(Number(next));
    setTyped({});
  };
  const command = useKeyed<Settlement>();
  const good_day = until !== '' && until < today;
  const good_pay = payOn !== '' && payOn > until;
  const make = async () => {
    setTried(true);
    if (!good_day || !good_pay) return;
    const made = await command.run((key) => ask(api.POST('/api/settlements', { body: { key, until, pay_on: payOn, group: number } })));
    if (made) go(`/settlements/${made.id}`);
  };
  return (
    <Panel title={t('settlements.make')}>
      <p class="quiet phrases">
        <T k="settlements.make_text" />
      </p>
      <div class="fields">
        {groups.length > 1 && (
          <Select
            label={t('settlements.group')}
            value={String(number)}
            onValue={choose}
            options={groups.map((each) => ({ value: String(each.number), label: t('settlements.group_of', { name: each.name, n: figure(each.organizations) }) }))}
          />
        )}
        <TextInput type="date" label={t('settlements.until')} hint={t('settlements.until_hint')} value={until} onValue={(day) => setTyped({ ...typed, until: day })} problem={tried && !good_day ? t('settlements.until_wrong') : undefined} />
        <TextInput
          type="date"
          label={t('settlements.pay_on')}
          hint={t('settlements.pay_on_hint')}
          value={payOn}
          onValue={(day) => setTyped({ ...typed, payOn: day })}
          problem={tried && !good_pay ? t('settlements.pay_on_wrong') : undefined}
        />
      </div>
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        <Button onClick={() => void make()} busy={command.busy}>
          {t('settlements.go')}
        </Button>
      </div>
    </Panel>
  );
}
