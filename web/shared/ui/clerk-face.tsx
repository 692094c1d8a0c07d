// The confirmation, lying between two people: the upper half faces the clerk (turned by 180°), the lower one
// the payer. Says 「まだ支払っていません」 where the clerk reads, so that it can never pass for a payment.
// No balance here: the phone is being shown.
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { t, T } from '../texts/shared-texts.ts';
import { Amount } from './amount.tsx';
import { Pill } from './button.tsx';
import './clerk-face.css';
import { useHeadingFocus } from './page.tsx';

export interface ClerkFaceProps {
  amount: number;
  unit?: string | undefined;
  placeName: string;
  /** The payer's half below the heading: <Account> of what is spent, the pay button, the way back. */
  children: ComponentChildren;
  strips?: ComponentChildren;
}

export function ClerkFace({ amount, unit, placeName, children, strips }: ClerkFaceProps): VNode {
  const [turned, setTurned] = useState(true);
  const heading = useHeadingFocus(t('face.show'));
  return (
    <div class="face-page">
      {strips}
      <main class="face-main">
        <section class={`face${turned ? ' face-turned' : ''}`} aria-label={t('face.to_clerk')}>
          <div class="face-inner">
            <p class="face-not-yet phrases">
              <T k="face.not_yet" />
            </p>
            <Amount value={amount} size="face" {...(unit && { unit })} />
            <p class="face-place">{placeName}</p>
            <p class="face-words">
              {t('face.to_clerk')}
              <br />
              {t(unit ? 'face.check_number' : 'face.check')}
            </p>
          </div>
        </section>
        <div class="face-align">
          <Pill icon="swap" onClick={() => setTurned(!turned)}>
            {t(turned ? 'face.align' : 'face.turn')}
          </Pill>
        </div>
        <div class="face-below page-width">
          <h1 ref={heading} tabIndex={-1}>
            <T k="face.show" />
          </h1>
          {children}
        </div>
      </main>
    </div>
  );
}
