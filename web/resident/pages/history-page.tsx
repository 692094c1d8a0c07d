// Everything that happened, newest first, by month, page by page.
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, ask, serverNow, timeOf, type Problem, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { dayOf } from '@meguri/shared/texts';
import { Button, EmptyState, Page, Skeleton, Trouble } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { useLive } from '../state/live.ts';
import { t, T } from '../texts/records/index.ts';
import { EntryLine } from './entry-line.tsx';
import { ResidentBar } from './resident-bar.tsx';
import { Strips } from './strips.tsx';

type Entry = Schemas['Entry'];

interface Pages {
  entries: Entry[] | undefined;
  /** Undefined: nothing older. */
  older: string | undefined;
  problem: Problem | undefined;
  loading: boolean;
  load: (before?: string) => Promise<void>;
}

const page_size = 20;

/** Newer entries replace what is known of them (a payment may have been cancelled meanwhile). */
function merge(known: Entry[], fresh: Entry[]): Entry[] {
  const ids = new Set(fresh.map((entry) => entry.id));
  return fresh.concat(known.filter((entry) => !ids.has(entry.id))).sort((a, b) => Number(b.id) - Number(a.id));
}

function useHistory(): Pages {
  const [entries, setEntries] = useState<Entry[] | undefined>();
  const [older, setOlder] = useState<string | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const [loading, setLoading] = useState(true);
  const begun = useRef(false);
  const load = async (before?: string) => {
    setLoading(true);
    const answer = await ask(api.GET('/api/wallet/history', { params: { query: { before, limit: page_size } } }));
    setLoading(false);
    setProblem(answer.ok ? undefined : answer.problem);
    if (!answer.ok) return;
    const { data } = answer;
    setEntries((known) => merge(known ?? [], data.entries));
    if (before !== undefined || !begun.current) setOlder(data.next_before);
    begun.current = true;
  };
  useEffect(() => void load(), []);
  return { entries, older, problem, loading, load };
}

function monthTitle(month: string, thisYear: string): string {
  const [year = '', number = ''] = month.split('-');
  const values = { year, month: String(Number(number)) };
  return year === thisYear ? t('history.month', { month: values.month }) : t('history.month_of_year', values);
}

function months(entries: Entry[]): [month: string, entries: Entry[]][] {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const month = dayOf(timeOf(entry.at)).slice(0, 7);
    found.set(month, (found.get(month) ?? []).concat(entry));
  }
  return Array.from(found);
}

export function HistoryPage(): VNode {
  const { info } = useCity();
  const { entries, older, problem, loading, load } = useHistory();
  useLive(() => void load());
  const thisYear = dayOf(serverNow()).slice(0, 4);
  return (
    <div class="long">
      <Page
        title={t('history.title')}
        strips={<Strips unreachable={problem?.kind === 'unreachable'} />}
        onBack={() => go('/', true)}
        bar={<ResidentBar at="history" />}
      >
        {!entries && loading && <Skeleton shape="rows" count={6} />}
        {!entries && problem && <Trouble onRetry={() => void load()} office={info?.city} phone={info?.telephone} />}
        {entries?.length === 0 && (
          <EmptyState title={t('history.empty')} text={<T k="history.empty_text" />}>
            <Button kind="top-up" icon="plus" href={to('/top-up')}>
              {t('home.first_top_up')}
            </Button>
          </EmptyState>
        )}
        {months(entries ?? []).map(([month, those]) => (
          <section key={month}>
            <h2 class="month">{monthTitle(month, thisYear)}</h2>
            <ul>
              {those.map((entry) => (
                <li key={entry.id}>
                  <EntryLine entry={entry} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {entries && entries.length > 0 && older !== undefined && (
          <Button kind="outline" busy={loading} onClick={() => void load(older)}>
            {t('history.older')}
          </Button>
        )}
        {entries && entries.length > 0 && older === undefined && <p class="quiet list-end">{t('history.end')}</p>}
      </Page>
    </div>
  );
}
