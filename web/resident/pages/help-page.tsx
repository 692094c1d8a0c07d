// Open to everybody: whoever cannot sign in needs it most.
import type { VNode } from 'preact';
import { Button, Page } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { t } from '../texts/help/index.ts';
import { goBack } from './go-back.ts';
import { Strips } from './strips.tsx';

const parts = [
  ['help.sign_in', 'help.sign_in_text'],
  ['help.pay', 'help.pay_text'],
  ['help.code', 'help.code_text'],
  ['help.unknown', 'help.unknown_text'],
  ['help.expiry', 'help.expiry_text'],
  ['help.lost', 'help.lost_text'],
] as const;

export function HelpPage(): VNode {
  const { info, person } = useCity();
  // Whoever is in needs no way in.
  const shown = parts.filter(([heading]) => person === '' || heading !== 'help.sign_in');
  return (
    <Page title={t('help.title')} strips={<Strips />} onBack={goBack}>
      {shown.map(([heading, text]) => (
        <section class="card help-part" key={heading}>
          <h2>{t(heading)}</h2>
          <p>{t(text)}</p>
        </section>
      ))}
      {info && (
        <section class="help-call">
          <h2 class="part-heading">{t('help.call')}</h2>
          <Button kind="outline" icon="phone" href={`tel:${info.telephone}`}>
            {`${t('common.city_office', { city: info.city })} ${info.telephone}`}
          </Button>
        </section>
      )}
    </Page>
  );
}
