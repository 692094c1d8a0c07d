// The customer's own code: white always, QR 240, 12 digits in 4-4-4 for typing, a ring with the seconds in words. The
// balance does not stand here. A new code comes without moving focus.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { groupsOfFour } from '../texts/amounts.ts';
import { t, T } from '../texts/shared-texts.ts';
import './code-card.css';
import { QrImage } from './qr-image.tsx';

export interface CodeCardProps {
  /** Above the code, when it is not for paying. */
  heading?: ComponentChildren;
  /** What the code is for, for those who do not see it. */
  imageLabel?: string | undefined;
  /** What the QR holds. */
  text: string;
  /** The twelve digits. */
  number: string;
  /** Server time, unix ms. */
  expiresAt: number;
  lifetimeSeconds: number;
  now: () => number;
  /** Called once when the time is up: fetch the next code. */
  onExpired: () => void;
}

function useSecondsLeft(expiresAt: number, now: () => number, onExpired: () => void): number {
  const left = () => Math.max(0, Math.ceil((expiresAt - now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => {
      const rest = left();
      setSeconds(rest);
      if (rest > 0) return;
      clearInterval(timer);
      onExpired();
    }, 1000);
    return () => clearInterval(timer);
  }, [expiresAt]);
  return seconds;
}

export function CodeCard(props: CodeCardProps): VNode {
  const { heading, imageLabel, text, number, expiresAt, lifetimeSeconds, now, onExpired } = props;
  const left = useSecondsLeft(expiresAt, now, onExpired);
  const around = 2 * Math.PI * 17;
  return (
    <section class="code-card white-slip">
      <h2>{heading ?? <T k="code.show" />}</h2>
      <QrImage text={text} label={imageLabel ?? t('code.image')} />
      <p class="quiet phrases">
        <T k="code.number" />
      </p>
      <strong class="code-card-number">{groupsOfFour(number)}</strong>
      <p class="code-card-left">
        <svg viewBox="0 0 40 40" fill="none" stroke-width="5" aria-hidden="true" focusable="false">
          <circle cx="20" cy="20" r="17" style={{ stroke: 'var(--line)' }} />
          <circle
            cx="20"
            cy="20"
            r="17"
            style={{ stroke: 'var(--green)' }}
            stroke-dasharray={`${(around * left) / lifetimeSeconds} ${around}`}
          />
        </svg>
        <span class="phrases">
          {left > 0 ? (
            <>
              {t('code.left_before')} <strong>{left}</strong> <T k="code.left_after" />
            </>
          ) : (
            <T k="code.renewing" />
          )}
        </span>
      </p>
    </section>
  );
}
