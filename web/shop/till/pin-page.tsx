// Turned to the customer: whom one pays and how much, then four digits. They are neither shown nor spoken nor kept, and a wrong
// one leaves everything as it was, with the same key.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { go } from '@meguri/shared/route';
import { figure, inOneLine, withBreaks } from '@meguri/shared/texts';
import { Amount, announce, Button, Page, TextLink } from '@meguri/shared/ui';
import { PinEntry, pin_digits } from '../pin/pin-entry.tsx';
import { ShopStrips } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { unitOf } from './amount-page.tsx';
import { NotKnownYet, NotReceived, useCharging, type Ways } from './charging.tsx';
import type { OpenedCard } from './draft.ts';
import { T, t } from './texts.ts';

interface PinPageProps extends Ways {
  opened: OpenedCard;
  amount: number;
}

export function PinPage({ opened, amount, onDone, onAgain }: PinPageProps): VNode {
  const shop = useShop();
  const charging = useCharging(opened, onDone);
  const [pin, setPin] = useState('');
  const { now } = charging;
  const wrong = now.state === 'not_done' && now.problem.refusal === 'pin_wrong' ? now.problem : undefined;
  useEffect(() => {
    if (!wrong) return;
    setPin('');
    announce(inOneLine(wrong), true);
  }, [wrong]);
  if (now.state === 'unknown') return <NotKnownYet command={charging} />;
  if (now.state === 'not_done' && !wrong) {
    return <NotReceived problem={now.problem} asked={{ amount, unit: unitOf(opened), card: true }} onAgain={onAgain} />;
  }
  const whole = pin.length === pin_digits;
  const pay = () => {
    if (whole) charging.charge(amount, pin);
  };
  const words = t(opened.points ? 'till.pin_go_points' : 'till.pin_go', { amount: figure(amount) });
  const foot = (
    <>
      <Button size="pay" onClick={pay} busy={now.state === 'sending' || now.state === 'done'} offReason={whole ? undefined : t('till.pin_first')} reasonHidden>
        {words}
      </Button>
      <TextLink onClick={onAgain}>{t('till.leave')}</TextLink>
    </>
  );
  return (
    <Page title={t('till.pin')} onBack={() => go('/code/amount', true)} strips={<ShopStrips />} foot={foot}>
      <div class="till-amount">
        <p class="till-from">{t('till.pin_at', { place: shop.placeName })}</p>
        <p class="till-figure">
          <Amount value={amount} size="entry" unit={unitOf(opened)} />
        </p>
        <p class={wrong ? 'till-wrong phrases' : 'phrases till-lead'}>
          {wrong ? withBreaks(`${wrong.why}。${wrong.next}`) : <T k="till.pin_lead" />}
        </p>
        <PinEntry pin={pin} setPin={setPin} onEnter={pay} />
      </div>
    </Page>
  );
}
