// The quiet shape of what is coming. Heard as one word, not as a row of boxes.
import type { VNode } from 'preact';
import { t } from '../texts/shared-texts.ts';
import './skeleton.css';

export interface SkeletonProps {
  shape: 'balance' | 'line' | 'rows' | 'card';
  /** How many rows. */
  count?: number;
  label?: string;
}

export function Skeleton({ shape, count = 3, label }: SkeletonProps): VNode {
  return (
    <div class={`skeleton skeleton-${shape}`} role="status" aria-label={label ?? t('loading.label')}>
      {shape === 'rows' ? (
        Array.from({ length: count }, (_, i) => (
          <div key={i}>
            <span class="skeleton-shape skeleton-round" />
            <span class="skeleton-shape skeleton-long" />
            <span class="skeleton-shape skeleton-short" />
          </div>
        ))
      ) : (
        <div class="skeleton-shape" />
      )}
    </div>
  );
}
