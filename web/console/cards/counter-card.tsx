// What a card is, what is on it, and what was done with it.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, serverNow, timeOf } from '@meguri/shared/api';
import { consoleDay, figure, groupsOfFour, recentMoment } from '@meguri/shared/texts';
import { Button, EntryRow, Skeleton, Stamp, stampOf } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { Badge, Facts, Panel, Refused } from '../frame/parts.tsx';
import type { Card, Entry } from './data.ts';
import { T, t } from './texts.ts';

const looks = { registered: 'wait', active: 'good', blocked: 'stop', replaced: 'off', moved: 'off' } as const;

export function CardFacts({ card }: { card: Card }): VNode {
  return (
    <Panel title={t('counter.lots')} note={<Badge look={looks[card.status]}>{t(`counter.${card.status}`)}</Badge>}>
      <Facts
        facts={[
          { name: t('counter.card_number'), value: <span class="whole">{groupsOfFour(card.id)}</span> },
          { name: t('counter.kind'), value: t(`cards.${card.kind}`) },
          { name: t('counter.balance'), value: <strong class="counter-balance">{t('yen', { amount: figure(card.balance) })}</strong> },
        ]}
      />
      {card.lots.length === 0 ? (
        <p class="quiet phrases">
          <T k="counter.nothing" />
        </p>
      ) : (
        <ul class="counter-lots">
          {card.lots.map((lot) => (
            <li key={`${lot.program.id} ${lot.expires_on} ${lot.origin}`}>
              <Stamp {...stampOf(lot.program)} />
              <span class="counter-lot">
                {lot.program.name}
                <span class="quiet">{lot.expires_on ? t('counter.lot_until', { day: consoleDay(lot.expires_on) }) : t('counter.lot_ever')}</span>
              </span>
              <strong>{figure(lot.amount) + (lot.program.unit === 'point' ? t('counter.point_unit') : t('unit'))}</strong>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface Page {
  entries: Entry[];
  next_before?: string;
}

/** Newest first, a page at a time. Each look is recorded, so it is read when it is wanted and not again by itself. */
export function CardHistory({ code }: { code: string }): VNode {
  const [entries, setEntries] = useState<Entry[] | undefined>();
  const [next, setNext] = useState<string | undefined>();
  const command = usePlain<Page>();
  const read = async (before?: string) => {
    const body = { code, limit: 20, ...(before === undefined ? {} : { before: Number(before) }) };
    const page = await command.run(ask<Page>(api.POST('/api/card-codes/history', { body })));
    if (!page) return;
    setEntries(before === undefined ? page.entries : (entries || []).concat(page.entries));
    setNext(page.next_before);
  };
  useEffect(() => void read(), []);
  return (
    <Panel title={t('counter.history')} note={<T k="counter.history_logged" />}>
      {command.problem && <Refused problem={command.problem} />}
      {!entries && !command.problem && <Skeleton shape="rows" count={3} />}
      {entries && entries.length === 0 && (
        <p class="quiet phrases">
          <T k="counter.history_none" />
        </p>
      )}
      {entries && entries.length > 0 && (
        <ul class="counter-history">
          {entries.map((entry) => (
            <li key={entry.id}>
              <Line entry={entry} />
            </li>
          ))}
        </ul>
      )}
      {next && (
        <Button kind="outline" size="small" onClick={() => void read(next)} busy={command.busy}>
          {t('counter.history_more')}
        </Button>
      )}
    </Panel>
  );
}

const kinds = {
  payment: 'entry.payment',
  top_up: 'entry.top_up',
  cancel: 'entry.cancel',
  expiry: 'entry.expiry',
  grant: 'entry.grant',
  grant_rows: 'entry.grant',
  adjustment: 'entry.adjustment',
  claim: 'entry.handout',
  check_in: 'entry.check_in',
  check_out: 'entry.handout',
  correct_stay: 'entry.handout',
  move_card: 'entry.move_card',
} as const;

function Line({ entry }: { entry: Entry }): VNode {
  const kind = t(kinds[entry.kind as keyof typeof kinds] ?? 'entry.other');
  const told = entry.lots.filter((lot) => lot.direction === entry.direction);
  const points = told.length > 0 && told.every((lot) => lot.program.unit === 'point');
  const name = entry.handout ? entry.handout.name : entry.place ? entry.place.name : kind;
  const when = recentMoment(timeOf(entry.at), serverNow());
  return (
    <EntryRow
      look={points ? 'points' : entry.direction === 'in' ? 'in' : 'out'}
      name={name}
      note={name === kind ? when : `${when} ${kind}`}
      amount={entry.direction === 'in' ? entry.amount : -entry.amount}
      unit={points ? t('counter.point_unit') : t('unit')}
      cancelled={entry.cancelled_by !== undefined}
    />
  );
}
