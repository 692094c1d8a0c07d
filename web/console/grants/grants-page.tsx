// Grants to many, newest first.
import type { VNode } from 'preact';
import { timeOf } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleMoment, figure } from '@meguri/shared/texts';
import { Button, EmptyState, TextLink } from '@meguri/shared/ui';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel, ProgramName } from '../frame/parts.tsx';
import { inUnits, useJobs, type Job } from './data.ts';
import { T, t } from './texts.ts';

export function GrantsPage(): VNode {
  const jobs = useJobs();
  const columns: Column<Job>[] = [
    { key: 'name', head: t('grants.name'), cell: (job) => <TextLink href={to(`/grants/${job.id}`)}>{job.name}</TextLink> },
    { key: 'program', head: t('grants.program'), cell: (job) => <ProgramName program={job.program} /> },
    { key: 'rows', head: t('grants.rows'), figures: true, cell: (job) => t('grants.people', { n: figure(job.rows) }) },
    { key: 'total', head: t('grants.total'), figures: true, cell: (job) => inUnits(job, job.total) },
    { key: 'run_at', head: t('grants.run_at'), cell: (job) => consoleMoment(timeOf(job.run_at)) },
    { key: 'state', head: t('grants.state'), cell: (job) => <JobBadge job={job} /> },
  ];
  const actions = (
    <>
      <TextLink href={to('/residents')}>{t('grants.one')}</TextLink>
      <Button size="small" href={to('/grants/new')}>
        {t('grants.make')}
      </Button>
    </>
  );
  return (
    <ConsolePage title={t('grants.title')} actions={actions}>
      <Panel title={t('grants.all')}>
        <Loaded of={jobs}>
          {(data) =>
            data.jobs.length === 0 ? (
              <EmptyState title={t('grants.none')} text={<T k="grants.none_text" />} />
            ) : (
              <DataTable caption={t('grants.all')} columns={columns} rows={data.jobs} keyOf={(job) => job.id} />
            )
          }
        </Loaded>
      </Panel>
    </ConsolePage>
  );
}

const looks = { draft: 'off', freezing: 'wait', proposed: 'wait', withdrawn: 'off', waiting: 'wait', running: 'wait', done: 'good', stopped: 'stop', skipped: 'stop' } as const;

export function JobBadge({ job }: { job: Job }): VNode {
  return <Badge look={looks[job.state]}>{t(`grant.${job.state}`)}</Badge>;
}
