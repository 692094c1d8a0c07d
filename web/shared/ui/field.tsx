// Fields. A label above, a hint, then what to correct and why (never "invalid"): the problem is read with the field.
import type { ComponentChildren, JSX, VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { digitsOf } from '../texts/amounts.ts';
import { withBreaks } from '../texts/define.ts';
import { t } from '../texts/shared-texts.ts';
import './field.css';
import { Icon } from './icon.tsx';

export interface FieldFrame {
  label: string;
  hint?: string | undefined;
  /** What to correct, as a sentence; shown and read when given. */
  problem?: string | undefined;
}

interface Ids {
  field: string;
  describedBy: string | undefined;
}

/** Why a whole form was not taken: read at once. */
export function FormProblem({ text }: { text: string | undefined }): VNode | null {
  if (!text) return null;
  return (
    <p class="field-problem" role="alert">
      <Icon name="warning" size={20} />
      <span class="phrases">{withBreaks(text)}</span>
    </p>
  );
}

/** Label, hint and problem around any control; `children` gets the ids to wire up. */
export function Field({ label, hint, problem, heard, children }: FieldFrame & { heard?: boolean | undefined; children: (ids: Ids) => ComponentChildren }): VNode {
  const id = useId();
  const described = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label class={heard ? 'heard' : 'field-label phrases'} for={id}>
        {withBreaks(label)}
      </label>
      {hint && (
        <span class={heard ? 'heard' : 'field-hint phrases'} id={`${id}-hint`}>
          {withBreaks(hint)}
        </span>
      )}
      {children({ field: id, describedBy: described || undefined })}
      <div aria-live="polite">
        {problem && (
          <p class="field-problem" id={`${id}-problem`}>
            <Icon name="warning" size={20} />
            <span class="phrases">{withBreaks(problem)}</span>
          </p>
        )}
      </div>
    </div>
  );
}

export interface TextInputProps extends FieldFrame {
  value: string;
  onValue: (value: string) => void;
  type?: 'text' | 'tel' | 'password' | 'email' | 'date' | 'search' | 'number' | 'time';
  inputMode?: 'text' | 'numeric' | 'tel' | 'email' | 'search';
  /** The browser's own filling: 'tel', 'name', 'current-password', 'one-time-code' … */
  autoComplete?: string;
  required?: boolean;
  maxLength?: number;
  placeholder?: string;
  large?: boolean;
  name?: string;
}

export function TextInput(props: TextInputProps): VNode {
  const { label, hint, problem, value, onValue, type = 'text', large } = props;
  return (
    <Field label={label} hint={hint} problem={problem}>
      {({ field, describedBy }) => (
        <input
          {...({ type, autoComplete: props.autoComplete } as JSX.IntrinsicElements['input'])}
          id={field}
          class={`input${large ? ' input-large' : ''}`}
          name={props.name}
          value={value}
          inputMode={props.inputMode}
          required={props.required}
          maxLength={props.maxLength}
          placeholder={props.placeholder}
          aria-invalid={problem ? 'true' : undefined}
          aria-describedby={describedBy}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface SelectProps extends FieldFrame {
  value: string;
  onValue: (value: string) => void;
  options: { value: string; label: string }[];
}

export function Select({ label, hint, problem, value, onValue, options }: SelectProps): VNode {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {({ field, describedBy }) => (
        <select
          id={field}
          class="input"
          value={value}
          aria-invalid={problem ? 'true' : undefined}
          aria-describedby={describedBy}
          onChange={(event) => onValue(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export interface CodeInputProps extends FieldFrame {
  value: string;
  onValue: (digits: string) => void;
  length?: number;
  /** The page's own heading asks already: label and hint are for the ears alone. */
  heard?: boolean;
}

/** Six drawn boxes, one real field: the phone fills the received code in by itself where it can. */
export function CodeInput({ label, hint, problem, value, onValue, length = 6, heard }: CodeInputProps): VNode {
  const [focused, setFocused] = useState(false);
  return (
    <Field label={label} hint={hint ?? t('field.digits_left', { n: length })} problem={problem} heard={heard}>
      {({ field, describedBy }) => (
        <span class="code-input">
          <span class={`code-boxes${problem ? ' code-invalid' : ''}`} aria-hidden="true">
            {Array.from({ length }, (_, i) => {
              const now = focused && i === Math.min(value.length, length - 1);
              return (
                <span key={i} class={now ? 'code-now' : undefined}>
                  {value[i] ?? (now && <i />)}
                </span>
              );
            })}
          </span>
          <input
            id={field}
            type="text"
            inputMode="numeric"
            pattern="[0-9]*"
            autoComplete="one-time-code"
            value={value}
            aria-invalid={problem ? 'true' : undefined}
            aria-describedby={describedBy}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            onInput={(event) => {
              const digits = digitsOf(event.currentTarget.value).slice(0, length);
              event.currentTarget.value = digits; // full-width and stray marks vanish at once
              onValue(digits);
            }}
          />
        </span>
      )}
    </Field>
  );
}

export interface ChoicesProps {
  legend: string;
  value: string | undefined;
  onValue: (value: string) => void;
  options: { value: string; label: string }[];
}

export interface ChecksProps<Word extends string> {
  legend: string;
  all: readonly Word[];
  chosen: readonly Word[];
  /** In the order of `all`. */
  onChosen: (chosen: Word[]) => void;
  label: (word: Word) => string;
  problem?: string | undefined;
}

/** Any of a few fixed words (what somebody may do): real checkboxes, one below the other. */
export function Checks<Word extends string>({ legend, all, chosen, onChosen, label, problem }: ChecksProps<Word>): VNode {
  const has = (word: Word) => chosen.indexOf(word) >= 0;
  return (
    <fieldset class="choices">
      <legend class="phrases">{withBreaks(legend)}</legend>
      {all.map((word) => (
        <label key={word} class={`choice${has(word) ? ' choice-on' : ''}`}>
          <input type="checkbox" checked={has(word)} onChange={(event) => onChosen(all.filter((each) => (each === word ? event.currentTarget.checked : has(each))))} />
          <span class="phrases">{withBreaks(label(word))}</span>
        </label>
      ))}
      {problem && <p class="field-problem">{problem}</p>}
    </fieldset>
  );
}

/** One of a few fixed words (reasons to cancel): real radio buttons, one below the other. */
export function Choices({ legend, value, onValue, options }: ChoicesProps): VNode {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend class="phrases">{withBreaks(legend)}</legend>
      {options.map((option) => (
        <label key={option.value} class={`choice${option.value === value ? ' choice-on' : ''}`}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValue(option.value)}
          />
          <span class="phrases">{withBreaks(option.label)}</span>
        </label>
      ))}
    </fieldset>
  );
}
