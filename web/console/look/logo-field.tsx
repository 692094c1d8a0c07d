// The city's logo: what is in force, what was chosen, and back to the usual mark.
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Button, Field } from '@meguri/shared/ui';
import { base64url } from '../frame/base64url.ts';
import { T, t } from './texts.ts';

/** undefined: as it is; '': the usual mark; else a PNG in base64url. */
export type LogoChoice = string | undefined;
const most_bytes = 100_000;

interface Props {
  /** Address of the logo in force; undefined: the usual mark. */
  now: string | undefined;
  value: LogoChoice;
  onValue: (logo: LogoChoice) => void;
}

export function LogoField({ now, value, onValue }: Props): VNode {
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState<string | undefined>();
  const [wrong, setWrong] = useState(false);
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const fits = file.type === 'image/png' && file.size <= most_bytes;
    setWrong(!fits);
    if (!fits) return;
    onValue(base64url(new Uint8Array(await file.arrayBuffer())));
    setShown(URL.createObjectURL(file));
  };
  const picture = value === undefined ? now : value === '' ? undefined : shown;
  return (
    <Field label={t('look.logo')} hint={t('look.logo_hint')} problem={wrong ? t('look.logo_wrong') : undefined}>
      {({ field, describedBy }) => (
        <div class="look-logo">
          {picture && <img src={picture} alt={t(value === undefined ? 'look.logo_now' : 'look.logo_new')} width={64} height={64} />}
          <input
            ref={input}
            id={field}
            type="file"
            accept="image/png"
            aria-describedby={describedBy}
            onChange={(event) => void choose(event.currentTarget.files?.[0])}
          />
          {picture && (
            <Button kind="plain" size="small" onClick={() => onValue('')}>
              <T k="look.logo_remove" />
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}
