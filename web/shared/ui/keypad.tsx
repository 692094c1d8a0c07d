// The amount by buttons: 3 × 4, with 00 and delete, no letters. Hardware digit keys, Backspace and Enter work
// too, unless the person is typing into a field.
import type { VNode } from 'preact';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { figure } from '../texts/amounts.ts';
import { t } from '../texts/shared-texts.ts';
import { announce } from './announce.ts';
import { Icon } from './icon.tsx';
import './keypad.css';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '00', '0'];

export interface KeypadProps {
  /** '0'…'9' or '00'. */
  onDigits: (digits: string) => void;
  onDelete: () => void;
  /** Enter on a keyboard. */
  onEnter?: (() => void) | undefined;
}

const most = 9_999_999;

function typingInField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'radio' && target.type !== 'checkbox';
  return target instanceof HTMLElement && /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

export function Keypad(props: KeypadProps): VNode {
  const { onDigits, onDelete } = props;
  // Listened to once, as long as the keys stand there: taking the listener away and putting it back at each drawing would
  // leave moments in which a quick key meets the one before.
  const newest = useRef(props);
  newest.current = props;
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typingInField(event.target)) return;
      const { onDigits, onDelete, onEnter } = newest.current;
      if (/^[0-9]$/.test(event.key)) onDigits(event.key);
      else if (event.key === 'Backspace') onDelete();
      // Enter on a focused button presses that button; only an idle page hands it on.
      else if (event.key === 'Enter' && (event.target === document.body || !(event.target instanceof HTMLButtonElement))) onEnter?.();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);

  return (
    <div class="keypad" role="group" aria-label={t('keypad.label')}>
      {keys.map((digits) => (
        <button class="key" type="button" key={digits} onClick={() => onDigits(digits)}>
          {digits}
        </button>
      ))}
      <button class="key" type="button" onClick={onDelete} aria-label={t('keypad.delete')}>
        <Icon name="backspace" size={28} />
      </button>
    </div>
  );
}

/**
 * The amount being typed: digits after digits. What is more than 9,999,999 is not taken, and that is said. A lower limit of
 * the matter at hand does not belong here: a digit left out in silence makes of 60,000 a 6,000 that nobody meant.
 */
/** `unit`: what is typed, as it is heard; undefined: yen. */
export function useAmountEntry(start = 0, unit?: string): {
  amount: number;
  /** With every key so far, also those whose drawing is still to come: what a button must use. */
  latest: () => number;
  onDigits: (digits: string) => void;
  onDelete: () => void;
  set: (amount: number) => void;
} {
  const [amount, setAmount] = useState(start);
  const heard = useRef(unit);
  heard.current = unit;
  // The newest amount, also between two drawings: quick typing must not lose or misplace a digit.
  const newest = useRef(start);
  const set = useCallback((next: number) => {
    newest.current = next;
    setAmount(next);
  }, []);
  const change = useCallback((next: number) => {
    set(next);
    announce(heard.current ? t('amount.entered_in', { amount: figure(next), unit: heard.current }) : t('amount.entered', { amount: figure(next) }));
  }, []);
  const onDigits = useCallback((digits: string) => {
    const next = Number(`${newest.current}${digits}`);
    if (next <= most) change(next);
    else announce(t('amount.most', { amount: figure(most) }), true);
  }, []);
  const onDelete = useCallback(() => change(Math.floor(newest.current / 10)), []);
  const latest = useCallback(() => newest.current, []);
  return { amount, latest, set, onDigits, onDelete };
}
