// One grant to many as four steps: who, frozen, approved by somebody else, given. It goes on without this page.
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource, timeOf } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleMoment, figure } from '@meguri/shared/texts';
import { announce, Button, TextLink } from '@meguri/shared/ui';
import { useKeyed } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Facts, Loaded, Panel, ProgramName, Refused, Sure } from '../frame/parts.tsx';
import { shortDigest } from '../frame/short-digest.ts';
import { Stepper } from '../frame/stepper.tsx';
import { inUnits, useJob, type Job } from './data.ts';
import { JobBadge } from './grants-page.tsx';
import type { Line } from './list.ts';
import { isWhole, ListPanel } from './list-panel.tsx';
import { T, t } from './texts.ts';

export function GrantPage({ id }: { id: string }): VNode {
  const job = useJob(id);
  const { data } = job;
  return (
    <ConsolePage
      title={data ? data.name : t('grants.title')}
      note={data && <JobBadge job={data} />}
      actions={<TextLink href={to('/grants')}>{t('common.to_list')}</TextLink>}
    >
      <Loaded of={job}>{(found) => <Parts job={found} onChanged={(next) => putResource(`job ${id}`, next)} />}</Loaded>
    </ConsolePage>
  );
}

interface JobProps {
  job: Job;
  onChanged: (next: Job) => void;
}

const steps = ['rows', 'propose', 'approve', 'give'] as const;
const done_in = { draft: 0, freezing: 1, proposed: 2, waiting: 3, running: 3, done: 4, withdrawn: 2, stopped: 0, skipped: 3 };
const over = ['withdrawn', 'stopped', 'skipped'];

function Parts({ job, onChanged }: JobProps): VNode {
  const listed = job.audience.kind === 'rows';
  const [lines, setLines] = useState<Line[] | undefined>();
  const now = job.state === 'draft' && (!listed || job.rows > 0) ? 1 : done_in[job.state];
  return (
    <>
      <p class="quiet">{t('job.note', { when: consoleMoment(timeOf(job.run_at)) })}</p>
      <Stepper label={t('job.steps')} steps={steps.map((key) => ({ key, name: t(`job.step.${key}`) }))} now={now} ended={over.indexOf(job.state) >= 0} />
      <div class="columns columns-wide">
        <div>
          <Next job={job} onChanged={onChanged} whole={!lines || isWhole(job, lines)} />
          {job.state === 'draft' && listed && job.own && <ListPanel job={job} lines={lines} onLines={setLines} onChanged={onChanged} />}
        </div>
        <Control job={job} />
      </div>
    </>
  );
}

function Control({ job }: { job: Job }): VNode {
  return (
    <Panel title={t('job.control')}>
      <Facts
        facts={[
          { name: t('grants.program'), value: <ProgramName program={job.program} /> },
          { name: t('grants.rows'), value: t('grants.people', { n: figure(job.rows) }) },
          { name: t('grants.total'), value: inUnits(job, job.total) },
          { name: t('job.digest'), value: job.digest ? shortDigest(job.digest) : t('common.none') },
          { name: t('job.by'), value: job.proposed_by ? job.proposed_by.name : t('common.none') },
          { name: t('job.approved_by'), value: job.approved_by ? job.approved_by.name : t('common.none') },
        ]}
      />
    </Panel>
  );
}

/** What may be proposed is what is on the screen: `whole` is false while a chosen list is not, or not quite, with the server. */
interface NextProps extends JobProps {
  whole: boolean;
}

/** What the job waits for, with the one button for it. */
function Next({ job, onChanged, whole }: NextProps): VNode {
  const when = consoleMoment(timeOf(job.run_at));
  const stop = <Stop job={job} onChanged={onChanged} />;
  switch (job.state) {
    case 'draft':
      return <Propose job={job} onChanged={onChanged} whole={whole} />;
    case 'freezing':
      return <Working words={t('job.freezing', { n: figure(job.rows) })} />;
    case 'proposed':
      return <Approve job={job} onChanged={onChanged} />;
    case 'waiting':
      return (
        <Told more={stop}>
          <T k="job.waiting" v={{ when }} />
        </Told>
      );
    case 'running':
      return <Working words={t('job.running', { done: figure(job.done), n: figure(job.rows) })} of={[job.done, job.rows]} more={stop} />;
    case 'done':
      return (
        <Told more={job.done > job.given_rows && <p class="quiet phrases">{<T k="job.left_out" v={{ n: figure(job.done - job.given_rows) }} />}</p>}>
          <T k="job.done" v={{ n: figure(job.given_rows), amount: inUnits(job, job.given) }} />
        </Told>
      );
    case 'skipped':
      return (
        <Told>
          <T k="job.skipped" />
        </Told>
      );
    default:
      return (
        <Told>
          <T k="job.ended" />
        </Told>
      );
  }
}

function Told({ children, more }: { children: ComponentChildren; more?: ComponentChildren }): VNode {
  return (
    <Panel title={t('job.next')}>
      <p class="phrases" role="status">
        {children}
      </p>
      {more}
    </Panel>
  );
}

function Working({ words, of, more }: { words: string; of?: [done: number, all: number]; more?: ComponentChildren }): VNode {
  return (
    <Panel title={t('job.next')}>
      <div class="progress-line" role="status">
        <progress max={of ? of[1] : undefined} value={of ? of[0] : undefined} aria-label={words} />
        <span>{words}</span>
      </div>
      {more}
    </Panel>
  );
}

function Stop({ job, onChanged }: JobProps): VNode {
  const command = useKeyed<Job>();
  const stop = async () => {
    const next = await command.run((key) => ask(api.POST('/api/jobs/{id}/stop', { params: { path: { id: job.id } }, body: { key } })));
    if (next) onChanged(next);
  };
  return (
    <>
      {command.problem && <Refused problem={command.problem} />}
      <Sure
        small
        open={t('job.stop')}
        text={job.state === 'draft' ? <T k="job.stop_draft" /> : <T k="job.stop_text" />}
        go={t('job.stop_go')}
        onGo={() => void stop()}
        busy={command.busy}
      />
    </>
  );
}

function Propose({ job, onChanged, whole }: NextProps): VNode {
  const command = useKeyed<Job>();
  const propose = async () => {
    const next = await command.run((key) => ask(api.POST('/api/jobs/{id}/propose', { params: { path: { id: job.id } }, body: { key } })));
    if (next) onChanged(next);
  };
  const { audience } = job;
  const empty = audience.kind === 'rows' && job.rows === 0;
  const text =
    audience.kind === 'rows' ? <T k="job.listed" v={{ n: figure(job.rows) }} /> : <T k={audience.kind === 'all' ? 'job.all' : 'job.marks'} v={{ amount: inUnits(job, audience.amount) }} />;
  return (
    <Panel title={t('job.next')}>
      <p class="phrases">{!job.own ? <T k="job.others_draft" /> : empty || !whole ? <T k="job.list_first" /> : text}</p>
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        {job.own && !empty && whole && (
          <Button onClick={() => void propose()} busy={command.busy}>
            {t('job.propose')}
          </Button>
        )}
        <Stop job={job} onChanged={onChanged} />
      </div>
    </Panel>
  );
}

function Approve({ job, onChanged }: JobProps): VNode {
  const command = useKeyed<Job>();
  const approve = async () => {
    const { id, digest } = job;
    if (!digest) return;
    const next = await command.run((key) => ask(api.POST('/api/jobs/{id}/approve', { params: { path: { id } }, body: { key, digest } })));
    if (!next) return;
    announce(t(`grant.${next.state}`), true);
    onChanged(next);
  };
  return (
    <Panel title={t('job.next')}>
      <p class="phrases">{job.own ? <T k="job.approve_other" /> : <T k="job.approve_text" v={{ name: job.proposed_by ? job.proposed_by.name : '' }} />}</p>
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        {!job.own && (
          <Button onClick={() => void approve()} busy={command.busy}>
            {t('job.approve')}
          </Button>
        )}
        <Stop job={job} onChanged={onChanged} />
      </div>
    </Panel>
  );
}
