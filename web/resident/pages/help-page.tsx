import type { VNode } from 'preact';
import { Button, Page } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { goBack } from './go-back.ts';
import { Strips } from './strips.tsx';

const parts = [
  ['help.pay', 'help.pay_text'],
  ['help.code', 'help.code_text'],
  ['help.unknown', 'help.unknown_text'],
  ['help.expiry', 'help.expiry_text'],
  ['help.lost', 'help.lost_text'],
] as const;

export function HelpPage(): VNode {
  const { info } = useCity();
  return (
    <Page title={t('help.title')} strips={<Strips />} onBack={goBack}>
      {parts.map(([heading, text]) => (
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
