import type { VNode } from 'preact';
import { serverNow, type Schemas } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { EntryRow, type IconName } from '@meguri/shared/ui';
import { nameOf, noteOf, signedAmount, unitOf } from './entry-words.ts';

type Entry = Schemas['Entry'];

const icons: Partial<Record<Entry['kind'], IconName>> = { payment: 'shop', cancel: 'undo', expiry: 'calendar' };

/** One entry in a list; opens its receipt. */
export function EntryLine({ entry }: { entry: Entry }): VNode {
  const points = unitOf(entry) ? 'points' : 'out';
  return (
    <EntryRow
      look={entry.kind === 'top_up' || entry.kind === 'post_hold' ? 'in' : points}
      icon={icons[entry.kind]}
      name={nameOf(entry)}
      note={noteOf(entry, serverNow())}
      amount={signedAmount(entry)}
      unit={unitOf(entry)}
      cancelled={entry.cancelled_by !== undefined}
      href={to(`/entries/${entry.id}`)}
    />
  );
}
