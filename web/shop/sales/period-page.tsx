// Any days, one program, one member of staff: totals of the whole filter, the entries page by page, and exactly that as a
// file [ADM-g, PAY-j, PNT-n].
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, serverNow, timeOf, useResource, type Schemas } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { daysUntil, dayOf, dayWithWeekday, figure, startOfDay } from '@meguri/shared/texts';
import { Button, EmptyState, ReceivedRow, Select, Skeleton, stampOf, TextInput, TextLink, Trouble } from '@meguri/shared/ui';
import { PageTitle, ShopPage } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { unitOf } from './rows.ts';
import { SalesSummary } from './sales-summary.tsx';
import { SaveLink, type SalesQuery } from './save-link.tsx';
import { T, t } from './texts.ts';
import './sales-page.css';
import './period-page.css';

type Asked = Required<SalesQuery>;
const most_days = 366;

const load = ({ from, to: until, program, staff }: Asked, before?: string) =>
  ask(
    api.GET('/api/place/sales/list', {
      params: { query: { from, to: until, ...(program && { program }), ...(staff && { staff }), ...(before && { before }) } },
    }),
  );
type Period = Extract<Awaited<ReturnType<typeof load>>, { ok: true }>['data'];

// What was asked for last stays while the app is open.
let last: Asked | undefined;

export function PeriodPage(): VNode {
  const { info } = useShop();
  const today = dayOf(serverNow());
  const [asked, setAsked] = useState<Asked>(last ?? { from: `${today.slice(0, 8)}01`, to: today, program: '', staff: '' });
  useEffect(() => {
    last = asked;
  }, [asked]);
  const days = daysUntil(asked.to, startOfDay(asked.from));
  const right = days >= 0 && days < most_days;
  const key = JSON.stringify(asked);
  const found = useResource<Period>(right ? `sales of ${key}` : undefined, () => load(asked));
  // What can be chosen by does not shrink with the choice.
  const whole = useResource<Period>(right ? `sales of ${JSON.stringify({ ...asked, program: '', staff: '' })}` : undefined, () =>
    load({ ...asked, program: '', staff: '' }),
  );
  return (
    <ShopPage tab="sales" plain>
      <div class="narrow stack">
        <PageTitle title={t('period.title')} />
        <Choice asked={asked} onAsked={setAsked} whole={whole.data} wrong={!right} />
        {right && !found.data && found.problem && <Trouble onRetry={() => void found.reload()} office={info.city} phone={info.telephone} />}
        {right && !found.data && !found.problem && <Skeleton shape="rows" count={5} />}
        {right && found.data && <Result key={key} asked={asked} period={found.data} />}
        <TextLink href={to('/sales')}>{t('sales.back_today')}</TextLink>
      </div>
    </ShopPage>
  );
}

interface ChoiceProps {
  asked: Asked;
  onAsked: (asked: Asked) => void;
  whole: Period | undefined;
  wrong: boolean;
}

function Choice({ asked, onAsked, whole, wrong }: ChoiceProps): VNode {
  const set = (change: Partial<Asked>) => onAsked({ ...asked, ...change });
  const day = (change: (value: string) => Partial<Asked>) => (value: string) => {
    if (/^\d{4}-\d\d-\d\d$/.test(value)) set(change(value));
  };
  const any = { value: '', label: t('period.everything') };
  const programs = (whole ? whole.by_program : []).map(({ program }) => ({ value: program.id, label: program.name }));
  const staff = (whole ? whole.staff : []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div class="card period-choice">
      <div class="period-days">
        <TextInput type="date" label={t('period.from')} value={asked.from} onValue={day((from) => ({ from }))} />
        <TextInput
          type="date"
          label={t('period.to')}
          value={asked.to}
          onValue={day((until) => ({ to: until }))}
          problem={wrong ? t('period.wrong') : undefined}
        />
      </div>
      {programs.length > 1 && (
        <Select label={t('period.program')} value={asked.program} onValue={(program) => set({ program })} options={[any, ...programs]} />
      )}
      {staff.length > 0 && (
        <Select label={t('period.staff')} value={asked.staff} onValue={(who) => set({ staff: who })} options={[any, ...staff]} />
      )}
    </div>
  );
}

function Result({ asked, period }: { asked: Asked; period: Period }): VNode {
  const now = serverNow();
  const [further, setFurther] = useState<{ rows: Period['entries']; next: string | undefined } | undefined>();
  const [busy, setBusy] = useState(false);
  const rows = period.entries.concat(further ? further.rows : []);
  const next = further ? further.next : period.next_before;
  const more = async () => {
    setBusy(true);
    const answer = await load(asked, next);
    setBusy(false);
    if (answer.ok) setFurther({ rows: (further ? further.rows : []).concat(answer.data.entries), next: answer.data.next_before });
  };
  const title = t('period.shown', { from: dayWithWeekday(period.from, now), to: dayWithWeekday(period.to, now) });
  return (
    <>
      <SalesSummary sales={period} cancelled={period.cancelled_count} title={title} />
      {period.given.length > 0 && <Given given={period.given} />}
      {rows.length === 0 && <EmptyState title={<T k="period.none" />} text={<T k="period.none_text" />} />}
      <Days rows={rows} now={now} />
      {next !== undefined && (
        <Button kind="outline" busy={busy} onClick={() => void more()}>
          {t('period.more')}
        </Button>
      )}
      {rows.length > 0 && <SaveLink query={asked} />}
    </>
  );
}

function Given({ given }: { given: Period['given'] }): VNode {
  return (
    <section class="card period-given">
      <h2>{t('period.given')}</h2>
      {given.map(({ program, amount, people, times }) => (
        <p key={program.id}>
          {program.name}{' '}
          {t(program.unit === 'point' ? 'period.given_of' : 'period.given_money', {
            amount: figure(amount), people: figure(people), times: figure(times),
          })}
        </p>
      ))}
    </section>
  );
}

/** Newest day first, each with its heading. */
function Days({ rows, now }: { rows: Period['entries']; now: number }): VNode {
  const days: [string, Period['entries']][] = [];
  for (const row of rows) {
    const newest = days[days.length - 1];
    if (newest && newest[0] === row.entry.business_date) newest[1].push(row);
    else days.push([row.entry.business_date, [row]]);
  }
  return (
    <>
      {days.map(([day, those]) => (
        <section key={day}>
          <h2 class="period-day">{dayWithWeekday(day, now)}</h2>
          <ul class="sales-rows">
            {those.map((row) => (
              <Row key={row.entry.id} row={row} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Row({ row }: { row: Schemas['SalesRow'] }): VNode {
  const { entry, by } = row;
  const cancel = entry.kind === 'cancel';
  const note = [cancel ? t('period.earlier') : '', by === undefined ? '' : t('period.by', { name: by })].filter((each) => each !== '').join(' ');
  return (
    <ReceivedRow
      at={timeOf(entry.at)}
      stamps={entry.lots.map((lot) => stampOf(lot.program, true))}
      digits={entry.digits}
      amount={cancel ? -entry.amount : entry.amount}
      unit={unitOf(entry)}
      returned={cancel ? undefined : entry.cancelled_amount}
      state={entry.cancelled_by ? 'cancelled' : undefined}
      note={note === '' ? undefined : note}
    />
  );
}
