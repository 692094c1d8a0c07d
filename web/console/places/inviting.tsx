// A one-time invitation, shown this once: as a link to copy and as a code to read with a phone.
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { timeOf, type Answer } from '@meguri/shared/api';
import { dayOf, dayWithWeekday } from '@meguri/shared/texts';
import { announce, Button, QrImage } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { Refused } from '../frame/parts.tsx';
import { T, t } from '../texts.ts';
import './places.css';

export interface Invitation {
  url: string;
  expires_at: string;
}

interface InvitingProps {
  send: () => Promise<Answer<Invitation>>;
  now: number;
  onMade?: () => void;
  /** What is chosen before: put away while the invitation is shown. */
  children?: ComponentChildren;
}

export function Inviting({ send, now, onMade, children }: InvitingProps): VNode {
  const [made, setMade] = useState<Invitation | undefined>();
  const command = usePlain<Invitation>();
  const invite = async () => {
    const found = await command.run(send());
    if (!found) return;
    setMade(found);
    onMade?.();
  };
  return (
    <div class="panel-foot">
      {command.problem && <Refused problem={command.problem} />}
      {made && <ShownInvitation invitation={made} now={now} onClose={() => setMade(undefined)} />}
      {!made && (
        <div class="stack">
          {children}
          <Button kind="outline" onClick={() => void invite()} busy={command.busy}>
            {t('place.invite')}
          </Button>
        </div>
      )}
    </div>
  );
}

export function ShownInvitation({ invitation, now, onClose }: { invitation: Invitation; now: number; onClose: () => void }): VNode {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    // Refused outside https: the link stands in a field and can be marked by hand.
    const done = await (navigator.clipboard ? navigator.clipboard.writeText(invitation.url).then(() => true, () => false) : false);
    setCopied(done);
    if (done) announce(t('place.copied'));
  };
  const day = dayWithWeekday(dayOf(timeOf(invitation.expires_at)), now);
  return (
    <section class="invitation" aria-label={t('place.invite')} role="status">
      <p class="phrases">
        <strong>
          <T k="place.invited" />
        </strong>
      </p>
      <p class="quiet phrases">
        <T k="place.invite_how" v={{ day }} />
      </p>
      <div class="invitation-ways">
        <QrImage text={invitation.url} label={t('place.invite_qr')} size={160} />
        <div>
          <label class="field-label" for="invitation-link">
            {t('place.invite_link')}
          </label>
          <input id="invitation-link" class="input" readOnly value={invitation.url} onFocus={(event) => event.currentTarget.select()} />
          <div class="row">
            <Button size="small" onClick={() => void copy()}>
              {t(copied ? 'place.copied' : 'place.copy')}
            </Button>
            <Button kind="plain" size="small" onClick={onClose}>
              {t('common.close')}
            </Button>
          </div>
        </div>
      </div>
    </section>
  );
}
