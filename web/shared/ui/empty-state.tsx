// Nothing here yet: the mark over the river, one sentence what will stand here, one useful button.
import type { ComponentChildren, VNode } from 'preact';
import './states.css';

export interface EmptyStateProps {
  title: ComponentChildren;
  text?: ComponentChildren;
  /** Buttons and links. */
  children?: ComponentChildren;
}

export function EmptyState({ title, text, children }: EmptyStateProps): VNode {
  return (
    <div class="state state-empty">
      <svg class="state-river" viewBox="0 0 160 100" fill="none" stroke-linecap="round" aria-hidden="true" focusable="false">
        <path style={{ stroke: 'var(--green)' }} stroke-width="8" d="M60.5 36A24 24 0 1 1 93 54" />
        <path style={{ stroke: 'var(--logo-pink)' }} stroke-width="8" d="M81 57.5A24 24 0 0 1 58 43" />
        <path stroke="#a9bf94" stroke-width="7" d="M4 76c26-12 44-14 66-8s44 10 86-6" />
        <path stroke="#bcd9e8" stroke-width="6" d="M20 93h48M88 93h40" />
      </svg>
      <h2>{title}</h2>
      {text && <p class="state-text">{text}</p>}
      {children}
    </div>
  );
}
