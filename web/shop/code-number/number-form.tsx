// The digits of a code or a card, for a camera that does not work: asks for all of them before it asks the server.
import type { ComponentProps, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { digitsOf, groupsOfFour } from '@meguri/shared/texts';
import { Button, TextInput, TextLink } from '@meguri/shared/ui';
import { t } from './texts.ts';
import './number-form.css';

interface NumberFormProps {
  /** How many digits the number has: a resident's code twelve, a card sixteen, what is under its film eight. */
  digits?: 8 | 12 | 16;
  label?: string;
  hint?: string;
  /** The words on the button; no button where the same number is asked again by another one. */
  send?: string | false;
  kind?: ComponentProps<typeof Button>['kind'];
  known?: string;
  /** Where the camera reads it instead. */
  camera?: string;
  busy: boolean;
  problem: string | undefined;
  onNumber: (number: string) => void;
}

export function NumberForm(props: NumberFormProps): VNode {
  const { digits = 12, label = t('number.label'), hint = t('number.hint'), send = t('number.go'), camera, busy, problem, onNumber } = props;
  const [number, setNumber] = useState(props.known || '');
  const [tried, setTried] = useState(false);
  const whole = number.length === digits;
  return (
    <form
      class="number-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (whole && send !== false) onNumber(number);
      }}
    >
      <TextInput
        large={digits < 16}
        label={label}
        hint={hint}
        value={groupsOfFour(number)}
        onValue={(typed) => setNumber(digitsOf(typed).slice(0, digits))}
        problem={tried && !whole ? t('number.short', { all: digits, n: number.length }) : problem}
        inputMode="numeric"
        autoComplete="off"
      />
      {send !== false && (
        <Button type="submit" kind={props.kind || 'primary'} busy={busy}>
          {send}
        </Button>
      )}
      {camera && (
        <p class="number-camera">
          <TextLink href={camera}>{t('number.camera')}</TextLink>
        </p>
      )}
    </form>
  );
}
