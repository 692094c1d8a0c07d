// Who may act for the city, who is invited, and taking either back. A further operator is proposed by one and approved by
// another, who is shown the link.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, serverNow, timeOf } from '@meguri/shared/api';
import { consoleDay, dayOf } from '@meguri/shared/texts';
import { announce, Button, TextInput } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { useInvitations, useOperators, type OpenInvitation, type Operator } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel, Refused, Sure } from '../frame/parts.tsx';
import { ShownInvitation, type Invitation } from '../places/inviting.tsx';
import { T, t } from '../texts.ts';

export function OperatorsPage(): VNode {
  const invitations = useInvitations();
  return (
    <ConsolePage title={t('operators.title')}>
      <Operators onProposed={() => void invitations.reload()} />
      <Invitations of={invitations} />
    </ConsolePage>
  );
}

function Operators({ onProposed }: { onProposed: () => void }): VNode {
  const operators = useOperators();
  const command = usePlain<unknown>();
  const remove = async ({ id }: Operator) => {
    await command.run(ask(api.POST('/api/operators/{id}/remove', { params: { path: { id } }, body: {} })));
    await operators.reload();
  };
  const columns: Column<Operator>[] = [
    {
      key: 'name',
      head: t('operators.name'),
      cell: (operator) => (
        <>
          {operator.name} {operator.own && <Badge look="good">{t('common.own')}</Badge>}
        </>
      ),
    },
    { key: 'since', head: t('operators.since'), cell: (operator) => consoleDay(dayOf(timeOf(operator.since))) },
    {
      key: 'remove',
      head: t('place.act'),
      cell: (operator) =>
        !operator.own && (
          <Sure
            small
            open={t('place.remove')}
            label={t('place.remove_of', { name: operator.name })}
            text={<T k="place.remove_sure" v={{ name: operator.name }} />}
            go={t('place.remove_go', { name: operator.name })}
            onGo={() => void remove(operator)}
            busy={command.busy}
          />
        ),
    },
  ];
  return (
    <Loaded of={operators}>
      {(data) => (
        <Panel title={t('operators.title')} note={t('people', { n: data.operators.length })}>
          {command.problem && <Refused problem={command.problem} />}
          <DataTable caption={t('operators.title')} keyOf={(operator) => operator.id} rows={data.operators} columns={columns} />
          <p class="quiet phrases">
            <T k="operators.note" />
          </p>
          <Proposing alone={data.operators.length < 2} onProposed={onProposed} />
        </Panel>
      )}
    </Loaded>
  );
}

function Proposing({ alone, onProposed }: { alone: boolean; onProposed: () => void }): VNode {
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const command = usePlain<unknown>();
  if (alone) {
    return (
      <p class="quiet phrases panel-foot">
        <T k="operators.alone" />
      </p>
    );
  }
  const propose = async () => {
    setMissing(name.trim() === '');
    if (name.trim() === '') return;
    const done = await command.run(ask(api.POST('/api/operators/invitations', { body: { name: name.trim() } })));
    if (!done) return;
    setName('');
    announce(t('operators.proposed'), true);
    onProposed();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void propose();
  };
  return (
    <form class="panel-foot" onSubmit={submit} noValidate>
      {command.problem && <Refused problem={command.problem} />}
      <TextInput
        label={t('operators.who')}
        hint={t('operators.who_hint')}
        problem={missing ? t('operators.who_missing') : undefined}
        value={name}
        onValue={setName}
      />
      <div class="row">
        <Button kind="outline" type="submit" busy={command.busy}>
          {t('operators.propose')}
        </Button>
      </div>
    </form>
  );
}

/** Of operators and of shops' staff alike: whoever holds a link that should not be out can make it worthless here. */
function Invitations({ of }: { of: ReturnType<typeof useInvitations> }): VNode {
  const command = usePlain<unknown>();
  const revoke = async ({ id }: OpenInvitation) => {
    await command.run(ask(api.POST('/api/invitations/{id}/revoke', { params: { path: { id } }, body: {} })));
    await of.reload();
  };
  const [made, setMade] = useState<Invitation | undefined>();
  const approving = usePlain<Invitation>();
  const approve = async ({ id }: OpenInvitation) => {
    const link = await approving.run(ask(api.POST('/api/invitations/{id}/approve', { params: { path: { id } }, body: {} })));
    if (link) setMade(link);
    await of.reload();
  };
  const whose = ({ place, name }: OpenInvitation) => place?.name ?? (name ? t('invitations.operator', { name }) : t('operators.title'));
  const day = (moment: string) => consoleDay(dayOf(timeOf(moment)));
  const columns: Column<OpenInvitation>[] = [
    {
      key: 'whose',
      head: t('invitations.whose'),
      cell: (invitation) => (
        <>
          {whose(invitation)} {invitation.waiting && <Badge look="wait">{t('invitations.waiting')}</Badge>}
          {invitation.waiting && (
            <p class="quiet phrases">
              <T k={invitation.own ? 'invitations.own' : 'invitations.by'} v={{ by: invitation.by ?? '' }} />
            </p>
          )}
        </>
      ),
    },
    { key: 'made', head: t('invitations.made'), cell: (invitation) => day(invitation.created_at) },
    { key: 'until', head: t('invitations.until'), cell: (invitation) => day(invitation.expires_at) },
    {
      key: 'revoke',
      head: t('place.act'),
      cell: (invitation) => (
        <>
          {invitation.waiting && !invitation.own && (
            <Sure
              mild
              open={t('invitations.approve')}
              label={t('invitations.approve_of', { whose: whose(invitation) })}
              text={<T k="invitations.approve_sure" v={{ name: invitation.name ?? '' }} />}
              go={t('invitations.approve_go')}
              onGo={() => void approve(invitation)}
              busy={approving.busy}
            />
          )}
          <Sure
            small
            open={t('invitations.revoke')}
            label={t('invitations.revoke_of', { whose: whose(invitation) })}
            text={<T k={invitation.waiting ? 'invitations.drop_sure' : 'invitations.revoke_sure'} />}
            go={t('invitations.revoke_go')}
            onGo={() => void revoke(invitation)}
            busy={command.busy}
          />
        </>
      ),
    },
  ];
  return (
    <Panel title={t('invitations.title')}>
      {command.problem && <Refused problem={command.problem} />}
      {approving.problem && <Refused problem={approving.problem} />}
      {made && <ShownInvitation invitation={made} now={serverNow()} onClose={() => setMade(undefined)} />}
      <Loaded of={of}>
        {(data) =>
          data.invitations.length === 0 ? (
            <p class="quiet phrases">
              <T k="invitations.none" />
            </p>
          ) : (
            <DataTable caption={t('invitations.title')} columns={columns} rows={data.invitations} keyOf={(invitation) => invitation.id} />
          )
        }
      </Loaded>
    </Panel>
  );
}
