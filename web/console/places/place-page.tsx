// One place: what it is, its code, who works there, and opening and closing it.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource, serverNow, timeOf } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleDay, dayOf, groupsOfFour } from '@meguri/shared/texts';
import { announce, Button, Checks, lazy, QrImage, TextLink } from '@meguri/shared/ui';
import { useKeyed, usePlain } from '../command.ts';
import { usePlace, useStaff, type Place, type StaffMember } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Facts, Loaded, Panel, Refused, Sure } from '../frame/parts.tsx';
import { T, t } from '../texts.ts';
import { Inviting } from './inviting.tsx';
import { receives, rightsAt } from './rights.ts';
import { canDo, PlaceBadge } from './places-page.tsx';
import './places.css';

const TraitsPanel = lazy(() => import('../lists/traits-panel.tsx').then((file) => file.TraitsPanel));

export function PlacePage({ id }: { id: string }): VNode {
  const place = usePlace(id);
  const { data } = place;
  const changed = (next: Place) => putResource(`place ${id}`, next);
  return (
    <ConsolePage
      title={data ? data.name : t('places.title')}
      note={data && <PlaceBadge place={data} />}
      actions={<TextLink href={to('/places')}>{t('common.to_list')}</TextLink>}
    >
      <Loaded of={place}>
        {(found) => (
          <div class="columns columns-wide">
            <div>
              <Panel title={t('place.facts')}>
                <Facts
                  facts={[
                    { name: t('places.reading'), value: found.reading },
                    { name: t('places.type'), value: found.type },
                    { name: t('places.area'), value: found.area },
                    { name: t('places.organization'), value: found.organization.name },
                    { name: t('places.can'), value: canDo(found) },
                  ]}
                />
                <div class="row">
                  <Button kind="outline" href={to(`/places/${id}/directory`)}>
                    {t('place.directory')}
                  </Button>
                  {receives(found) && (
                    <Button kind="outline" href={to(`/places/${id}/sales`)}>
                      {t('place.sales')}
                    </Button>
                  )}
                </div>
                <Status place={found} onChanged={changed} />
              </Panel>
              <TraitsPanel key={`${found.type} ${found.area}`} place={found} onChanged={changed} />
              <Staff place={found} />
            </div>
            {receives(found) && <Code place={found} onChanged={changed} />}
          </div>
        )}
      </Loaded>
    </ConsolePage>
  );
}

interface PlaceProps {
  place: Place;
  onChanged: (next: Place) => void;
}

function Status({ place, onChanged }: PlaceProps): VNode {
  const command = useKeyed<Place>();
  const open = place.status === 'open';
  const set = async () => {
    const params = { path: { id: place.id } };
    const status = open ? ('closed' as const) : ('open' as const);
    const next = await command.run((key) => ask(api.POST('/api/places/{id}/status', { params, body: { key, status } })));
    if (!next) return;
    onChanged(next);
    announce(t(`places.${next.status}`), true);
  };
  return (
    <div class="panel-foot">
      {command.problem && <Refused problem={command.problem} />}
      {open ? (
        <Sure open={t('place.close')} text={<T k="place.close_sure" />} go={t('place.close_go')} onGo={() => void set()} busy={command.busy} />
      ) : (
        <Button kind="outline" onClick={() => void set()} busy={command.busy}>
          {t('place.reopen')}
        </Button>
      )}
    </div>
  );
}

function Code({ place, onChanged }: PlaceProps): VNode {
  const command = usePlain<Place>();
  const retire = async () => {
    const next = await command.run(ask(api.POST('/api/places/{id}/code/retire', { params: { path: { id: place.id } }, body: {} })));
    if (!next) return;
    onChanged(next);
    announce(t('place.retired'), true);
  };
  return (
    <Panel title={t('place.code')} note={<T k="place.code_note" />}>
      <div class="place-code white-slip">
        <QrImage text={place.code_url} label={t('print.qr', { name: place.name })} size={220} />
        <p>
          {t('place.number')} <strong class="whole">{groupsOfFour(place.code_number)}</strong>
        </p>
      </div>
      <div class="row">
        <Button kind="outline" href={to(`/places/${place.id}/print`)}>
          {t('place.print')}
        </Button>
      </div>
      {command.problem && <Refused problem={command.problem} />}
      <Sure
        open={t('place.retire')}
        text={<T k="place.retire_sure" />}
        go={t('place.retire_go')}
        onGo={() => void retire()}
        busy={command.busy}
      />
    </Panel>
  );
}

function Staff({ place }: { place: Place }): VNode {
  const { id } = place;
  const staff = useStaff(id);
  const command = usePlain<unknown>();
  const offered = rightsAt(place, ['receive', 'top_up', 'cancel', 'manage']);
  const [rights, setRights] = useState(offered);
  const invite = () => ask(api.POST('/api/places/{id}/invitations', { params: { path: { id } }, body: { rights } }));
  const remove = async (member: StaffMember) => {
    await command.run(ask(api.POST('/api/staff/{id}/remove', { params: { path: { id: member.id } }, body: {} })));
    await staff.reload();
  };
  const columns: Column<StaffMember>[] = [
    { key: 'name', head: t('operators.name'), cell: (member) => member.name },
    { key: 'rights', head: t('places.can'), cell: (member) => rightsAt(place, member.rights).map((right) => t(`place.right.${right}`)).join(' / ') || t('common.none') },
    { key: 'since', head: t('operators.since'), cell: (member) => consoleDay(dayOf(timeOf(member.since))) },
    {
      key: 'remove',
      head: t('place.act'),
      cell: (member) => (
        <Sure
          small
          open={t('place.remove')}
          label={t('place.remove_of', { name: member.name })}
          text={<T k="place.remove_sure" v={{ name: member.name }} />}
          go={t('place.remove_go', { name: member.name })}
          onGo={() => void remove(member)}
          busy={command.busy}
        />
      ),
    },
  ];
  return (
    <Panel title={t('place.staff')}>
      {command.problem && <Refused problem={command.problem} />}
      <Loaded of={staff}>
        {(data) =>
          data.staff.length === 0 ? (
            <p class="quiet phrases">
              <T k="place.no_staff" />
            </p>
          ) : (
            <DataTable caption={t('place.staff')} columns={columns} rows={data.staff} keyOf={(member) => member.id} />
          )
        }
      </Loaded>
      <Inviting send={invite} now={serverNow()}>
        <Checks legend={t('place.invite_rights')} all={offered} chosen={rights} onChosen={setRights} label={(right) => t(`place.right.${right}`)} />
      </Inviting>
    </Panel>
  );
}
