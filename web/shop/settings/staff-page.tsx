// Who works here. Removing somebody is a page of its own that says what it does; they are out at once.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, serverNow, timeOf, useResource, type Problem, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { dayOf, dayWithWeekday } from '@meguri/shared/texts';
import { announceThere, Button, Icon, Skeleton, TextLink, Trouble } from '@meguri/shared/ui';
import { ProblemNote } from '@meguri/shared/sign-in';
import { PageTitle, ShopPage } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { T, t } from './texts.ts';
import './settings.css';

type Member = Schemas['StaffMember'];
const inOrder: Member['rights'] = ['receive', 'top_up', 'cancel', 'manage'];

export function StaffPage({ removing }: { removing?: string | undefined }): VNode {
  const { info } = useShop();
  const list = useResource('staff', () => ask(api.GET('/api/place/staff')));
  const members = list.data && list.data.staff;
  const chosen = members && members.filter((member) => member.id === removing && !member.own)[0];
  return (
    <ShopPage tab="settings">
      <div class="narrow stack">
        {chosen ? <Removal member={chosen} onRemoved={() => void list.reload()} /> : <PageTitle title={t('staff.title')} />}
        {!members && list.problem && <Trouble onRetry={() => void list.reload()} office={info.city} phone={info.telephone} />}
        {!members && !list.problem && <Skeleton shape="rows" />}
        {members && !chosen && (
          <>
            <ul class="card staff-list">
              {members.map((member) => (
                <StaffRow key={member.id} member={member} />
              ))}
            </ul>
            <Button kind="outline" icon="plus" href={to('/staff/invite')}>
              {t('staff.invite')}
            </Button>
            <TextLink href={to('/settings')}>{t('staff.back')}</TextLink>
          </>
        )}
      </div>
    </ShopPage>
  );
}

function StaffRow({ member }: { member: Member }): VNode {
  const shop = useShop();
  const mayRemove = shop.may('manage') && !member.own;
  const used = (right: Member['rights'][number]) => right === 'manage' || (right === 'top_up' ? shop.topsUp : shop.takesMoney);
  const rights = inOrder.filter((right) => used(right) && member.rights.indexOf(right) >= 0).map((right) => t(`staff.right.${right}`));
  return (
    <li class="staff-row">
      <Icon name="person" />
      <span class="setting-words">
        <strong>{member.name}</strong> {member.own && <span class="own-mark">{t('staff.own')}</span>}
        <span class="quiet phrases">{rights.join(' / ') || t('staff.no_rights')}</span>
        <span class="quiet">{t('staff.since', { day: dayWithWeekday(dayOf(timeOf(member.since)), serverNow()) })}</span>
      </span>
      {mayRemove && (
        <Button kind="plain" size="small" href={to(`/staff/${member.id}`)} label={t('staff.remove_of', { name: member.name })}>
          {t('staff.remove')}
        </Button>
      )}
    </li>
  );
}

function Removal({ member, onRemoved }: { member: Member; onRemoved: () => void }): VNode {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const remove = async () => {
    setBusy(true);
    setProblem(undefined);
    const answer = await ask(api.POST('/api/place/staff/{id}/remove', { params: { path: { id: member.id } }, body: {} }));
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    announceThere(t('staff.removed', { name: member.name }));
    onRemoved();
    go('/staff', true);
  };
  return (
    <>
      <PageTitle title={t('staff.confirm', { name: member.name })} shown={<T k="staff.confirm" v={{ name: member.name }} />} />
      <p class="phrases">
        <T k="staff.confirm_text" />
      </p>
      {problem && <ProblemNote problem={problem} />}
      <div class="cancel-foot">
        <Button kind="cancel" busy={busy} onClick={() => void remove()}>
          {t('staff.confirm_go', { name: member.name })}
        </Button>
        <TextLink href={to('/staff')}>{t('cancel.leave')}</TextLink>
      </div>
    </>
  );
}
