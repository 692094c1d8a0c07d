// One run as six steps: what was done, by whom, what comes next, each organization's sum, and the files.
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource, serverNow } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleDay, dayOf, figure } from '@meguri/shared/texts';
import { announce, Button, Icon, TextInput, TextLink } from '@meguri/shared/ui';
import { useKeyed, usePlain } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { OtherFormats } from '../frame/other-formats.tsx';
import { Facts, Loaded, Panel, Refused, Sure } from '../frame/parts.tsx';
import { shortDigest } from '../frame/short-digest.ts';
import { Stepper } from '../frame/stepper.tsx';
import { everything, useSettlement, useSettlementRows, type Settlement } from './data.ts';
import { RowsPanel } from './rows-panel.tsx';
import { RunBadge } from './settlements-page.tsx';
import { T, t } from './texts.ts';
import './settlement.css';

export function SettlementPage({ id }: { id: string }): VNode {
  const run = useSettlement(id);
  const { data } = run;
  const changed = (next: Settlement) => putResource(`settlement ${id}`, next);
  return (
    <ConsolePage
      title={data ? t('settlements.name', { day: consoleDay(data.until) }) : t('settlements.title')}
      note={data && <RunBadge run={data} />}
      actions={<TextLink href={to('/settlements')}>{t('common.to_list')}</TextLink>}
    >
      <Loaded of={run}>
        {(found) => (
          <>
            <p class="quiet">{t('settlement.note', { first: consoleDay(found.first), until: consoleDay(found.until), pay_on: consoleDay(found.pay_on) })}</p>
            <Steps run={found} />
            <div class="columns columns-wide">
              <div>
                <Next run={found} onChanged={changed} />
                <RowsPanel run={found} onChanged={changed} />
              </div>
              <div>
                <Files run={found} />
                <Control run={found} />
                <Carried run={found} />
              </div>
            </div>
          </>
        )}
      </Loaded>
    </ConsolePage>
  );
}

const steps = ['close', 'calculate', 'check', 'approve', 'transfer', 'pay'] as const;
/** How many of the six are done; a run that was ended stands where it was. */
const done_in = { calculated: 3, proposed: 3, settling: 3, settled: 4, transferring: 4, transferred: 5, paid: 6, stopped: 3 };

function Steps({ run }: { run: Settlement }): VNode {
  const done = done_in[run.state];
  const said = (step: (typeof steps)[number]): string => {
    if (step === 'check') return run.check.different > 0 ? t('settlement.differs', { n: figure(run.check.different) }) : t('settlement.agrees');
    if (step === 'approve' && run.proposed_by && run.approved_by) return `${run.proposed_by.name}・${run.approved_by.name}`;
    if (step === 'pay' && run.paid_on) return consoleDay(run.paid_on);
    return '';
  };
  const all = steps.map((key, i) => ({ key, name: t(`settlement.step.${key}`), note: i < done ? said(key) : undefined }));
  return <Stepper label={t('settlement.steps')} steps={all} now={done} ended={run.state === 'stopped'} />;
}

interface RunProps {
  run: Settlement;
  onChanged: (next: Settlement) => void;
}

/** What the run waits for, with the one button for it. */
function Next({ run, onChanged }: RunProps): VNode {
  switch (run.state) {
    case 'calculated':
      return <Propose run={run} onChanged={onChanged} />;
    case 'proposed':
      return <Approve run={run} onChanged={onChanged} />;
    case 'settling':
    case 'transferring':
      return <Booking run={run} onChanged={onChanged} />;
    case 'settled':
      return <MakeTransfers run={run} onChanged={onChanged} />;
    case 'transferred':
      return <MarkPaid run={run} onChanged={onChanged} />;
    case 'paid':
      return <Told>{<T k="settlement.finished" v={{ day: consoleDay(run.paid_on || run.pay_on) }} />}</Told>;
    case 'stopped':
      return <Told>{<T k="settlement.ended" />}</Told>;
  }
}

function Told({ children }: { children: ComponentChildren }): VNode {
  return (
    <Panel title={t('settlement.next')}>
      <p class="phrases">{children}</p>
    </Panel>
  );
}

function Stop({ run, onChanged }: RunProps): VNode {
  const command = useKeyed<Settlement>();
  const stop = async () => {
    const next = await command.run((key) => ask(api.POST('/api/settlements/{id}/stop', { params: { path: { id: run.id } }, body: { key } })));
    if (next) onChanged(next);
  };
  return (
    <>
      {command.problem && <Refused problem={command.problem} />}
      <Sure small open={t('settlement.stop')} text={<T k="settlement.stop_text" />} go={t('settlement.stop_go')} onGo={() => void stop()} busy={command.busy} />
    </>
  );
}

function Propose({ run, onChanged }: RunProps): VNode {
  const command = useKeyed<Settlement>();
  const propose = async () => {
    const next = await command.run((key) => ask(api.POST('/api/settlements/{id}/propose', { params: { path: { id: run.id } }, body: { key } })));
    if (next) onChanged(next);
  };
  const differs = run.check.different > 0;
  return (
    <Panel title={t('settlement.next')}>
      <p class="phrases">
        {differs ? <T k="settlement.differs_text" /> : <T k="settlement.propose_text" v={{ n: figure(run.check.compared) }} />}
      </p>
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        {!differs && run.own && (
          <Button onClick={() => void propose()} busy={command.busy}>
            {t('settlement.propose')}
          </Button>
        )}
        <Stop run={run} onChanged={onChanged} />
      </div>
    </Panel>
  );
}

function Approve({ run, onChanged }: RunProps): VNode {
  const command = useKeyed<Settlement>();
  const approve = async () => {
    const { id, digest } = run;
    const next = await command.run((key) => ask(api.POST('/api/settlements/{id}/approve', { params: { path: { id } }, body: { key, digest } })));
    if (!next) return;
    announce(t('settlement.state.settling'), true);
    onChanged(next);
  };
  return (
    <Panel title={t('settlement.next')}>
      <p class="phrases">
        {run.own ? <T k="settlement.approve_other" /> : <T k="settlement.approve_text" v={{ name: (run.proposed_by || run.made_by).name }} />}
      </p>
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        {!run.own && (
          <Button onClick={() => void approve()} busy={command.busy}>
            {t('settlement.approve')}
          </Button>
        )}
        <Stop run={run} onChanged={onChanged} />
      </div>
    </Panel>
  );
}

function Booking({ run, onChanged }: RunProps): VNode {
  const settling = run.state === 'settling';
  const words = settling ? t('settlement.booking', { done: figure(run.done), n: figure(run.rows) }) : t('settlement.state.transferring');
  return (
    <Panel title={t('settlement.next')}>
      <div class="progress-line" role="status">
        <progress max={run.rows} value={settling ? run.done : undefined} aria-label={words} />
        <span>{words}</span>
      </div>
      {settling && <Stop run={run} onChanged={onChanged} />}
    </Panel>
  );
}

function MakeTransfers({ run, onChanged }: RunProps): VNode {
  const command = usePlain<Settlement>();
  const make = async () => {
    const next = await command.run(ask(api.POST('/api/settlements/{id}/transfers', { params: { path: { id: run.id } }, body: {} })));
    if (next) onChanged(next);
  };
  return (
    <Panel title={t('settlement.next')}>
      <p class="phrases">
        <T k="settlement.transfers_text" />
      </p>
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        <Button icon="bank" onClick={() => void make()} busy={command.busy}>
          {t('settlement.transfers_go')}
        </Button>
        <TextLink href={to('/accounts')}>{t('settlement.carried_go')}</TextLink>
      </div>
    </Panel>
  );
}

function MarkPaid({ run, onChanged }: RunProps): VNode {
  const [on, setOn] = useState(dayOf(serverNow()));
  const command = usePlain<Settlement>();
  const paid = async () => {
    const next = await command.run(ask(api.POST('/api/settlements/{id}/paid', { params: { path: { id: run.id } }, body: { on } })));
    if (next) onChanged(next);
  };
  return (
    <Panel title={t('settlement.next')}>
      <p class="phrases">
        <T k="settlement.paid_text" />
      </p>
      <TextInput type="date" label={t('settlement.paid_on')} value={on} onValue={setOn} />
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        <Button onClick={() => void paid()} busy={command.busy}>
          {t('settlement.paid_go')}
        </Button>
      </div>
    </Panel>
  );
}

function Files({ run }: { run: Settlement }): VNode {
  const base = `/api/settlements/${run.id}`;
  const statement = t('settlement.file_statement');
  const others = { title: t('settlement.formats'), xlsx: t('settlement.format_xlsx'), shift_jis: <T k="settlement.format_shift_jis" /> };
  const files = [
    { name: statement, note: t('settlement.file_statement_note', { n: figure(run.rows) }), href: `${base}/statement-file`, others },
    { name: t('settlement.file_notices'), note: t('settlement.file_notices_note', { n: figure(run.organizations) }), href: `${base}/notices` },
  ];
  if (run.state === 'transferred' || run.state === 'paid')
    files.unshift({ name: t('settlement.file_transfers'), note: t('settlement.file_transfers_note', { n: figure(run.transfers) }), href: `${base}/transfer-file` });
  return (
    <Panel title={t('settlement.files')}>
      <ul class="run-files">
        {files.map((file) => (
          <li key={file.name}>
            <span>
              {file.name}
              <span class="quiet">{file.note}</span>
            </span>
            <a class="run-file" href={file.href} download aria-label={t('settlement.download', { name: file.name })}>
              <Icon name="download" size={20} />
            </a>
            {file.others && <OtherFormats href={file.href} words={file.others} name={file.name} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What to hold against the bank's own screen, and one operator's screen against another's. */
function Control({ run }: { run: Settlement }): VNode {
  const made = run.state === 'transferred' || run.state === 'paid';
  return (
    <Panel title={t('settlement.control')}>
      <Facts
        facts={[
          { name: t('settlement.count'), value: made ? t('settlement.count_of', { n: figure(run.transfers) }) : t('common.none') },
          { name: t('settlement.sum'), value: made ? t('yen', { amount: figure(run.transferred) }) : t('common.none') },
          ...(run.fees > 0 ? [{ name: t('settlement.fees'), value: t('yen', { amount: figure(run.fees + run.fee_tax) }) }] : []),
          { name: t('settlement.pay_on'), value: consoleDay(run.pay_on) },
          { name: t('settlement.digest'), value: shortDigest(run.digest) },
        ]}
      />
    </Panel>
  );
}

/** Who is owed something and gets no transfer. */
function Carried({ run }: { run: Settlement }): VNode | null {
  const { data } = useSettlementRows(run, everything);
  if (!data || data.attention === 0 || run.state === 'stopped') return null;
  const title = t('settlement.carried', { n: figure(data.attention) });
  return (
    <section class="carried" aria-label={title}>
      <h2>
        <Icon name="warning" /> {title}
      </h2>
      <p class="phrases">
        <T k="settlement.carried_text" />
      </p>
      <Button kind="outline" href={to('/accounts')}>
        {t('settlement.carried_go')}
      </Button>
    </section>
  );
}
