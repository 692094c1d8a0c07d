// The counter sticker, A6: the shop's name as large as its code allows, the number, three steps, and the sentence against
// pasted-over codes. On paper nothing else of the page appears.
import type { VNode } from 'preact';
import { to } from '@meguri/shared/route';
import { groupsOfFour } from '@meguri/shared/texts';
import { Button, EmptyState, Icon, Logo, QrImage, Shippo, TextLink, type IconName } from '@meguri/shared/ui';
import { usePlace, type Place } from '../data.ts';
import { ConsolePage, useConsole } from '../frame/console-page.tsx';
import { Loaded } from '../frame/parts.tsx';
import { T, t } from '../texts.ts';
import { receives } from './rights.ts';
import './print-page.css';

export function PrintPage({ id }: { id: string }): VNode {
  const place = usePlace(id);
  const actions = (
    <>
      <TextLink href={to(`/places/${id}`)}>{t('common.back')}</TextLink>
      <Button size="small" onClick={() => window.print()}>
        {t('print.print')}
      </Button>
    </>
  );
  return (
    <ConsolePage title={t('print.title')} note={<T k="print.note" />} actions={actions}>
      <Loaded of={place}>{(found) => (receives(found) ? <Sticker place={found} /> : <EmptyState title={<T k="print.no_payments" />} />)}</Loaded>
    </ConsolePage>
  );
}

const steps: [icon: IconName, key: 'print.step1' | 'print.step2' | 'print.step3'][] = [
  ['scan', 'print.step1'],
  ['yen', 'print.step2'],
  ['check', 'print.step3'],
];

function Sticker({ place }: { place: Place }): VNode {
  const { info } = useConsole();
  return (
    <section class="sticker white-slip" aria-label={t('print.title')}>
      <header>
        <Shippo />
        <span class="sticker-mark">
          <Logo size={40} />
        </span>
        <strong>{t('nav.mark')}</strong>
        <span>{t('print.can_use')}</span>
      </header>
      <h2>{place.name}</h2>
      <p>{t('print.scan')}</p>
      <QrImage text={place.code_url} label={t('print.qr', { name: place.name })} size={245} />
      <p class="sticker-number">
        {t('place.number')} <strong>{groupsOfFour(place.code_number)}</strong>
      </p>
      <ol>
        {steps.map(([icon, key], i) => (
          <li key={key}>
            <span>
              <span class="sticker-n">{i + 1}</span>
              <Icon name={icon} size={22} />
            </span>
            {t(key)}
          </li>
        ))}
      </ol>
      <p class="phrases">
        <T k="print.any_camera" />
        <br />
        <T k="print.other_name" />
      </p>
      {info.environment !== 'production' && <p class="sticker-test">{t('env.test')}</p>}
    </section>
  );
}
