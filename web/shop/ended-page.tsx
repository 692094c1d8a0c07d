// Signed out from elsewhere: said at once and plainly, without blame, with the way back in.
import type { ComponentChildren, VNode } from 'preact';
import { Button, Icon, Page } from '@meguri/shared/ui';
import { T, t } from './texts.ts';

interface EndedPageProps {
  office: string;
  phone: string;
  onSignIn: () => void;
  onHelp: () => void;
  strips?: ComponentChildren;
}

export function EndedPage({ office, phone, onSignIn, onHelp, strips }: EndedPageProps): VNode {
  return (
    <Page title={t('ended.title')} strips={strips} onHelp={onHelp} foot={<Button onClick={onSignIn}>{t('ended.sign_in')}</Button>}>
      <div class="state">
        <span class="state-mark">
          <Icon name="lock" size={40} />
        </span>
        <p class="state-text">
          <T k="ended.text" />
        </p>
        <p class="state-text">
          <T k="ended.ask" v={{ office, phone }} />
        </p>
      </div>
    </Page>
  );
}
