// All programs, and the proposals that wait for the second pair of eyes.
import type { VNode } from 'preact';
import { timeOf } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleMoment, figure } from '@meguri/shared/texts';
import { Button, EmptyState } from '@meguri/shared/ui';
import { usePrograms, useProposals, type Program, type ProposalSummary } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel, ProgramName } from '../frame/parts.tsx';
import { T, t } from '../texts.ts';
import { expiryOf, periodOf } from './terms.tsx';

export function ProgramsPage(): VNode {
  const programs = usePrograms();
  const proposals = useProposals();
  const create = (
    <Button size="small" href={to('/programs/new')}>
      {t('programs.new')}
    </Button>
  );
  return (
    <ConsolePage title={t('programs.title')} actions={create}>
      <Loaded of={proposals}>{(data) => <Proposals rows={data.proposals} />}</Loaded>
      <Loaded of={programs}>{(data) => <Programs rows={data.programs} />}</Loaded>
    </ConsolePage>
  );
}

export function StateBadge({ program }: { program: Program }): VNode {
  const open = program.state === 'open';
  return <Badge look={open ? 'good' : 'off'}>{t(open ? 'programs.open' : 'programs.stopped')}</Badge>;
}

const inUnits = ({ unit }: Program, amount: number) => (unit === 'point' ? t('dry.points', { amount: figure(amount) }) : t('yen', { amount: figure(amount) }));

function Programs({ rows }: { rows: Program[] }): VNode {
  const columns: Column<Program>[] = [
    {
      key: 'name',
      head: t('programs.name'),
      cell: (program) => (
        <a href={to(`/programs/${program.id}`)}>
          <ProgramName program={program} ended={program.state === 'stopped'} />
        </a>
      ),
    },
    { key: 'state', head: t('programs.state'), cell: (program) => <StateBadge program={program} /> },
    { key: 'period', head: t('programs.period'), cell: (program) => periodOf(program.terms) },
    { key: 'expiry', head: t('programs.expiry'), cell: (program) => expiryOf(program.terms) },
    { key: 'issued', head: t('programs.issued'), cell: (program) => inUnits(program, program.issued), figures: true },
    { key: 'outstanding', head: t('programs.outstanding'), cell: (program) => inUnits(program, program.outstanding), figures: true },
  ];
  if (rows.length === 0) return <EmptyState title={<T k="programs.none" />} text={<T k="programs.none_text" />} />;
  return (
    <Panel title={t('programs.list')} note={t('count', { n: rows.length })}>
      <DataTable caption={t('programs.list')} columns={columns} rows={rows} keyOf={(program) => program.id} />
    </Panel>
  );
}

const looks = { open: 'wait', approved: 'good', withdrawn: 'off', void: 'off' } as const;

export function ProposalBadge({ state }: { state: ProposalSummary['state'] }): VNode {
  return <Badge look={looks[state]}>{t(`proposal.${state}`)}</Badge>;
}

function Proposals({ rows }: { rows: ProposalSummary[] }): VNode {
  const columns: Column<ProposalSummary>[] = [
    {
      key: 'name',
      head: t('programs.name'),
      cell: (proposal) => (
        <a href={to(`/proposals/${proposal.id}`)}>
          <ProgramName program={proposal} ended={proposal.state === 'withdrawn' || proposal.state === 'void'} />
        </a>
      ),
    },
    { key: 'state', head: t('programs.state'), cell: (proposal) => <ProposalBadge state={proposal.state} /> },
    {
      key: 'by',
      head: t('programs.proposed_by'),
      cell: (proposal) => (
        <>
          {proposal.proposed_by.name} {proposal.own && <Badge look="off">{t('proposal.own')}</Badge>}
        </>
      ),
    },
    { key: 'at', head: t('programs.proposed_at'), cell: (proposal) => consoleMoment(timeOf(proposal.proposed_at)) },
  ];
  return (
    <Panel title={t('programs.proposals')} note={t('count', { n: rows.length })}>
      {rows.length === 0 ? (
        <p class="quiet phrases">
          <T k="programs.no_proposals" />
        </p>
      ) : (
        <DataTable caption={t('programs.proposals')} columns={columns} rows={rows} keyOf={(proposal) => proposal.id} />
      )}
    </Panel>
  );
}
