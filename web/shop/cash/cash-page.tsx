// The count of a day's cash: what must lie in the drawers, person by person, on screen and as a slip of paper [CHG-f].
import type { VNode } from 'preact';
import { api, ask, serverNow, timeOf, useResource, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { clockMinutes, dayOf, dayWithWeekday, figure, receiptDay, startOfDay } from '@meguri/shared/texts';
import { Amount, Button, DigitsChip, EmptyState, Skeleton, TextInput, TextLink, Trouble } from '@meguri/shared/ui';
import { useLiveFigures } from '../live.ts';
import { PageTitle, ShopPage } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { T, t } from './texts.ts';
import './cash-page.css';

const load = (date: string | undefined) => ask(api.GET('/api/place/cash', { params: { query: date === undefined ? {} : { date } } }));
type Cash = Extract<Awaited<ReturnType<typeof load>>, { ok: true }>['data'];

const yen = (amount: number) => t('amount.yen', { amount: figure(amount) });

/** `day`: YYYY-MM-DD; today without. */
export function CashPage({ day }: { day?: string | undefined }): VNode {
  const { info } = useShop();
  const cash = useResource<Cash>(`cash ${day ?? ''}`, () => load(day));
  useLiveFigures(cash.reload);
  const now = serverNow();
  const today = dayOf(now);
  const shown = day === undefined || day === today ? undefined : day;
  const title = shown === undefined ? t('cash.title') : t('cash.of_day', { day: dayWithWeekday(shown, now) });
  return (
    <ShopPage tab="sales" plain>
      <div class="narrow stack cash-page">
        <PageTitle title={title} note={cash.data && shown === undefined ? dayWithWeekday(cash.data.date, now) : undefined} />
        <div class="card cash-choice">
          <TextInput
            type="date"
            label={t('cash.choose_day')}
            value={day ?? today}
            onValue={(next) => {
              if (/^\d{4}-\d\d-\d\d$/.test(next) && next <= today) go(next === today ? '/cash' : `/cash/${next}`, true);
            }}
          />
        </div>
        {!cash.data && cash.problem && <Trouble onRetry={() => void cash.reload()} office={info.city} phone={info.telephone} />}
        {!cash.data && !cash.problem && <Skeleton shape="rows" count={4} />}
        {cash.data && <Count cash={cash.data} />}
        <div class="cash-ways">
          {shown !== undefined && <TextLink href={to('/cash')}>{t('cash.back_today')}</TextLink>}
          <TextLink href={to('/sales')}>{t('cash.to_sales')}</TextLink>
        </div>
      </div>
    </ShopPage>
  );
}

function Count({ cash }: { cash: Cash }): VNode {
  if (cash.rows.length === 0) return <EmptyState title={<T k="cash.none" />} text={<T k="cash.none_text" />} />;
  return (
    <>
      <section class="card cash-slip" aria-label={t('cash.people')}>
        <SlipHead cash={cash} />
        <div class="cash-total">
          <h2>{t('cash.total')}</h2>
          <p class="quiet">{t('cash.total_note', { n: figure(cash.count), time: clockMinutes(timeOf(cash.as_of)) })}</p>
          <Amount value={cash.total} size="balance" />
        </div>
        <People cash={cash} />
        <SlipFoot />
      </section>
      <Button kind="outline" onClick={() => window.print()}>
        {t('cash.print')}
      </Button>
      <section class="cash-rows">
        <h2>{t('cash.rows')}</h2>
        <ul>
          {cash.rows.map((row) => (
            <Row key={row.id} row={row} date={cash.date} />
          ))}
        </ul>
        {cash.rows.length >= 1000 && <p class="quiet">{t('cash.only_newest')}</p>}
      </section>
    </>
  );
}

/** On paper only: where and when. */
function SlipHead({ cash }: { cash: Cash }): VNode {
  const { info, placeName } = useShop();
  return (
    <div class="on-paper">
      <p>
        <strong>{t('cash.title')}</strong> {info.city}
      </p>
      <p>
        {t('cash.place')} {placeName}
      </p>
      <p>{receiptDay(startOfDay(cash.date))}</p>
    </div>
  );
}

function SlipFoot(): VNode {
  return (
    <div class="on-paper cash-sign">
      <p>{t('cash.counted')}</p>
      <p>{t('cash.sign')}</p>
    </div>
  );
}

/** One card a person: a table would not fit a small phone with large letters. */
function People({ cash }: { cash: Cash }): VNode {
  return (
    <ul class="cash-people" aria-label={t('cash.people')}>
      {cash.people.map((each) => (
        <li key={each.person.id}>
          <h3>{each.person.name}</h3>
          <dl>
            <Line name={t('cash.taken')} value={`${yen(each.taken)} (${t('cash.n', { n: figure(each.count) })})`} />
            {each.handed_back > 0 && <Line name={t('cash.back')} value={yen(-each.handed_back)} />}
            <Line name={t('cash.sum')} value={yen(each.total)} strong />
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Line({ name, value, strong }: { name: string; value: string; strong?: boolean }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{strong ? <strong>{value}</strong> : value}</dd>
    </div>
  );
}

function Row({ row, date }: { row: Schemas['CashRow']; date: string }): VNode {
  const back = row.amount < 0;
  const other = row.of !== undefined && row.of !== date;
  const note = other ? t('cash.returned_of', { day: dayWithWeekday(row.of as string, serverNow()) }) : t('cash.returned');
  return (
    <li class="cash-row">
      <span class="cash-time">{clockMinutes(timeOf(row.at))}</span>
      <DigitsChip digits={row.digits} />
      <span class="cash-who">
        {row.by}
        {back && <span class="quiet">{note}</span>}
      </span>
      <strong class="whole">{yen(row.amount)}</strong>
    </li>
  );
}
