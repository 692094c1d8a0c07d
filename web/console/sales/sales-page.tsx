// What one place sold: any days, one program, one member of staff; totals of the whole filter, and exactly that as a file.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, serverNow, timeOf, useResource } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleMoment, daysUntil, dayOf, figure, language, startOfDay } from '@meguri/shared/texts';
import { Button, Icon, Select, Stamp, stampOf, TextInput, TextLink } from '@meguri/shared/ui';
import { usePlace } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { OtherFormats } from '../frame/other-formats.tsx';
import { Badge, Facts, Loaded, Panel } from '../frame/parts.tsx';
import { T, t } from './texts.ts';

interface Asked {
  from: string;
  to: string;
  program: string;
  staff: string;
}

const most_days = 366;
const queryOf = ({ from, to: until, program, staff }: Asked) => ({ from, to: until, ...(program && { program }), ...(staff && { staff }) });

const load = (id: string, asked: Asked, before?: string) =>
  ask(api.GET('/api/places/{id}/sales', { params: { path: { id }, query: { ...queryOf(asked), ...(before && { before }) } } }));
type Sales = Extract<Awaited<ReturnType<typeof load>>, { ok: true }>['data'];
type Row = Sales['entries'][number];

export function SalesPage({ id }: { id: string }): VNode {
  const place = usePlace(id);
  const today = dayOf(serverNow());
  const [asked, setAsked] = useState<Asked>({ from: `${today.slice(0, 8)}01`, to: today, program: '', staff: '' });
  const days = daysUntil(asked.to, startOfDay(asked.from));
  const right = days >= 0 && days < most_days;
  const key = JSON.stringify(asked);
  const sales = useResource<Sales>(right ? `sales of ${id} ${key}` : undefined, () => load(id, asked));
  const everything = { ...asked, program: '', staff: '' }; // what can be chosen by does not shrink with the choice
  const whole = useResource<Sales>(right ? `sales of ${id} ${JSON.stringify(everything)}` : undefined, () => load(id, everything));
  return (
    <ConsolePage
      title={place.data ? t('sales.title', { name: place.data.name }) : t('places.title')}
      actions={<TextLink href={to(`/places/${id}`)}>{t('common.back')}</TextLink>}
    >
      <Choice asked={asked} onAsked={setAsked} whole={whole.data} wrong={!right} />
      {right && <Loaded of={sales}>{(found) => <Result key={key} id={id} asked={asked} sales={found} />}</Loaded>}
    </ConsolePage>
  );
}

function Choice({ asked, onAsked, whole, wrong }: { asked: Asked; onAsked: (next: Asked) => void; whole: Sales | undefined; wrong: boolean }): VNode {
  const set = (change: Partial<Asked>) => onAsked({ ...asked, ...change });
  const any = { value: '', label: t('sales.any') };
  const programs = whole ? whole.by_program.map(({ program }) => ({ value: program.id, label: program.name })) : [];
  const staff = whole ? whole.staff.map(({ id, name }) => ({ value: id, label: name })) : [];
  return (
    <div class="fields">
      <TextInput type="date" label={t('sales.from')} value={asked.from} onValue={(from) => from && set({ from })} />
      <TextInput type="date" label={t('sales.to')} value={asked.to} onValue={(until) => until && set({ to: until })} problem={wrong ? t('sales.wrong') : undefined} />
      <Select label={t('sales.program')} value={asked.program} onValue={(program) => set({ program })} options={[any, ...programs]} />
      <Select label={t('sales.staff')} value={asked.staff} onValue={(who) => set({ staff: who })} options={[any, ...staff]} />
    </div>
  );
}

function Result({ id, asked, sales }: { id: string; asked: Asked; sales: Sales }): VNode {
  const [further, setFurther] = useState<{ rows: Row[]; next: string | undefined }>({ rows: [], next: sales.next_before });
  const [busy, setBusy] = useState(false);
  const more = async () => {
    setBusy(true);
    const answer = await load(id, asked, further.next);
    setBusy(false);
    if (answer.ok) setFurther({ rows: further.rows.concat(answer.data.entries), next: answer.data.next_before });
  };
  const rows = sales.entries.concat(further.rows);
  return (
    <>
      <Sums sales={sales} />
      <Panel title={t('sales.rows')} actions={rows.length > 0 && <SaveLinks id={id} asked={asked} />}>
        {rows.length === 0 ? (
          <p class="quiet phrases">
            <T k="sales.none" />
          </p>
        ) : (
          <DataTable caption={t('sales.rows')} columns={columns()} rows={rows} keyOf={({ entry }) => entry.id} />
        )}
        {further.next && (
          <Button size="small" busy={busy} onClick={() => void more()}>
            {t('sales.more')}
          </Button>
        )}
      </Panel>
    </>
  );
}

const inUnits = (unit: 'money' | 'point', amount: number) => (unit === 'point' ? t('sales.points', { n: figure(amount) }) : t('yen', { amount: figure(amount) }));

function Sums({ sales }: { sales: Sales }): VNode {
  return (
    <Panel title={t('sales.sums')}>
      <Facts
        facts={[
          { name: t('sales.paid'), value: t('yen', { amount: figure(sales.amount) }) },
          { name: t('sales.count'), value: t('sales.times', { n: figure(sales.count) }) },
          { name: t('sales.cancelled'), value: t('yen', { amount: figure(sales.cancelled) }) },
          ...sales.by_program.map(({ program, amount }) => ({ name: program.name, value: inUnits(program.unit, amount) })),
        ]}
      />
    </Panel>
  );
}

const columns = (): Column<Row>[] => [
  { key: 'at', head: t('sales.at'), cell: ({ entry }) => consoleMoment(timeOf(entry.at)) },
  { key: 'digits', head: t('sales.digits'), cell: ({ entry }) => entry.digits },
  { key: 'kind', head: t('sales.kind'), cell: ({ entry }) => <Kind entry={entry} /> },
  {
    key: 'parts',
    head: t('sales.parts'),
    cell: ({ entry }) =>
      entry.lots.map(({ program, amount }, i) => (
        <span key={i} class="whole">
          <Stamp {...stampOf(program)} size={22} name={program.name} /> {figure(amount)}{' '}
        </span>
      )),
  },
  { key: 'amount', head: t('sales.amount'), figures: true, cell: ({ entry }) => inUnits(unitOf(entry), entry.kind === 'cancel' ? -entry.amount : entry.amount) },
  { key: 'by', head: t('sales.by'), cell: ({ by }) => by || t('common.none') },
  { key: 'number', head: t('sales.number'), figures: true, cell: ({ entry }) => entry.id },
];

/** What a place takes is money or points, never both at once. */
const unitOf = ({ lots }: Row['entry']) => (lots.length > 0 && lots.every(({ program }) => program.unit === 'point') ? 'point' : 'money');

function Kind({ entry }: { entry: Row['entry'] }): VNode {
  if (entry.kind === 'cancel') return <Badge look="stop">{t('sales.cancel')}</Badge>;
  if (entry.cancelled_by) return <Badge look="off">{t('sales.taken_back')}</Badge>;
  return <>{t('sales.payment')}</>;
}

function SaveLinks({ id, asked }: { id: string; asked: Asked }): VNode {
  const words = new URLSearchParams({ ...queryOf(asked), language: language() === 'en' ? 'en' : 'ja' });
  const href = `/api/places/${id}/sales/file?${words.toString()}`;
  const others = { title: t('sales.formats'), xlsx: t('sales.format_xlsx'), shift_jis: <T k="sales.format_shift_jis" /> };
  return (
    <>
      <a class="button button-outline button-small" href={href} download="">
        <Icon name="download" size={18} />
        <span>{t('sales.save')}</span>
      </a>
      <OtherFormats href={href} words={others} name={t('sales.rows')} />
    </>
  );
}
