// A proposal as the second person sees it: the terms as sentences, the real rules' worked examples, the digest both screens
// share, what it would do to the city (dry-run.tsx), who proposed and who may approve. Approving sends the digests of exactly
// what is shown.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource, timeOf, type Resource } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleDay, consoleMoment, figure, refusalText, wholeNumber, withBreaks } from '@meguri/shared/texts';
import { announce, Button, Icon, Stamp, stampOf, TextInput, TextLink } from '@meguri/shared/ui';
import { useKeyed } from '../command.ts';
import { useDryRun, useProposal, useProposals, type DryRun, type Proposal } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Loaded, Panel, Refused, Sure } from '../frame/parts.tsx';
import { shortDigest } from '../frame/short-digest.ts';
import { T, t } from '../texts.ts';
import { DryRunPanel } from './dry-run.tsx';
import { ProposalBadge } from './programs-page.tsx';
import { TermsText } from './terms.tsx';
import './programs.css';

export function ProposalPage({ id }: { id: string }): VNode {
  const proposal = useProposal(id);
  const { data } = proposal;
  const dryRun = useDryRun(data && data.state === 'open' ? id : undefined);
  return (
    <ConsolePage
      title={data ? t('proposal.title', { name: data.terms.name }) : t('programs.proposals')}
      note={data && <ProposalBadge state={data.state} />}
      actions={<TextLink href={to('/programs')}>{t('common.to_list')}</TextLink>}
    >
      <Loaded of={proposal}>
        {(found) => (
          <>
            <Panel title={t(data && data.state === 'approved' ? 'program.terms' : 'proposal.terms')}>
              <div class="terms-with-stamp">
                <Stamp {...stampOf(found.terms)} size={40} />
                <TermsText terms={found.terms} />
              </div>
            </Panel>
            <Examples proposal={found} />
            {found.state === 'open' && <DryRunPanel of={dryRun} proposal={found} />}
            <Approval proposal={found} dryRun={dryRun} onChanged={(next) => putResource(`proposal ${id}`, next)} />
          </>
        )}
      </Loaded>
    </ConsolePage>
  );
}

function Examples({ proposal }: { proposal: Proposal }): VNode {
  const topUps = proposal.examples.filter(({ kind }) => kind === 'top_up' || (kind === 'at_limit' && proposal.terms.top_up));
  return (
    <>
      <div class="section-line">
        <h2>{t('proposal.examples')}</h2>
        <span class="quiet">
          <T k="proposal.examples_note" />
        </span>
      </div>
      <div class="columns">
        {topUps.map((example, i) => (
          <Example key={i} n={i + 1} example={example} terms={proposal.terms} />
        ))}
      </div>
    </>
  );
}

function Example({ n, example, terms }: { n: number; example: Proposal['examples'][number]; terms: Proposal['terms'] }): VNode {
  const refused = example.refusal && refusalText(example.refusal);
  return (
    <section class="panel example" aria-label={t('proposal.example', { n })}>
      <p class="example-what">
        <strong class="example-mark">{t('proposal.example', { n })}</strong>
        <span class="phrases">
          <T k="proposal.example_do" v={{ day: consoleDay(example.date), amount: figure(example.amount) }} />
        </span>
      </p>
      {refused ? (
        <div class="example-refused">
          <p>
            <Icon name="warning" size={18} />
            <strong>
              <T k="proposal.not_taken" />
            </strong>
          </p>
          <p class="quiet">
            <T k="proposal.words" />
          </p>
          <p class="phrases">{withBreaks(refused.why)}</p>
        </div>
      ) : (
        <dl class="example-sum">
          <div>
            <dt>
              <Stamp {...stampOf(terms)} size={22} /> {t('proposal.usable')}
            </dt>
            <dd>{t('yen', { amount: `+${figure(example.amount)}` })}</dd>
          </div>
          <div>
            <dt>
              <T k="proposal.until" />
            </dt>
            <dd>{example.expires_on ? consoleDay(example.expires_on) : t('expiry.never')}</dd>
          </div>
        </dl>
      )}
    </section>
  );
}

interface ApprovalProps {
  proposal: Proposal;
  dryRun: Resource<DryRun>;
  onChanged: (next: Proposal) => void;
}

function Approval({ proposal, dryRun, onChanged }: ApprovalProps): VNode {
  const { state, own } = proposal;
  return (
    <div class="columns">
      <Panel title={t('proposal.approval')}>
        <ol class="chain">
          <li class="chain-done">
            <span class="chain-mark">
              <Icon name="check" size={16} />
            </span>
            <p>
              <T k="proposal.made" v={{ name: proposal.proposed_by.name }} />
              <span class="quiet">{consoleMoment(timeOf(proposal.proposed_at))}</span>
            </p>
          </li>
          <li class={state === 'approved' ? 'chain-done' : state === 'open' ? 'chain-open' : 'chain-off'}>
            <span class="chain-mark">
              <Icon name={state === 'approved' ? 'check' : state === 'open' ? 'clock' : 'close'} size={16} />
            </span>
            <p>
              <SecondStep proposal={proposal} />
            </p>
          </li>
        </ol>
        {state === 'open' && own && (
          <p class="own-note">
            <Icon name="info" size={20} />
            <span class="phrases">
              <T k="proposal.not_own" />
            </span>
          </p>
        )}
        {proposal.program && <TextLink href={to(`/programs/${proposal.program}`)}>{t('proposal.to_program')}</TextLink>}
      </Panel>
      <Panel title={t('proposal.digest')} note={state === 'open' && <T k={own ? 'proposal.digest_own' : 'proposal.digest_hint'} />}>
        <p class="digest" title={proposal.digest}>
          {shortDigest(proposal.digest)}
        </p>
      </Panel>
      {state === 'open' && <Deciding proposal={proposal} dryRun={dryRun} onChanged={onChanged} />}
    </div>
  );
}

function SecondStep({ proposal }: { proposal: Proposal }): VNode {
  if (proposal.state === 'approved') {
    return (
      <>
        {proposal.approved_by && <T k="proposal.done_by" v={{ name: proposal.approved_by.name }} />}
        <span class="quiet">
          <T k="proposal.started" />
        </span>
      </>
    );
  }
  if (proposal.state === 'open') return <T k="proposal.waits" />;
  return <T k={proposal.state === 'void' ? 'proposal.is_void' : 'proposal.is_withdrawn'} />;
}

function Deciding({ proposal, dryRun, onChanged }: ApprovalProps): VNode {
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const command = useKeyed<Proposal>();
  const list = useProposals();
  const { budget } = proposal.terms;
  const wrong = budget !== undefined && wholeNumber(typed) !== budget;
  const params = { path: { id: proposal.id } };
  const changed = (next: Proposal | undefined) => {
    if (!next) return;
    onChanged(next);
    void list.reload(); // the menu's count
    announce(t(`proposal.${next.state}`), true);
  };
  const approve = async () => {
    setTried(true);
    if (wrong || !dryRun.data) return;
    const { digest } = proposal;
    const dry_run = dryRun.data.digest;
    const send = async (key: string) => {
      const answer = await ask(api.POST('/api/proposals/{id}/approve', { params, body: { key, digest, dry_run } }));
      if (!answer.ok && answer.problem.field === 'dry_run') void dryRun.reload(); // seen too long ago
      return answer;
    };
    changed(await command.run(send));
  };
  const withdraw = async () =>
    changed(await command.run((key) => ask(api.POST('/api/proposals/{id}/withdraw', { params, body: { key } }))));
  return (
    <Panel title={t(proposal.own ? 'proposal.withdraw' : 'proposal.approve')}>
      {command.problem && <Refused problem={command.problem} />}
      {proposal.own ? (
        <Button icon="lock" offReason={t('proposal.not_own')} reasonHidden>
          <T k="proposal.waiting_button" />
        </Button>
      ) : (
        <>
          {budget !== undefined && (
            <TextInput
              label={t('proposal.budget_type')}
              value={typed}
              onValue={setTyped}
              inputMode="numeric"
              autoComplete="off"
              problem={tried && wrong ? t('proposal.budget_mismatch', { amount: figure(budget) }) : undefined}
            />
          )}
          <Button onClick={() => void approve()} busy={command.busy} offReason={dryRun.data ? undefined : t('dry.wait')}>
            <T k="proposal.approve" />
          </Button>
        </>
      )}
      <Sure
        open={t('proposal.withdraw')}
        text={<T k="proposal.withdraw_sure" />}
        go={t('proposal.withdraw_go')}
        onGo={() => void withdraw()}
        busy={command.busy}
      />
    </Panel>
  );
}
