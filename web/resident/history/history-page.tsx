// Everything that happened, newest first, by month, page by page; all of it, or what a filter leaves.
import type { VNode } from 'preact';
import { timeOf, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { dayOf } from '@meguri/shared/texts';
import { Button, EmptyState, Page, Skeleton, Trouble } from '@meguri/shared/ui';
import { EntryLine } from '../pages/entry-line.tsx';
import { ResidentBar } from '../pages/resident-bar.tsx';
import { Strips } from '../pages/strips.tsx';
import { useCity } from '../state/city.ts';
import { useLive } from '../state/live.ts';
import { Filters, monthTitle } from './filters.tsx';
import { usePages } from './pages-of.ts';
import { t, T } from './texts.ts';
import { everything, isNarrowed, useWanted, type Wanted } from './wanted.ts';
import './history.css';

type Entry = Schemas['Entry'];

function months(entries: Entry[]): [month: string, entries: Entry[]][] {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const month = dayOf(timeOf(entry.at)).slice(0, 7);
    found.set(month, (found.get(month) ?? []).concat(entry));
  }
  return Array.from(found);
}

function Nothing({ wanted, onAll }: { wanted: Wanted; onAll: () => void }): VNode {
  if (!isNarrowed(wanted)) {
    return (
      <EmptyState title={t('history.empty')} text={<T k="history.empty_text" />}>
        <Button kind="top-up" icon="plus" href={to('/top-up')}>
          {t('home.first_top_up')}
        </Button>
      </EmptyState>
    );
  }
  const month_alone = wanted.month !== '' && wanted.kind === '' && wanted.program === '';
  return (
    <div class="history-none" role="status">
      <h2 class="phrases">
        <T k={month_alone ? 'history.none_in_month' : 'history.none'} />
      </h2>
      <p class="phrases quiet">
        <T k="history.none_text" />
      </p>
      <Button kind="outline" onClick={onAll}>
        {t('history.show_all')}
      </Button>
    </div>
  );
}

function Months({ entries }: { entries: Entry[] }): VNode {
  return (
    <>
      {months(entries).map(([month, those]) => (
        <section key={month}>
          <h2 class="month">{monthTitle(month)}</h2>
          <ul>
            {those.map((entry) => (
              <li key={entry.id}>
                <EntryLine entry={entry} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

export function HistoryPage(): VNode {
  const { info } = useCity();
  const [wanted, setWanted] = useWanted();
  const { entries, older, problem, loading, load } = usePages(wanted);
  useLive(() => void load());
  // A link to a program that is no more: nothing of it is there either.
  const unknown = problem?.refusal === 'program_unknown';
  const empty = unknown || entries?.length === 0;
  return (
    <div class="long">
      <Page
        title={t('history.title')}
        strips={<Strips unreachable={problem?.kind === 'unreachable'} />}
        onBack={() => go('/', true)}
        bar={<ResidentBar at="history" />}
      >
        {(!empty || isNarrowed(wanted)) && <Filters wanted={wanted} onWanted={setWanted} />}
        {!entries && loading && <Skeleton shape="rows" count={6} />}
        {!entries && problem && !unknown && <Trouble onRetry={() => void load()} office={info?.city} phone={info?.telephone} />}
        {empty && <Nothing wanted={wanted} onAll={() => setWanted(everything)} />}
        {entries && <Months entries={entries} />}
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
