// A card without a phone: what is on it, until when, what was done with it, and stopping it.
import type { VNode } from 'preact';
import { api, ask, serverNow, timeOf, useResource, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { dayWithWeekday, figure, groupsOfFour, recentMoment } from '@meguri/shared/texts';
import { Account, Amount, Button, EntryRow, Page, Skeleton, stampOf, TextLink, Trouble } from '@meguri/shared/ui';
import { ShopStrips } from '../shop-page.tsx';
import { useShop, type Entry } from '../shop.ts';
import { isOfPoints, type OpenedCard } from './draft.ts';
import { T, t } from './texts.ts';

type Lot = Schemas['Card']['lots'][number];

function lotLine(lot: Lot) {
  const unit = t(lot.program.unit === 'point' ? 'unit.point' : 'unit.yen');
  const note = lot.expires_on ? t('till.until', { day: dayWithWeekday(lot.expires_on, serverNow()) }) : '';
  return { name: lot.program.name, note, value: figure(lot.amount) + unit, stamp: stampOf(lot.program) };
}

export function CardPage({ opened, onAgain }: { opened: OpenedCard; onAgain: () => void }): VNode {
  const { card } = opened;
  const { may, reads } = useShop();
  const active = card.status === 'active';
  const empty = active && card.lots.length === 0;
  const foot = (
    <>
      {active && reads && <Button onClick={() => go('/code/amount')}>{t('till.card_pay')}</Button>}
      {active && may('top_up') && <TextLink href={to('/code/choose-pin')}>{t('till.choose_pin')}</TextLink>}
      <TextLink href={to('/code/block')}>{t('till.block')}</TextLink>
    </>
  );
  return (
    <Page title={t('till.card')} onBack={() => (active && reads ? go('/code/amount', true) : onAgain())} strips={<ShopStrips />} foot={foot}>
      <section class="card">
        <p class="quiet">
          {t('till.card_number', { number: groupsOfFour(card.id) })}
          {card.kind === 'single_use' && ` ${t('till.card_single')}`}
        </p>
        {active ? (
          <>
            <p>{t('till.card_balance')}</p>
            <Amount value={card.balance} size="balance" />
          </>
        ) : (
          <p class="phrases">
            <T k="till.card_registered" />
          </p>
        )}
        {empty && (
          <p class="phrases">
            <T k="till.card_used_up" />
          </p>
        )}
        {card.lots.length > 0 && <Account lines={card.lots.map(lotLine)} />}
      </section>
      {active && <History code={opened.code} />}
    </Page>
  );
}

const kinds = { payment: 'till.entry.payment', top_up: 'till.entry.top_up', cancel: 'till.entry.cancel', expiry: 'till.entry.expiry' } as const;

function History({ code }: { code: string }): VNode {
  const { info } = useShop();
  const history = useResource(`card ${code}`, () => ask(api.POST('/api/card-codes/history', { body: { code, limit: 20 } })));
  const { data } = history;
  if (!data && history.problem) return <Trouble onRetry={() => void history.reload()} office={info.city} phone={info.telephone} />;
  if (!data) return <Skeleton shape="rows" />;
  return (
    <section>
      <h2 class="till-history">{t('till.history')}</h2>
      {data.entries.length === 0 && <p class="phrases">{t('till.history_none')}</p>}
      <ul class="till-rows">
        {data.entries.map((entry) => (
          <li key={entry.id}>
            <HistoryRow entry={entry} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function HistoryRow({ entry }: { entry: Entry }): VNode {
  const points = isOfPoints(entry);
  const kind = t(kinds[entry.kind as keyof typeof kinds] || 'till.entry.other');
  const out = entry.direction === 'out';
  return (
    <EntryRow
      look={points ? 'points' : out ? 'out' : 'in'}
      name={entry.place ? entry.place.name : kind}
      note={t('till.row', { when: recentMoment(timeOf(entry.at), serverNow()), kind })}
      amount={out ? -entry.amount : entry.amount}
      unit={points ? t('unit.point') : undefined}
      cancelled={entry.cancelled_by !== undefined}
    />
  );
}
