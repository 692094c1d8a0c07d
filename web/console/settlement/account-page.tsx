// One organization's account: seen, set, and confirmed by somebody else.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { announce, Button, Select, TextLink } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Facts, Loaded, Panel, Refused } from '../frame/parts.tsx';
import { AccountFields, emptyAccount, faultsOf } from './account-fields.tsx';
import { AccountBadge } from './accounts-page.tsx';
import { useAccount, useGroups, type BankAccount, type OrganizationAccount } from './data.ts';
import { T, t } from './texts.ts';
import './settlement.css';

export function AccountPage({ id }: { id: string }): VNode {
  const account = useAccount(id);
  const { data } = account;
  const changed = (next: OrganizationAccount) => putResource(`account ${id}`, next);
  return (
    <ConsolePage
      title={data ? data.name : t('accounts.title')}
      note={data && <AccountBadge of={data} />}
      actions={<TextLink href={to('/accounts')}>{t('common.to_list')}</TextLink>}
    >
      <Loaded of={account}>
        {(found) => (
          <div class="columns">
            <Now of={found} onChanged={changed} />
            <Grouped of={found} onChanged={changed} />
            <Change key={found.account ? found.account.number : ''} of={found} onChanged={changed} />
          </div>
        )}
      </Loaded>
    </ConsolePage>
  );
}

interface AccountProps {
  of: OrganizationAccount;
  onChanged: (next: OrganizationAccount) => void;
}

function Now({ of, onChanged }: AccountProps): VNode {
  const { account } = of;
  const owed = { name: t('accounts.owed'), value: t('yen', { amount: figure(of.owed) }) };
  return (
    <Panel title={t('account.now')}>
      {!account && (
        <p class="phrases">
          <T k="account.none" />
        </p>
      )}
      <Facts
        facts={
          account
            ? [
                { name: t('account.bank'), value: account.bank },
                { name: t('account.branch'), value: account.branch },
                { name: t('account.kind'), value: t(`account.kind.${account.kind}`) },
                { name: t('account.number'), value: account.number },
                { name: t('account.holder'), value: account.holder },
                { name: t('account.set_by'), value: of.set_by ? of.set_by.name : t('common.none') },
                { name: t('account.confirmed_by'), value: of.confirmed_by ? of.confirmed_by.name : t('common.none') },
                owed,
              ]
            : [owed]
        }
      />
      {account && of.state === 'unconfirmed' && <Confirm of={of} account={account} onChanged={onChanged} />}
    </Panel>
  );
}

/** Whose closing days and fee the organization has; counts from the next run. */
function Grouped({ of, onChanged }: AccountProps): VNode | null {
  const groups = useGroups().data?.groups ?? [];
  const command = usePlain<OrganizationAccount>();
  if (groups.length < 2) return null;
  const put = async (next: string) => {
    const done = await command.run(ask(api.POST('/api/organizations/{id}/settlement-group', { params: { path: { id: of.id } }, body: { group: Number(next) } })));
    if (!done) return;
    announce(t('groups.put'), true);
    onChanged(done);
  };
  return (
    <Panel title={t('settlements.group')}>
      <Select label={t('groups.of_organization')} hint={t('groups.from_next')} value={String(of.group)} onValue={(next) => void put(next)} options={groups.map(({ number, name }) => ({ value: String(number), label: name }))} />
      {command.problem && <Refused problem={command.problem} />}
    </Panel>
  );
}

function Confirm({ of, account, onChanged }: AccountProps & { account: BankAccount }): VNode {
  const command = usePlain<OrganizationAccount>();
  const confirm = async () => {
    const next = await command.run(ask(api.POST('/api/organizations/{id}/account/confirm', { params: { path: { id: of.id } }, body: { account } })));
    if (!next) return;
    announce(t('account.confirmed'), true);
    onChanged(next);
  };
  return (
    <>
      <p class="phrases">{of.own ? <T k="account.confirm_other" /> : <T k="account.confirm_text" />}</p>
      {command.problem && <Refused problem={command.problem} />}
      {!of.own && (
        <Button onClick={() => void confirm()} busy={command.busy}>
          {t('account.confirm')}
        </Button>
      )}
    </>
  );
}

function Change({ of, onChanged }: AccountProps): VNode {
  const [account, setAccount] = useState(of.account || emptyAccount);
  const [tried, setTried] = useState(false);
  const command = usePlain<OrganizationAccount>();
  const save = async () => {
    setTried(true);
    if (Object.keys(faultsOf(account)).length > 0) return;
    const next = await command.run(ask(api.POST('/api/organizations/{id}/account', { params: { path: { id: of.id } }, body: { account } })));
    if (!next) return;
    announce(t('account.saved'), true);
    onChanged(next);
  };
  return (
    <Panel title={t('account.change')}>
      <p class="quiet phrases">
        <T k="account.change_text" />
      </p>
      <AccountFields account={account} onAccount={setAccount} tried={tried} />
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        <Button kind="outline" onClick={() => void save()} busy={command.busy}>
          {t('account.save')}
        </Button>
      </div>
    </Panel>
  );
}
