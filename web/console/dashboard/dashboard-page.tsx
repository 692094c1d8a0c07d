// The first page of the day: the books, today against last week, what needs somebody's attention.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { timeOf } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { asOfTime, consoleDay, figure, receiptDay } from '@meguri/shared/texts';
import { Button, EmptyState, Icon } from '@meguri/shared/ui';
import { useDashboard, useProposals, type Dashboard } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Facts, Loaded, Panel } from '../frame/parts.tsx';
import { T, t } from '../texts.ts';
import { useSettlements } from '../settlement/data.ts';
import { differenceOf, Equation } from './equation.tsx';
import './dashboard-page.css';

const refresh_ms = 60000;

export function DashboardPage(): VNode {
  const dashboard = useDashboard();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void dashboard.reload();
    }, refresh_ms);
    return () => clearInterval(timer);
  }, []);
  const at = dashboard.data && timeOf(dashboard.data.as_of);
  const note = at !== undefined && `${receiptDay(at)} ${t('as_of', { time: asOfTime(at) })}`;
  const actions = (
    <Button kind="plain" size="small" onClick={() => void dashboard.reload()}>
      {t('common.refresh')}
    </Button>
  );
  return (
    <ConsolePage title={t('dashboard.title')} note={note} actions={actions}>
      <Loaded of={dashboard}>{(data) => <Figures data={data} />}</Loaded>
    </ConsolePage>
  );
}

function Figures({ data }: { data: Dashboard }): VNode {
  return (
    <>
      {data.programs.length === 0 && <NoPrograms />}
      {data.programs.map((books) => (
        <Equation key={books.program.id} books={books} />
      ))}
      <div class="columns columns-dashboard">
        <Panel title={t('dashboard.week')}>
          <Week name={t('dashboard.payments')} today={[data.today.paid, data.today.payments]} last={[data.last_week.paid, data.last_week.payments]} look="out" />
          <Week name={t('dashboard.top_ups')} today={[data.today.topped_up, data.today.top_ups]} last={[data.last_week.topped_up, data.last_week.top_ups]} look="in" />
        </Panel>
        <Panel title={t('dashboard.people')}>
          <Facts
            facts={[
              { name: t('dashboard.residents'), value: <a class="whole" href={to('/residents')}>{t('people', { n: figure(data.residents) })}</a> },
              { name: t('dashboard.places'), value: <a class="whole" href={to('/places')}>{t('places', { n: figure(data.places) })}</a> },
            ]}
          />
        </Panel>
        <Attention data={data} />
      </div>
    </>
  );
}

/** Nothing has started yet: the next step is to propose, or to look at what is proposed. */
function NoPrograms(): VNode {
  const open = useProposals().data?.proposals.filter((each) => each.state === 'open') ?? [];
  const [proposal] = open;
  return (
    <EmptyState title={<T k="dashboard.none" />} text={<T k={proposal ? 'dashboard.proposed_text' : 'dashboard.none_text'} />}>
      {proposal ? (
        <Button href={to(open.length === 1 ? `/proposals/${proposal.id}` : '/programs')}>{t('dashboard.go_proposal')}</Button>
      ) : (
        <Button href={to('/programs/new')}>{t('programs.new')}</Button>
      )}
    </EmptyState>
  );
}

type Sum = [amount: number, count: number];

/** Two bars on one scale: filled = today, outlined = last week; the figures stand beside them. */
function Week({ name, today, last, look }: { name: string; today: Sum; last: Sum; look: 'out' | 'in' }): VNode {
  const most = Math.max(today[0], last[0], 1);
  const bar = ([amount, count]: Sum, when: string, kind: 'now' | 'then') => (
    <div class="week-row">
      <dt>{when}</dt>
      <dd>
        <span class="week-track" aria-hidden="true">
          <span class={`week-bar week-${kind} week-${look}`} style={{ width: `${(100 * amount) / most}%` }} />
        </span>
        <span class="week-amount">{t('yen', { amount: figure(amount) })}</span>
        <span class="week-count">{t('count', { n: figure(count) })}</span>
      </dd>
    </div>
  );
  return (
    <section class="week" aria-label={name}>
      <h3>{name}</h3>
      <dl>
        {bar(today, t('dashboard.today'), 'now')}
        {bar(last, t('dashboard.last_week'), 'then')}
      </dl>
    </section>
  );
}

interface Matter {
  key: string;
  icon: 'warning' | 'shield' | 'bank';
  words: VNode;
  href: string;
  go: string;
}

function Attention({ data }: { data: Dashboard }): VNode {
  const matters = [...unbalanced(data), ...useProposed(), ...useRuns()];
  return (
    <Panel title={t('dashboard.attention')}>
      <ul class="attention">
        {matters.map(({ key, icon, words, href, go }) => (
          <li key={key}>
            <Icon name={icon} size={20} />
            <span class="phrases">{words}</span>
            <a href={to(href)}>{go}</a>
          </li>
        ))}
      </ul>
      {matters.length === 0 && (
        <p class="quiet phrases">
          <T k="dashboard.nothing" />
        </p>
      )}
    </Panel>
  );
}

const unbalanced = ({ programs }: Dashboard): Matter[] =>
  programs
    .filter((books) => differenceOf(books) !== 0)
    .map(({ program }) => ({
      key: program.id,
      icon: 'warning',
      words: <T k="dashboard.not_balanced" v={{ name: program.name }} />,
      href: `/programs/${program.id}`,
      go: t('dashboard.go_program'),
    }));

function useProposed(): Matter[] {
  const { data } = useProposals();
  const waiting = ((data && data.proposals) || []).filter((each) => each.state === 'open' && !each.own);
  const [first] = waiting;
  if (!first) return [];
  const href = waiting.length === 1 ? `/proposals/${first.id}` : '/programs';
  return [{ key: 'proposals', icon: 'shield', words: <T k="dashboard.waiting" v={{ n: waiting.length }} />, href, go: t('dashboard.go_approve') }];
}

/** Settlements that wait for this operator, or for the bank. */
function useRuns(): Matter[] {
  const { data } = useSettlements();
  return ((data && data.settlements) || []).flatMap((run): Matter[] => {
    const matter = (words: VNode, go: string): Matter[] => [{ key: run.id, icon: 'bank', words, href: `/settlements/${run.id}`, go }];
    const v = { day: consoleDay(run.until) };
    if (run.state === 'proposed' && !run.own) return matter(<T k="dashboard.settlement_waiting" v={v} />, t('dashboard.go_approve'));
    return run.state === 'transferred' ? matter(<T k="dashboard.settlement_sent" v={v} />, t('dashboard.go_settlement')) : [];
  });
}
