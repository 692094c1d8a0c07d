// The amount by buttons: 3 × 4, with 00 and delete, no letters. Hardware digit keys, Backspace and Enter work
// too, unless the person is typing into a field.
import type { VNode } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
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

function typingInField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

export function Keypad({ onDigits, onDelete, onEnter }: KeypadProps): VNode {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typingInField(event.target)) return;
      if (/^[0-9]$/.test(event.key)) onDigits(event.key);
      else if (event.key === 'Backspace') onDelete();
      // Enter on a focused button presses that button; only an idle page hands it on.
      else if (event.key === 'Enter' && (event.target === document.body || !(event.target instanceof HTMLButtonElement))) onEnter?.();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [onDigits, onDelete, onEnter]);

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

/** The amount being typed: digits after digits, never more than `max` (a digit too many is not taken). */
export function useAmountEntry(max = 9_999_999): {
  amount: number;
  /** With every key so far, also those whose drawing is still to come: what a button must use. */
  latest: () => number;
  onDigits: (digits: string) => void;
  onDelete: () => void;
  set: (amount: number) => void;
} {
  const [amount, setAmount] = useState(0);
  // The newest amount, also between two drawings: quick typing must not lose or misplace a digit.
  const newest = useRef(0);
  const set = useCallback((next: number) => {
    newest.current = next;
    setAmount(next);
  }, []);
  const change = useCallback((next: number) => {
    set(next);
    announce(t('amount.entered', { amount: figure(next) }));
  }, []);
  const onDigits = useCallback((digits: string) => {
    const next = Number(`${newest.current}${digits}`);
    if (next <= max) change(next);
  }, [max]);
  const onDelete = useCallback(() => change(Math.floor(newest.current / 10)), []);
  const latest = useCallback(() => newest.current, []);
  return { amount, latest, set, onDigits, onDelete };
}
