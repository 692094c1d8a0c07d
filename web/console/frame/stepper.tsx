// Where long work stands: numbered steps, what is done with a check mark, the one that waits in green.
import type { VNode } from 'preact';
import { Icon } from '@meguri/shared/ui';
import './stepper.css';

export interface Step {
  key: string;
  name: string;
  /** What came of it, behind the name. */
  note?: string | undefined;
}

interface StepperProps {
  label: string;
  steps: readonly Step[];
  /** The step that waits, from 0; as many as there are when all is done. */
  now: number;
  /** Nothing waits any more, though steps are left. */
  ended?: boolean;
  /** Goes back to a step that is done. Without it steps only show. */
  onStep?: (step: number) => void;
}

export function Stepper({ label, steps, now, ended, onStep }: StepperProps): VNode {
  return (
    <ol class="stepper" aria-label={label}>
      {steps.map((step, i) => {
        const done = i < now;
        const waits = i === now && !ended;
        const shown = (
          <>
            <span class="stepper-mark">{done ? <Icon name="check" size={14} /> : i + 1}</span>
            <span>
              {step.name} {step.note && <span class="stepper-note">{step.note}</span>}
            </span>
          </>
        );
        return (
          <li key={step.key} class={done ? 'stepper-done' : waits ? 'stepper-now' : undefined} aria-current={waits ? 'step' : undefined}>
            {done && onStep ? (
              <button type="button" onClick={() => onStep(i)}>
                {shown}
              </button>
            ) : (
              <span>{shown}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
