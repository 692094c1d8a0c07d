// A password that may be looked at: long ones are mistyped on small keyboards.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { TextInput } from '../ui/field.tsx';
import { t } from './texts.ts';

export interface PasswordInputProps {
  value: string;
  onValue: (value: string) => void;
  hint?: string | undefined;
  problem?: string | undefined;
  autoComplete: 'current-password' | 'new-password';
}

export function PasswordInput({ value, onValue, hint, problem, autoComplete }: PasswordInputProps): VNode {
  const [shown, setShown] = useState(false);
  return (
    <div class="field">
      <TextInput
        label={t('sign_in.password')}
        hint={hint}
        problem={problem}
        value={value}
        onValue={onValue}
        type={shown ? 'text' : 'password'}
        autoComplete={autoComplete}
        maxLength={200}
      />
      <label class="choice sign-in-show">
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        {t('sign_in.show_password')}
      </label>
    </div>
  );
}
