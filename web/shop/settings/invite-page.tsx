// A colleague is invited: what they may do, then a code for their phone, shown this once. Nobody gives a right that they lack.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, serverNow, timeOf, type Problem, type Schemas } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { dayOf, dayWithWeekday } from '@meguri/shared/texts';
import { announce, Button, Checks, QrImage, TextLink } from '@meguri/shared/ui';
import { ProblemNote } from '@meguri/shared/sign-in';
import { PageTitle, ShopPage } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { T, t } from './texts.ts';
import './settings.css';

type Right = Schemas['Rights'][number];
interface Invitation {
  url: string;
  expires_at: string;
}

const all: Right[] = ['receive', 'top_up', 'cancel', 'manage'];

export function InvitePage(): VNode {
  const [made, setMade] = useState<Invitation | undefined>();
  return (
    <ShopPage tab="settings">
      <div class="narrow stack">
        <PageTitle title={t('staff.invite')} />
        {made ? <Shown invitation={made} /> : <Choose onMade={setMade} />}
      </div>
    </ShopPage>
  );
}

function Choose({ onMade }: { onMade: (made: Invitation) => void }): VNode {
  const shop = useShop();
  const offered = all.filter((right) => shop.may(right) && (right === 'manage' || (right === 'top_up' ? shop.topsUp : shop.takesMoney)));
  const [chosen, setChosen] = useState<Right[]>(offered.filter((right) => right === 'receive' || right === 'top_up'));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const invite = async () => {
    setBusy(true);
    setProblem(undefined);
    const answer = await ask(api.POST('/api/place/staff/invitations', { body: { rights: chosen } }));
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    announce(t('staff.invited_qr'), true);
    onMade(answer.data);
  };
  return (
    <>
      <p class="phrases">
        <T k="staff.invite_text" />
      </p>
      <div class="card">
        <Checks legend={t('staff.invite_rights')} all={offered} chosen={chosen} onChosen={setChosen} label={(right) => t(`staff.right.${right}`)} />
      </div>
      {problem && <ProblemNote problem={problem} />}
      <Button busy={busy} onClick={() => void invite()}>
        {t('staff.invite_go')}
      </Button>
      <TextLink href={to('/staff')}>{t('staff.invited_back')}</TextLink>
    </>
  );
}

function Shown({ invitation }: { invitation: Invitation }): VNode {
  const day = dayWithWeekday(dayOf(timeOf(invitation.expires_at)), serverNow());
  return (
    <>
      <p class="phrases">
        <strong>
          <T k="staff.invited" />
        </strong>
      </p>
      <div class="white-slip invite-code">
        <QrImage text={invitation.url} label={t('staff.invited_qr')} size={200} />
      </div>
      <p class="quiet phrases">
        <T k="staff.invited_until" v={{ day }} />
      </p>
      <label class="invite-link">
        <span>{t('staff.invited_link')}</span>
        <input class="input" readOnly value={invitation.url} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <TextLink href={to('/staff')}>{t('staff.invited_back')}</TextLink>
    </>
  );
}
