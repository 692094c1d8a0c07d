// Where one is on a way of several pages: 「2 / 4 電話番号の確認 … あと1分ほど」. Names, not only numbers.
import type { VNode } from 'preact';
import { t } from '../texts/shared-texts.ts';
import { Icon } from './icon.tsx';
import './steps.css';

export interface StepBarProps {
  /** 1 = first. */
  now: number;
  of: number;
  name: string;
  /** 「あと1分ほど」 */
  left?: string;
}

export function StepBar({ now, of, name, left }: StepBarProps): VNode {
  return (
    <div class="step-bar">
      <p class="step-bar-words">
        <span>
          <strong>{now}</strong> / {of} {name}
        </span>
        {left && <span>{left}</span>}
      </p>
      <div class="step-bar-track" aria-hidden="true">
        {Array.from({ length: of }, (_, i) => (
          <span key={i} class={i < now ? 'step-on' : undefined} />
        ))}
      </div>
    </div>
  );
}

/** Circles on a line (送った — 確認中 — 結果): done = check, now = filled, later = its number. */
export function Steps({ names, now }: { names: string[]; now: number }): VNode {
  return (
    <ol class="steps" aria-label={t('steps.label')}>
      {names.map((name, i) => {
        const state = i < now ? 'done' : i === now ? 'now' : 'later';
        return (
          <li key={name} class={`step-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
            <span class="step-circle" aria-hidden="true">
              {state === 'done' ? <Icon name="check" size={18} /> : state === 'later' ? i + 1 : null}
            </span>
            {name}
            {state === 'done' && <span class="heard"> {t('steps.done')}</span>}
          </li>
        );
      })}
    </ol>
  );
}
