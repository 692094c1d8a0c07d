// Open to everybody: whoever cannot sign in needs it most.
import type { ComponentChildren, VNode } from 'preact';
import type { Info } from '@meguri/shared/session';
import { Button, Page } from '@meguri/shared/ui';
import './help-page.css';
import { t } from './texts.ts';

const parts = [
  ['help.sign_in', 'help.sign_in_text'],
  ['help.lost', 'help.lost_text'],
  ['help.invitation', 'help.invitation_text'],
  ['help.receive', 'help.receive_text'],
  ['help.unknown', 'help.unknown_text'],
  ['help.cancel', 'help.cancel_text'],
] as const;

interface HelpPageProps {
  info: Info;
  strips: ComponentChildren;
  onBack: () => void;
}

export function HelpPage({ info, strips, onBack }: HelpPageProps): VNode {
  return (
    <Page title={t('help.title')} strips={strips} onBack={onBack}>
      {parts.map(([heading, text]) => (
        <section class="card help-part" key={heading}>
          <h2 class="phrases">{t(heading)}</h2>
          <p>{t(text)}</p>
        </section>
      ))}
      <section class="help-call">
        <h2>{t('help.call')}</h2>
        <Button kind="outline" icon="phone" href={`tel:${info.telephone}`}>
          {`${info.city} ${info.telephone}`}
        </Button>
      </section>
    </Page>
  );
}
