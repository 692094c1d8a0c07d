// 「受け取りました」: the very amount, digits and seal of the customer's page.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { timeOf } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { figure, language } from '@meguri/shared/texts';
import { announce, Page, play, ReceivePanel, TextLink } from '@meguri/shared/ui';
import { speak, switchedOn } from '../device.ts';
import { useDaySeal } from '../receive/day-seal.ts';
import { ShopStrips } from '../shop-page.tsx';
import type { Entry } from '../shop.ts';
import { isOfPoints } from './draft.ts';
import { t } from './texts.ts';

export function ReceivedPage({ entry, left, onNext }: { entry: Entry; left?: number | undefined; onNext: () => void }): VNode {
  const seal = useDaySeal();
  const points = isOfPoints(entry);
  const amount = figure(entry.amount);
  useEffect(() => {
    const said = points ? 'voice.said_points' : 'voice.said';
    announce(`${t(said, { amount })} ${entry.digits.split('').join(' ')}`, true);
    if (switchedOn('sound')) play('received');
    if (switchedOn('voice')) speak(t(said, { amount }), language());
  }, [entry.id]);
  return (
    <Page title={t('till.title')} strips={<ShopStrips />} foot={<TextLink onClick={() => go('/', true)}>{t('till.home')}</TextLink>}>
      <ReceivePanel
        amount={entry.amount}
        unit={points ? t('unit.point') : undefined}
        digits={entry.digits}
        receivedAt={timeOf(entry.at)}
        seal={seal}
        note={left === undefined ? undefined : t(points ? 'till.left_points' : 'till.left', { amount: figure(left) })}
        large={window.innerWidth >= 768}
        onNext={onNext}
      />
    </Page>
  );
}
