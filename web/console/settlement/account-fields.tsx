// A bank account as it is typed. Whether the holder's name has a form that banks know, the server says.
import type { VNode } from 'preact';
import { Select, TextInput } from '@meguri/shared/ui';
import type { BankAccount } from './data.ts';
import { t } from './texts.ts';

export const emptyAccount: BankAccount = { bank: '', branch: '', kind: 'ordinary', number: '', holder: '' };
const kinds: readonly BankAccount['kind'][] = ['ordinary', 'current', 'savings', 'other'];
const lengths = { bank: 4, branch: 3, number: 7 } as const;
type Digits = keyof typeof lengths;

/** What has to be typed again, by field. Kanji in the holder's name are seen here already. */
export function faultsOf(account: BankAccount): Partial<Record<Digits | 'holder', string>> {
  const faults: Partial<Record<Digits | 'holder', string>> = {};
  for (const name of Object.keys(lengths) as Digits[]) {
    const digits = account[name];
    if (digits.length !== lengths[name] || /\D/.test(digits)) faults[name] = t('account.wrong_digits', { n: lengths[name] });
  }
  if (!/^[ -~\u3000\u3041-\u30ff\uff01-\uff9f]+$/.test(account.holder.trim())) faults.holder = t('account.wrong_holder');
  return faults;
}

interface AccountFieldsProps {
  account: BankAccount;
  onAccount: (next: BankAccount) => void;
  tried: boolean;
}

export function AccountFields({ account, onAccount, tried }: AccountFieldsProps): VNode {
  const faults = tried ? faultsOf(account) : {};
  const digits = (name: Digits) => (
    <TextInput
      label={t(`account.${name}`)}
      hint={t(`account.${name}_hint`)}
      value={account[name]}
      onValue={(value) => onAccount({ ...account, [name]: value })}
      inputMode="numeric"
      autoComplete="off"
      maxLength={lengths[name]}
      problem={faults[name]}
    />
  );
  return (
    <div class="fields">
      {digits('bank')}
      {digits('branch')}
      <Select
        label={t('account.kind')}
        value={account.kind}
        onValue={(value) => onAccount({ ...account, kind: value as BankAccount['kind'] })}
        options={kinds.map((value) => ({ value, label: t(`account.kind.${value}`) }))}
      />
      {digits('number')}
      <TextInput
        label={t('account.holder')}
        hint={t('account.holder_hint')}
        value={account.holder}
        onValue={(holder) => onAccount({ ...account, holder })}
        autoComplete="off"
        maxLength={60}
        problem={faults.holder}
      />
    </div>
  );
}
