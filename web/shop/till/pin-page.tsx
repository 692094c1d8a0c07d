// Turned to the customer: whom one pays and how much, then four digits. They are neither shown nor spoken nor kept, and a wrong
// one leaves everything as it was, with the same key.
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { go } from '@meguri/shared/route';
import { figure, inOneLine, withBreaks } from '@meguri/shared/texts';
import { Amount, announce, Button, Icon, Page, TextLink } from '@meguri/shared/ui';
import { ShopStrips } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { unitOf } from './amount-page.tsx';
import { NotKnownYet, NotReceived, useCharging, type Ways } from './charging.tsx';
import type { OpenedCard } from './draft.ts';
import { T, t } from './texts.ts';

const pin_digits = 4;
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0'];

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
    return <NotReceived problem={now.problem} asked={{ amount, unit: unitOf(opened) }} onAgain={onAgain} />;
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
      <div class="till-amount till-pin">
        <p class="till-from">{t('till.pin_at', { place: shop.placeName })}</p>
        <p class="till-figure">
          <Amount value={amount} size="entry" unit={unitOf(opened)} />
        </p>
        <p class={wrong ? 'till-wrong phrases' : 'phrases till-lead'}>
          {wrong ? withBreaks(`${wrong.why}。${wrong.next}`) : <T k="till.pin_lead" />}
        </p>
        <PinBoxes typed={pin.length} />
        <PinPad pin={pin} setPin={setPin} onEnter={pay} />
      </div>
    </Page>
  );
}

function PinBoxes({ typed }: { typed: number }): VNode {
  return (
    <p class="pin-boxes">
      {Array.from({ length: pin_digits }, (_, i) => (
        <span key={i} class={i < typed ? 'pin-box pin-typed' : 'pin-box'} aria-hidden="true" />
      ))}
      <span class="heard" role="status">
        {t('till.pin_count', { n: typed })}
      </span>
    </p>
  );
}

interface PadProps {
  pin: string;
  setPin: (pin: string) => void;
  onEnter: () => void;
}

function PinPad(props: PadProps): VNode {
  const newest = useRef(props);
  newest.current = props;
  const typed = useRef('');
  if (props.pin === '') typed.current = '';
  // Quick keys: each adds to what was typed, not to what was drawn last.
  const press = (digit: string) => {
    if (typed.current.length >= pin_digits) return;
    typed.current += digit;
    newest.current.setPin(typed.current);
  };
  const erase = () => {
    typed.current = typed.current.slice(0, -1);
    newest.current.setPin(typed.current);
  };
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^[0-9]$/.test(event.key)) press(event.key);
      else if (event.key === 'Backspace') erase();
      else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) newest.current.onEnter();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
  return (
    <div class="keypad" role="group" aria-label={t('till.pin_pad')}>
      {keys.map((digit) =>
        digit === '' ? (
          <span key="none" />
        ) : (
          <button class="key" type="button" key={digit} onClick={() => press(digit)}>
            {digit}
          </button>
        ),
      )}
      <button class="key" type="button" onClick={erase} aria-label={t('till.pin_delete')}>
        <Icon name="backspace" size={28} />
      </button>
    </div>
  );
}
