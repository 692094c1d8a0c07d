// Runs of settlement, newest first, and a new one: up to which day, and when the bank pays.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, serverNow } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { consoleDay, dayOf, figure } from '@meguri/shared/texts';
import { Button, EmptyState, TextInput, TextLink } from '@meguri/shared/ui';
import { useKeyed } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel, Refused } from '../frame/parts.tsx';
import { useSettlements, type Settlement } from './data.ts';
import { T, t } from './texts.ts';
import './settlement.css';

export function SettlementsPage(): VNode {
  const runs = useSettlements();
  const columns: Column<Settlement>[] = [
    { key: 'name', head: t('settlements.title'), cell: (run) => <TextLink href={to(`/settlements/${run.id}`)}>{t('settlements.name', { day: consoleDay(run.until) })}</TextLink> },
    { key: 'organizations', head: t('settlements.organizations'), figures: true, cell: (run) => figure(run.organizations) },
    { key: 'total', head: t('settlements.total'), figures: true, cell: (run) => t('yen', { amount: figure(run.total) }) },
    { key: 'pay_on', head: t('settlements.pay_on'), cell: (run) => consoleDay(run.paid_on || run.pay_on) },
    { key: 'state', head: t('settlements.state'), cell: (run) => <RunBadge run={run} /> },
  ];
  return (
    <ConsolePage title={t('settlements.title')} actions={<TextLink href={to('/accounts')}>{t('settlements.accounts')}</TextLink>}>
      <Make />
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

export function RunBadge({ run }: { run: Settlement }): VNode {
  const look = run.state === 'paid' ? 'good' : run.state === 'stopped' ? 'off' : 'wait';
  return <Badge look={look}>{t(`settlement.state.${run.state}`)}</Badge>;
}

function Make(): VNode {
  const today = dayOf(serverNow());
  const [until, setUntil] = useState('');
  const [payOn, setPayOn] = useState('');
  const [tried, setTried] = useState(false);
  const command = useKeyed<Settlement>();
  const good_day = until !== '' && until < today;
  const good_pay = payOn !== '' && payOn > until;
  const make = async () => {
    setTried(true);
    if (!good_day || !good_pay) return;
    const made = await command.run((key) => ask(api.POST('/api/settlements', { body: { key, until, pay_on: payOn } })));
    if (made) go(`/settlements/${made.id}`);
  };
  return (
    <Panel title={t('settlements.make')}>
      <p class="quiet phrases">
        <T k="settlements.make_text" />
      </p>
      <div class="fields">
        <TextInput type="date" label={t('settlements.until')} hint={t('settlements.until_hint')} value={until} onValue={setUntil} problem={tried && !good_day ? t('settlements.until_wrong') : undefined} />
        <TextInput
          type="date"
          label={t('settlements.pay_on')}
          hint={t('settlements.pay_on_hint')}
          value={payOn}
          onValue={setPayOn}
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
