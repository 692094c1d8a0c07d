// What each organization of a run gets, split by program, and why it does not get it yet.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask } from '@meguri/shared/api';
import { figure } from '@meguri/shared/texts';
import { Button, Icon, Stamp, stampOf, TextInput } from '@meguri/shared/ui';
import { useKeyed } from '../command.ts';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel, Refused, Sure } from '../frame/parts.tsx';
import { useSettlementRows, type Settlement, type SettlementRow, type SettlementRows } from './data.ts';
import { T, t } from './texts.ts';

const a_page = 50;

interface RowsProps {
  run: Settlement;
  onChanged: (next: Settlement) => void;
}

export function RowsPanel({ run, onChanged }: RowsProps): VNode {
  const [search, setSearch] = useState('');
  const [attention, setAttention] = useState(false);
  const [page, setPage] = useState(0);
  const rows = useSettlementRows(run, { search: search.trim(), attention, page });
  const choose = (only: boolean) => {
    setAttention(only);
    setPage(0);
  };
  const find = (typed: string) => {
    setSearch(typed);
    setPage(0);
  };
  return (
    <Panel title={t('settlement.rows')}>
      <TextInput type="search" label={t('settlement.search')} value={search} onValue={find} autoComplete="off" maxLength={60} />
      <Loaded of={rows}>
        {(found) => (
          <>
            <div class="row">
              <Button size="small" kind={attention ? 'plain' : 'outline'} onClick={() => choose(false)}>
                {t('settlement.show_all', { n: figure(found.all) })}
              </Button>
              <Button size="small" kind={attention ? 'outline' : 'plain'} icon="warning" onClick={() => choose(true)}>
                {t('settlement.show_attention', { n: figure(found.attention) })}
              </Button>
            </div>
            {found.rows.length === 0 ? <p class="quiet">{t('settlement.no_rows')}</p> : <Rows run={run} found={found} onChanged={onChanged} />}
            <Pages found={found} page={page} onPage={setPage} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Rows({ run, found, onChanged }: RowsProps & { found: SettlementRows }): VNode {
  const columns: Column<SettlementRow>[] = [
    { key: 'name', head: t('settlement.organization'), cell: (row) => row.organization.name },
    { key: 'total', head: t('settlement.amount'), figures: true, cell: (row) => figure(row.total) },
    { key: 'transfer', head: t('settlement.transfer'), figures: true, cell: (row) => (row.transfer === undefined ? t('common.none') : <strong>{figure(row.transfer)}</strong>) },
    { key: 'parts', head: t('settlement.parts'), cell: (row) => <Parts row={row} /> },
    { key: 'notice', head: t('settlement.file_notices'), cell: (row) => <Notice run={run} row={row} /> },
    { key: 'standing', head: t('settlement.standing'), cell: (row) => <Standing row={row} run={run} onChanged={onChanged} /> },
  ];
  return <DataTable caption={t('settlement.rows')} columns={columns} rows={found.rows} keyOf={(row) => row.organization.id} />;
}

function Notice({ run, row: { organization } }: { run: Settlement; row: SettlementRow }): VNode {
  const name = t('settlement.notice_of', { name: organization.name });
  return (
    <a class="run-file" href={`/api/settlements/${run.id}/notices?organization=${organization.id}`} download aria-label={name}>
      <Icon name="download" size={20} />
    </a>
  );
}

function Parts({ row }: { row: SettlementRow }): VNode {
  return (
    <span class="run-parts">
      {row.programs.map(({ program, yen }) => (
        <span key={program.id} class="whole">
          <Stamp {...stampOf(program)} size={22} name={program.name} /> {figure(yen)}
        </span>
      ))}
      {row.fee !== undefined && <span class="whole quiet">{t('settlement.fee_of', { fee: figure(-row.fee), tax: figure(-(row.fee_tax || 0)) })}</span>}
    </span>
  );
}

const looks = { open: 'good', transfer: 'good', returned: 'stop', account_missing: 'wait', account_unconfirmed: 'wait', nothing_owed: 'off' } as const;

function Standing({ row, run, onChanged }: RowsProps & { row: SettlementRow }): VNode {
  const sent = row.standing === 'transfer' && (run.state === 'transferred' || run.state === 'paid');
  return (
    <>
      <Badge look={looks[row.standing]}>{t(`settlement.standing.${row.standing}`)}</Badge>
      {row.reason && <span class="quiet"> {row.reason}</span>}
      {sent && <Returned row={row} run={run} onChanged={onChanged} />}
    </>
  );
}

function Returned({ row, run, onChanged }: RowsProps & { row: SettlementRow }): VNode {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const command = useKeyed<Settlement>();
  const { id, name } = row.organization;
  const back = async () => {
    setTried(true);
    if (!reason.trim()) return;
    const params = { path: { id: run.id } };
    const next = await command.run((key) => ask(api.POST('/api/settlements/{id}/returned', { params, body: { key, organization: id, reason: reason.trim() } })));
    if (next) onChanged(next);
  };
  return (
    <>
      {command.problem && <Refused problem={command.problem} />}
      <Sure
        small
        open={t('settlement.returned')}
        label={t('settlement.returned_of', { name })}
        text={<T k="settlement.returned_text" v={{ name }} />}
        go={t('settlement.returned_go')}
        onGo={() => void back()}
        busy={command.busy}
      >
        <TextInput
          label={t('settlement.returned_reason')}
          value={reason}
          onValue={setReason}
          maxLength={200}
          problem={tried && !reason.trim() ? t('settlement.returned_missing') : undefined}
        />
      </Sure>
    </>
  );
}

function Pages({ found, page, onPage }: { found: SettlementRows; page: number; onPage: (page: number) => void }): VNode {
  const from = page * a_page;
  const to = Math.min(found.found, from + a_page);
  return (
    <div class="row run-foot">
      <strong>
        {t('settlement.found_total')} {t('yen', { amount: figure(found.total) })}
      </strong>
      {found.found > 0 && <span class="quiet">{t('settlement.range', { from: figure(from + 1), to: figure(to), n: figure(found.found) })}</span>}
      {page > 0 && (
        <Button size="small" onClick={() => onPage(page - 1)}>
          {t('settlement.less')}
        </Button>
      )}
      {to < found.found && (
        <Button size="small" onClick={() => onPage(page + 1)}>
          {t('settlement.more')}
        </Button>
      )}
    </div>
  );
}
