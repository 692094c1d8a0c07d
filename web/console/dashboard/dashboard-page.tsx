// The first page of the day: the books, today against last week, what needs somebody's attention.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { timeOf } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { asOfTime, consoleDay, dayOf, figure, receiptDay, startOfDay } from '@meguri/shared/texts';
import { Button, EmptyState, Icon } from '@meguri/shared/ui';
import { useDashboard, useFlows, usePrograms, useProposals, type Dashboard } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Facts, Loaded, Panel } from '../frame/parts.tsx';
import { T, t } from '../texts.ts';
import { useSettlements } from '../settlement/data.ts';
import { daysLeft, differenceOf, inMoney } from './books.ts';
import { Equation } from './equation.tsx';
import { ProgramsPanel } from './programs-panel.tsx';
import { TodayPanel } from './today-panel.tsx';
import './dashboard-page.css';

const refresh_ms = 60000;
const day_ms = 86400000;

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
  const { programs } = data;
  return (
    <>
      {programs.length === 0 && <NoPrograms />}
      {inMoney(programs).length > 0 && <Equation programs={programs} />}
      {programs.length > 0 && <ProgramsPanel programs={programs} day={dayOf(timeOf(data.as_of))} />}
      <div class="columns columns-dashboard">
        <TodayPanel data={data} />
        <div class="dashboard-side">
          <Attention data={data} />
          <Panel title={t('dashboard.people')}>
            <Facts
              facts={[
                { name: t('dashboard.residents'), value: <a class="whole" href={to('/residents')}>{t('people', { n: figure(data.residents) })}</a> },
                { name: t('dashboard.places'), value: <a class="whole" href={to('/places')}>{t('places', { n: figure(data.places) })}</a> },
              ]}
            />
          </Panel>
        </div>
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

interface Matter {
  key: string;
  icon: 'warning' | 'shield' | 'bank' | 'gift';
  words: VNode;
  href: string;
  go: string;
}

function Attention({ data }: { data: Dashboard }): VNode {
  const matters = [...unbalanced(data), ...useBudgets(data), ...useProposed(), ...useRuns()];
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

/** Budgets that are used up within a month, at the speed of the last seven days. */
function useBudgets({ programs, as_of }: Dashboard): Matter[] {
  const today = dayOf(timeOf(as_of));
  const week = useFlows(dayOf(startOfDay(today) - 6 * day_ms), today).data;
  const known = usePrograms().data;
  return ((known && known.programs) || []).flatMap((each): Matter[] => {
    const books = programs.find(({ program }) => program.id === each.id);
    const flow = week && week.programs.find(({ program }) => program.id === each.id);
    const budget = each.terms.budget || 0;
    const days = books && flow && each.state === 'open' ? daysLeft(budget, books.issued, flow.sources.reduce((sum, { amount }) => sum + amount, 0)) : undefined;
    if (!books || days === undefined) return [];
    const left = figure(budget - books.issued);
    const amount = each.unit === 'point' ? t('dry.points', { amount: left }) : t('yen', { amount: left });
    const day = consoleDay(dayOf(startOfDay(today) + days * day_ms));
    return [{ key: `budget ${each.id}`, icon: 'gift', words: <T k="dashboard.budget_ends" v={{ name: each.name, amount, day }} />, href: `/programs/${each.id}`, go: t('dashboard.go_program') }];
  });
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
