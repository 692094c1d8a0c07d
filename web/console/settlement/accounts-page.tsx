// Where the city's transfers come from, and where each organization's money goes.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { announce, Button, Checks, TextInput, TextLink } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel, Refused } from '../frame/parts.tsx';
import { AccountFields, emptyAccount, faultsOf } from './account-fields.tsx';
import { useOrganizations, useTransferSettings, type OrganizationAccount, type TransferSettings } from './data.ts';
import { T, t } from './texts.ts';
import './settlement.css';

export function AccountsPage(): VNode {
  const settings = useTransferSettings();
  return (
    <ConsolePage title={t('accounts.title')} actions={<TextLink href={to('/settlements')}>{t('settlements.title')}</TextLink>}>
      <Organizations />
      <Panel title={t('accounts.settings')}>
        <Loaded of={settings}>{(found) => <Settings kept={found} />}</Loaded>
      </Panel>
    </ConsolePage>
  );
}

const looks = { missing: 'wait', unconfirmed: 'wait', confirmed: 'good' } as const;

export function AccountBadge({ of }: { of: OrganizationAccount }): VNode {
  return <Badge look={looks[of.state]}>{t(`accounts.state.${of.state}`)}</Badge>;
}

function Organizations(): VNode {
  const [search, setSearch] = useState('');
  const found = useOrganizations(search.trim());
  const columns: Column<OrganizationAccount>[] = [
    { key: 'name', head: t('accounts.all'), cell: (each) => <TextLink href={to(`/accounts/${each.id}`)}>{each.name}</TextLink> },
    { key: 'owed', head: t('accounts.owed'), figures: true, cell: (each) => t('yen', { amount: figure(each.owed) }) },
    { key: 'state', head: t('accounts.state'), cell: (each) => <AccountBadge of={each} /> },
  ];
  return (
    <Panel title={t('accounts.all')}>
      <TextInput type="search" label={t('accounts.search')} value={search} onValue={setSearch} autoComplete="off" maxLength={60} />
      <Loaded of={found}>
        {({ organizations }) =>
          organizations.length === 0 ? (
            <p class="quiet">{t('accounts.none')}</p>
          ) : (
            <DataTable caption={t('accounts.all')} columns={columns} rows={organizations} keyOf={(each) => each.id} />
          )
        }
      </Loaded>
    </Panel>
  );
}

type Rule = 'line_ends' | 'end_of_file_mark' | 'clearing_house_zeros' | 'wire';
const rules: readonly Rule[] = ['line_ends', 'end_of_file_mark', 'clearing_house_zeros', 'wire'];
const keptRules = (kept: TransferSettings): Rule[] => rules.filter((rule) => (rule === 'wire' ? kept.delivery === 'wire' : kept[rule]));

function Settings({ kept }: { kept: TransferSettings }): VNode {
  const [code, setCode] = useState(kept.client_code || '');
  const [account, setAccount] = useState(kept.account || emptyAccount);
  const [chosen, setChosen] = useState(keptRules(kept));
  const [tried, setTried] = useState(false);
  const command = usePlain<TransferSettings>();
  const good_code = /^\d{10}$/.test(code);
  const has = (rule: Rule) => chosen.indexOf(rule) >= 0;
  const save = async () => {
    setTried(true);
    if (!good_code || Object.keys(faultsOf(account)).length > 0) return;
    const delivery = has('wire') ? ('wire' as const) : ('blank' as const);
    const profile = { line_ends: has('line_ends'), end_of_file_mark: has('end_of_file_mark'), clearing_house_zeros: has('clearing_house_zeros'), delivery };
    const saved = await command.run(ask(api.POST('/api/transfer-settings', { body: { client_code: code, account, ...profile } })));
    if (!saved) return;
    announce(t('accounts.saved'), true);
    putResource('transfer settings', saved);
  };
  return (
    <>
      {!kept.account && (
        <p class="quiet phrases">
          <T k="accounts.settings_none" />
        </p>
      )}
      <TextInput
        label={t('accounts.client_code')}
        hint={t('accounts.client_code_hint')}
        value={code}
        onValue={setCode}
        inputMode="numeric"
        autoComplete="off"
        maxLength={10}
        problem={tried && !good_code ? t('account.wrong_digits', { n: 10 }) : undefined}
      />
      <AccountFields account={account} onAccount={setAccount} tried={tried} />
      <Checks legend={t('accounts.profile')} all={rules} chosen={chosen} onChosen={setChosen} label={(rule) => t(`accounts.${rule}`)} />
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        <Button kind="outline" onClick={() => void save()} busy={command.busy}>
          {t('accounts.save')}
        </Button>
      </div>
    </>
  );
}
