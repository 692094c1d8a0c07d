// What each place had of each program, over some months or a fiscal year: place × program × fiscal year (ADM-e).
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { serverNow, type Problem } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { dayOf, figure } from '@meguri/shared/texts';
import { Button, Chip, Select, Stamp, stampOf, TextInput } from '@meguri/shared/ui';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Loaded, Panel, Refused } from '../frame/parts.tsx';
import { saveTable } from '../frame/table-file.ts';
import { matches } from '../places/find.ts';
import { loadPlaces, usePlaceTotals, type PlaceRow, type PlaceTotals } from './data.ts';
import { AsOf, ReportPage } from './report-page.tsx';
import { fiscalYear, monthOf, placeLines, type PlaceLine } from './sums.ts';
import { T, t } from './texts.ts';

const months_back = 60;

export function PlaceTotalsPage(): VNode {
  const today = dayOf(serverNow());
  const [[from, until], setMonths] = useState<[string, string]>(yearOf(today, 0));
  const right = from <= until;
  const totals = usePlaceTotals(right ? from : '', until);
  return (
    <ReportPage page="places">
      <Months today={today} from={from} until={until} onMonths={setMonths} wrong={!right} />
      {right && <Loaded of={totals}>{(first) => <Found key={`${from} ${until}`} first={first} from={from} until={until} />}</Loaded>}
    </ReportPage>
  );
}

const yearOf = (today: string, years: number): [string, string] => {
  const [from, until] = fiscalYear(today, years);
  const month = until < today ? until : today;
  return [from.slice(0, 7), month.slice(0, 7)];
};

interface MonthsProps {
  today: string;
  from: string;
  until: string;
  onMonths: (months: [string, string]) => void;
  wrong: boolean;
}

function Months({ today, from, until, onMonths, wrong }: MonthsProps): VNode {
  const months = Array.from({ length: months_back }, (_, n) => monthOf(today, n)[0].slice(0, 7)).map((value) => ({ value, label: value.replace('-', '/') }));
  return (
    <>
      <div class="row" role="group" aria-label={t('flows.periods')}>
        {(['this_year', 'last_year'] as const).map((key, years) => {
          const [first, last] = yearOf(today, years);
          return (
            <Chip key={key} on={from === first && until === last} onPress={() => onMonths([first, last])}>
              {t(`flows.${key}`)}
            </Chip>
          );
        })}
      </div>
      <div class="fields report-fields">
        <Select label={t('places_report.from')} value={from} onValue={(month) => onMonths([month, until])} options={months} />
        <Select label={t('places_report.to')} value={until} onValue={(month) => onMonths([from, month])} options={months} problem={wrong ? t('places_report.wrong') : undefined} />
      </div>
    </>
  );
}

function Found({ first, from, until }: { first: PlaceTotals; from: string; until: string }): VNode {
  const [further, setFurther] = useState<{ places: PlaceRow[]; next: string | undefined }>({ places: [], next: first.next_after });
  const [program, setProgram] = useState('');
  const [search, setSearch] = useState('');
  const [working, setWorking] = useState<'more' | 'file' | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const places = first.places.concat(further.places);

  /** The next page, or every further one. Undefined: it could not be read. */
  const read = async (all: boolean): Promise<PlaceRow[] | undefined> => {
    let known = further;
    setWorking(all ? 'file' : 'more');
    setProblem(undefined);
    do {
      const answer = await loadPlaces(from, until, known.next);
      if (!answer.ok) setProblem(answer.problem);
      if (!answer.ok) break;
      known = { places: known.places.concat(answer.data.places), next: answer.data.next_after };
      setFurther(known);
    } while (all && known.next);
    setWorking(undefined);
    return all && known.next ? undefined : first.places.concat(known.places);
  };
  const save = async () => {
    const all = further.next ? await read(true) : places;
    if (all) saveTable(t('places_report.file', { from, to: until }), table(placeLines(fitting(all, search), program)));
  };
  if (places.length === 0) {
    return (
      <p class="quiet phrases">
        <T k="places_report.none" />
      </p>
    );
  }
  const programs = new Map(places.flatMap((each) => each.programs).map((each) => [each.program.id, each.program.name]));
  const lines = placeLines(fitting(places, search), program);
  return (
    <>
      <div class="fields report-fields">
        <Select
          label={t('reports.program')}
          value={program}
          onValue={setProgram}
          options={[{ value: '', label: t('places_report.any') }, ...[...programs].map(([value, label]) => ({ value, label }))]}
        />
        <TextInput type="search" label={t('places_report.search')} value={search} onValue={setSearch} autoComplete="off" maxLength={60} />
      </div>
      <Panel
        title={t('places_report.all')}
        note={<AsOf of={first} />}
        actions={
          <Button kind="outline" size="small" icon="download" busy={working === 'file'} onClick={() => void save()}>
            {t('reports.save')}
          </Button>
        }
      >
        {lines.length === 0 ? <p class="quiet">{t('places_report.not_found')}</p> : <DataTable caption={t('places_report.all')} columns={columns()} rows={lines} keyOf={({ key }) => key} />}
        {working === 'file' && <p role="status">{t('places_report.reading', { n: figure(places.length) })}</p>}
        {problem && <Refused problem={problem} />}
        {further.next && (
          <div class="row">
            <Button size="small" kind="outline" busy={working === 'more'} onClick={() => void read(false)}>
              {t('places_report.more')}
            </Button>
          </div>
        )}
      </Panel>
    </>
  );
}

const fitting = (places: PlaceRow[], search: string) => places.filter(({ place }) => matches(search, [place.name, place.reading]));

const parts: readonly [head: 'issued' | 'handed_out' | 'taken_bought' | 'taken_given' | 'taken' | 'settled', of: (line: PlaceLine['of']) => number][] = [
  ['issued', ({ issued }) => issued],
  ['handed_out', ({ handed_out }) => handed_out],
  ['taken_bought', ({ taken_bought }) => taken_bought],
  ['taken_given', ({ taken_given }) => taken_given],
  ['taken', ({ taken_bought, taken_given }) => taken_bought + taken_given],
  ['settled', ({ settled }) => settled],
];

const columns = (): Column<PlaceLine>[] => [
  { key: 'place', head: t('places_report.place'), cell: ({ place }) => <a href={to(`/places/${place.id}/sales`)}>{place.name}</a> },
  {
    key: 'program',
    head: t('reports.program'),
    cell: ({ of }) => (
      <span class="program-name">
        <Stamp {...stampOf(of.program)} size={22} /> {of.program.name}
      </span>
    ),
  },
  ...parts.map(([head, of]): Column<PlaceLine> => ({ key: head, head: t(`places_report.${head}`), figures: true, cell: (line) => figure(of(line.of)) })),
];

const table = (lines: PlaceLine[]) => [
  [t('places_report.place'), t('reports.program'), ...parts.map(([head]) => t(`places_report.${head}`))],
  ...lines.map(({ place, of }) => [place.name, of.program.name, ...parts.map(([, amount]) => String(amount(of)))]),
];
