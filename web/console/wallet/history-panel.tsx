// What was done with a wallet, newest first, a page at a time. Each look is recorded, so it is read when it is wanted and not
// again by itself.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { serverNow, timeOf, type Answer, type Schemas } from '@meguri/shared/api';
import { recentMoment } from '@meguri/shared/texts';
import { Button, EntryRow, Skeleton } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { Panel, Refused } from '../frame/parts.tsx';
import { T, t } from './texts.ts';
import './wallet.css';

type Entry = Schemas['Entry'];
interface Page {
  entries: Entry[];
  next_before?: string;
}

interface HistoryProps {
  /** The page behind `before`; undefined: the newest. */
  read: (before?: string) => Promise<Answer<Page>>;
}

export function HistoryPanel({ read }: HistoryProps): VNode {
  const [entries, setEntries] = useState<Entry[] | undefined>();
  const [next, setNext] = useState<string | undefined>();
  const command = usePlain<Page>();
  const show = async (before?: string) => {
    const page = await command.run(read(before));
    if (!page) return;
    setEntries(before === undefined ? page.entries : (entries || []).concat(page.entries));
    setNext(page.next_before);
  };
  useEffect(() => void show(), []);
  return (
    <Panel title={t('wallet.history')} note={<T k="wallet.history_logged" />}>
      {command.problem && <Refused problem={command.problem} />}
      {!entries && !command.problem && <Skeleton shape="rows" count={3} />}
      {entries && entries.length === 0 && (
        <p class="quiet phrases">
          <T k="wallet.history_none" />
        </p>
      )}
      {entries && entries.length > 0 && (
        <ul class="wallet-history">
          {entries.map((entry) => (
            <li key={entry.id}>
              <Line entry={entry} />
            </li>
          ))}
        </ul>
      )}
      {next && (
        <Button kind="outline" size="small" onClick={() => void show(next)} busy={command.busy}>
          {t('wallet.history_more')}
        </Button>
      )}
    </Panel>
  );
}

const kinds = {
  payment: 'entry.payment',
  top_up: 'entry.top_up',
  post_hold: 'entry.post_hold',
  cancel: 'entry.cancel',
  expiry: 'entry.expiry',
  grant: 'entry.grant',
  grant_rows: 'entry.grant',
  adjustment: 'entry.adjustment',
  transfer: 'entry.transfer',
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
      unit={points ? t('wallet.point_unit') : t('unit')}
      cancelled={entry.cancelled_by !== undefined}
    />
  );
}
