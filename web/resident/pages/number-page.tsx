// The way for a camera that does not work, or a sticker that is torn: the digits under the shop's code.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { go, to } from '@meguri/shared/route';
import { digitsOf, inOneLine } from '@meguri/shared/texts';
import { Button, Page, TextInput, TextLink, useOnline } from '@meguri/shared/ui';
import { openShop } from '../payment/open-shop.ts';
import { useCity } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { Strips } from './strips.tsx';

const shortest = 8;
/** Refusals that speak of a code, where a number was typed. */
const unknown = ['code_not_ours', 'code_altered', 'place_unknown'];

export function NumberPage(): VNode {
  const { person } = useCity();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const online = useOnline();
  const digits = digitsOf(typed);
  const offReason = !online ? t('pay.offline') : digits.length >= shortest ? undefined : t('number.empty');

  const open = async () => {
    setBusy(true);
    const result = await openShop(digits, person);
    setBusy(false);
    if (result.ok) go(`/pay/${result.data}`, true);
    else setProblem(unknown.includes(result.problem.refusal) ? t('number.unknown') : inOneLine(result.problem));
  };
  return (
    <Page title={t('number.title')} strips={<Strips />} onBack={() => go('/', true)} backLooks="close">
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (offReason === undefined && !busy) void open();
        }}
      >
        <TextInput
          label={t('number.label')}
          hint={t('number.hint')}
          problem={problem}
          value={typed}
          onValue={(value) => {
            setTyped(value);
            setProblem(undefined);
          }}
          inputMode="numeric"
          autoComplete="off"
          maxLength={24}
          large
        />
        <Button type="submit" busy={busy} offReason={offReason}>
          {t('number.open')}
        </Button>
      </form>
      <div class="ways">
        <TextLink href={to('/scan')}>{t('number.scan')}</TextLink>
      </div>
    </Page>
  );
}
