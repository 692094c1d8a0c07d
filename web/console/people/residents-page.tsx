// Nothing of a person opens without a reason, and the reason stays on top while it is open. What was looked at is kept in
// no storage of this device: leaving the page closes it.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, serverNow, timeOf, type Schemas } from '@meguri/shared/api';
import { asOfTime, consoleDay, dayOf, digitsOf, figure, inOneLine } from '@meguri/shared/texts';
import { announce, Button, Icon, lazy, Select, TextInput } from '@meguri/shared/ui';
import { useKeyed, usePlain } from '../command.ts';
import type { Resident } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Badge, Facts, Panel, Refused, Sure } from '../frame/parts.tsx';
import { T, t } from '../texts.ts';
import { balanceOf, lotsAfter } from '../wallet/after-entry.ts';

const Lots = lazy(() => import('../wallet/lots.tsx').then((file) => file.Lots));
const HistoryPanel = lazy(() => import('../wallet/history-panel.tsx').then((file) => file.HistoryPanel));
const GivingPanel = lazy(() => import('../grants/giving-panel.tsx').then((file) => file.GivingPanel));

interface Look {
  resident: Resident;
  reason: string;
  since: number;
}

export function ResidentsPage(): VNode {
  const [look, setLook] = useState<Look | undefined>();
  return (
    <ConsolePage title={t('residents.title')}>
      {look ? (
        <Opened look={look} onChanged={(resident) => setLook({ ...look, resident })} onEnd={() => setLook(undefined)} />
      ) : (
        <Finder onFound={setLook} />
      )}
    </ConsolePage>
  );
}

const kinds = ['phone', 'counter', 'lost', 'other'] as const;

function Finder({ onFound }: { onFound: (look: Look) => void }): VNode {
  const [phone, setPhone] = useState('');
  const [kind, setKind] = useState('');
  const [more, setMore] = useState('');
  const [tried, setTried] = useState(false);
  const command = usePlain<Resident>();
  const digits = digitsOf(phone).length;
  const problems = {
    phone: digits < 10 || digits > 13 ? t('residents.phone_digits') : undefined,
    kind: kind === '' ? t('residents.choose_reason') : undefined,
    more: kind === 'other' && more.trim() === '' ? t('residents.more_needed') : undefined,
  };
  const server = command.problem;
  const ofPhone = server && (server.field === 'phone' || server.refusal === 'phone_invalid' || server.refusal === 'not_found');
  // Not found is about the number that was typed, whatever the general sentence says.
  const said = server && (server.refusal === 'not_found' ? t('residents.not_found') : inOneLine(server));
  const find = async () => {
    setTried(true);
    if (problems.phone || problems.kind || problems.more) return;
    const words = t(`residents.reason.${kind as (typeof kinds)[number]}`);
    const reason = (more.trim() ? `${words} ${more.trim()}` : words).slice(0, 200);
    const found = await command.run(ask(api.POST('/api/residents/find', { body: { phone: phone.trim(), reason } })));
    if (found) onFound({ resident: found, reason, since: serverNow() });
  };
  return (
    <form
      class="narrow"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <Panel title={t('residents.find')}>
        <p class="quiet phrases">
          <T k="residents.find_text" />
        </p>
        {server && !ofPhone && <Refused problem={server} />}
        <TextInput
          type="tel"
          label={t('residents.phone')}
          hint={t('residents.phone_hint')}
          value={phone}
          onValue={setPhone}
          problem={tried && problems.phone ? problems.phone : ofPhone ? said : undefined}
          autoComplete="off"
          maxLength={30}
        />
        <Select
          label={t('residents.reason')}
          value={kind}
          onValue={setKind}
          problem={tried ? problems.kind : undefined}
          options={[{ value: '', label: t('residents.choose_reason') }, ...kinds.map((value) => ({ value, label: t(`residents.reason.${value}`) }))]}
        />
        <TextInput
          label={t('residents.more')}
          hint={kind === 'other' ? undefined : t('common.optional')}
          value={more}
          onValue={setMore}
          problem={tried ? problems.more : undefined}
          autoComplete="off"
          maxLength={150}
        />
        <Button type="submit" busy={command.busy}>
          {t('residents.go')}
        </Button>
      </Panel>
    </form>
  );
}

interface OpenedProps {
  look: Look;
  onChanged: (resident: Resident) => void;
  onEnd: () => void;
}

const readHistory = (id: string, reason: string, before?: string) =>
  ask(api.POST('/api/residents/{id}/history', { params: { path: { id } }, body: { reason, limit: 20, ...(before === undefined ? {} : { before: Number(before) }) } }));

function Opened({ look, onChanged, onEnd }: OpenedProps): VNode {
  const { resident, reason, since } = look;
  const active = resident.status === 'active';
  const given = (entry: Schemas['Entry']) => {
    const lots = lotsAfter(resident.lots, entry);
    onChanged({ ...resident, lots, balance: balanceOf(lots) });
  };
  return (
    <>
      <div class="reason-bar" role="region" aria-label={t('residents.reason')}>
        <Icon name="eye" />
        <p>
          <strong>{t('residents.bar', { reason })}</strong>
          <span>{t('residents.bar_text', { time: asOfTime(since) })}</span>
        </p>
        <Button kind="plain" size="small" onClick={onEnd}>
          {t('residents.end')}
        </Button>
      </div>
      <div class="columns">
        <div class="resident-side">
          <Panel title={t('residents.title')} note={<Badge look={active ? 'good' : 'stop'}>{t(active ? 'residents.active' : 'residents.blocked')}</Badge>}>
            <Facts
              facts={[
                { name: t('residents.number'), value: resident.id },
                { name: t('residents.balance'), value: t('yen', { amount: figure(resident.balance) }) },
                { name: t('residents.since'), value: consoleDay(dayOf(timeOf(resident.since))) },
              ]}
            />
            <Lots lots={resident.lots} />
          </Panel>
          <Status resident={resident} onChanged={onChanged} />
          {active && <GivingPanel resident={resident} onGiven={given} />}
        </div>
        <HistoryPanel key={JSON.stringify(resident.lots)} read={(before) => readHistory(resident.id, reason, before)} />
      </div>
    </>
  );
}

function Status({ resident, onChanged }: Omit<OpenedProps, 'look' | 'onEnd'> & { resident: Resident }): VNode {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const command = useKeyed<Resident>();
  const active = resident.status === 'active';
  const set = async () => {
    setTried(true);
    if (reason.trim() === '') return;
    const params = { path: { id: resident.id } };
    const body = { status: active ? ('blocked' as const) : ('active' as const), reason: reason.trim() };
    const next = await command.run((key) => ask(api.POST('/api/residents/{id}/status', { params, body: { key, ...body } })));
    if (!next) return;
    setReason('');
    setTried(false);
    onChanged(next);
    announce(t(next.status === 'active' ? 'residents.now_active' : 'residents.now_blocked'), true);
  };
  const word = t(active ? 'residents.block' : 'residents.unblock');
  return (
    <Panel title={t('residents.actions')}>
      {command.problem && <Refused problem={command.problem} />}
      <Sure
        key={resident.status}
        mild={!active}
        open={word}
        text={<T k={active ? 'residents.block_text' : 'residents.unblock_text'} />}
        go={word}
        onGo={() => void set()}
        busy={command.busy}
      >
        <TextInput
          label={t('residents.block_reason')}
          value={reason}
          onValue={setReason}
          problem={tried && reason.trim() === '' ? t('residents.more_needed') : undefined}
          autoComplete="off"
          maxLength={200}
        />
      </Sure>
    </Panel>
  );
}
