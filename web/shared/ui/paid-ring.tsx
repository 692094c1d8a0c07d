// The proof that this page is alive: 60 ticks, lit up to the server's second, and a pink dot going round once a
// minute. A screenshot stands still. With reduced motion the dot jumps each second: it is evidence, not
// decoration.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { clockSeconds, secondOfMinute } from '../texts/dates.ts';
import { t } from '../texts/shared-texts.ts';
import { Amount } from './amount.tsx';
import './paid-ring.css';

export interface PaidRingProps {
  amount: number;
  unit?: string;
  placeName: string;
  /** The server's time now, unix ms (serverNow of shared/api). Called on every frame. */
  now: () => number;
}

const still = () => typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;

function Ticks({ second }: { second: number }): VNode {
  const ticks = Array.from({ length: 60 }, (_, i) => {
    const length = i % 15 === 0 ? 18 : i % 5 === 0 ? 16 : 11;
    const lit = i === 0 || i <= second;
    return (
      <path
        key={i}
        class={lit ? 'ring-tick ring-lit' : 'ring-tick'}
        d={`M165 2.5v${length}`}
        transform={`rotate(${i * 6} 165 165)`}
      />
    );
  });
  return <g>{ticks}</g>;
}

/** The server's whole second, and a dot moved on every frame without rendering again. */
function useTurning(now: () => number): { time: number; dot: { current: SVGGElement | null } } {
  const dot = useRef<SVGGElement>(null);
  const [time, setTime] = useState(() => Math.floor(now() / 1000) * 1000);
  useEffect(() => {
    let frame = 0;
    let shown = -1;
    const step = () => {
      const moment = now();
      const whole = Math.floor(moment / 1000) * 1000;
      if (whole !== shown) {
        shown = whole;
        setTime(whole);
      }
      const angle = secondOfMinute(still() ? whole : moment) * 6;
      dot.current?.setAttribute('transform', `rotate(${angle} 165 165)`);
      frame = requestAnimationFrame(step);
    };
    step();
    return () => cancelAnimationFrame(frame);
  }, [now]);
  return { time, dot };
}

export function PaidRing({ amount, unit, placeName, now }: PaidRingProps): VNode {
  const { time, dot } = useTurning(now);
  return (
    <div class="ring">
      <svg viewBox="0 0 330 330" aria-hidden="true" focusable="false">
        <circle class="ring-disc" cx="165" cy="165" r="143" />
        <Ticks second={Math.floor(secondOfMinute(time))} />
        <g ref={dot}>
          <circle class="ring-dot" cx="165" cy="9" r="13.5" />
          <circle class="ring-dot-heart" cx="165" cy="9" r="7" />
        </g>
      </svg>
      <div class="ring-words">
        <p class="ring-place">{placeName}</p>
        <p>
          <Amount value={amount} size="paid" unit={unit} />
        </p>
        <p class="ring-now">
          {t('paid.now')}
          <strong>{clockSeconds(time)}</strong>
        </p>
      </div>
    </div>
  );
}
