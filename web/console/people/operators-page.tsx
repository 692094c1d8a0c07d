// Who may act for the city, who is invited, and taking either back.
import type { VNode } from 'preact';
import { api, ask, serverNow, timeOf } from '@meguri/shared/api';
import { consoleDay, dayOf } from '@meguri/shared/texts';
import { usePlain } from '../command.ts';
import { useInvitations, useOperators, type OpenInvitation, type Operator } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel, Refused, Sure } from '../frame/parts.tsx';
import { Inviting } from '../places/inviting.tsx';
import { T, t } from '../texts.ts';

export function OperatorsPage(): VNode {
  const invitations = useInvitations();
  return (
    <ConsolePage title={t('operators.title')}>
      <Operators onInvited={() => void invitations.reload()} />
      <Invitations of={invitations} />
    </ConsolePage>
  );
}

function Operators({ onInvited }: { onInvited: () => void }): VNode {
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
          <Inviting send={() => ask(api.POST('/api/operators/invitations', { body: {} }))} now={serverNow()} onMade={onInvited} />
        </Panel>
      )}
    </Loaded>
  );
}

/** Of operators and of shops' staff alike: whoever holds a link that should not be out can make it worthless here. */
function Invitations({ of }: { of: ReturnType<typeof useInvitations> }): VNode {
  const command = usePlain<unknown>();
  const revoke = async ({ id }: OpenInvitation) => {
    await command.run(ask(api.POST('/api/invitations/{id}/revoke', { params: { path: { id } }, body: {} })));
    await of.reload();
  };
  const whose = (invitation: OpenInvitation) => invitation.place?.name ?? t('operators.title');
  const day = (moment: string) => consoleDay(dayOf(timeOf(moment)));
  const columns: Column<OpenInvitation>[] = [
    { key: 'whose', head: t('invitations.whose'), cell: whose },
    { key: 'made', head: t('invitations.made'), cell: (invitation) => day(invitation.created_at) },
    { key: 'until', head: t('invitations.until'), cell: (invitation) => day(invitation.expires_at) },
    {
      key: 'revoke',
      head: t('place.act'),
      cell: (invitation) => (
        <Sure
          small
          open={t('invitations.revoke')}
          label={t('invitations.revoke_of', { whose: whose(invitation) })}
          text={<T k="invitations.revoke_sure" />}
          go={t('invitations.revoke_go')}
          onGo={() => void revoke(invitation)}
          busy={command.busy}
        />
      ),
    },
  ];
  return (
    <Panel title={t('invitations.title')}>
      {command.problem && <Refused problem={command.problem} />}
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
