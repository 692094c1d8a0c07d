// Four digits that are neither shown nor spoken: how many there are is all that is seen and heard.
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '@meguri/shared/ui';
import { t } from './texts.ts';
import './pin-entry.css';

export const pin_digits = 4;
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0'];

interface PinEntryProps {
  pin: string;
  setPin: (pin: string) => void;
  onEnter: () => void;
}

export function PinEntry(props: PinEntryProps): VNode {
  return (
    <>
      <Boxes typed={props.pin.length} />
      <Pad {...props} />
    </>
  );
}

function Boxes({ typed }: { typed: number }): VNode {
  return (
    <p class="pin-boxes">
      {Array.from({ length: pin_digits }, (_, i) => (
        <span key={i} class={i < typed ? 'pin-box pin-typed' : 'pin-box'} aria-hidden="true" />
      ))}
      <span class="heard" role="status">
        {t('pin.count', { n: typed })}
      </span>
    </p>
  );
}

function Pad(props: PinEntryProps): VNode {
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
    <div class="keypad" role="group" aria-label={t('pin.pad')}>
      {keys.map((digit) =>
        digit === '' ? (
          <span key="none" />
        ) : (
          <button class="key" type="button" key={digit} onClick={() => press(digit)}>
            {digit}
          </button>
        ),
      )}
      <button class="key" type="button" onClick={erase} aria-label={t('pin.delete')}>
        <Icon name="backspace" size={28} />
      </button>
    </div>
  );
}
