// One entry, as its receipt: amount, place, moment, check number, the value it used, its number and hash. Calm on purpose:
// a receipt never looks like the page of a payment just made.
import type { VNode } from 'preact';
import { api, ask, timeOf, useResource, type Schemas } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { Account, Amount, Button, DigitsChip, Page, Skeleton, StatusStrip, TextLink } from '@meguri/shared/ui';
import { useLive } from '../state/live.ts';
import { t, T } from '../texts/records/index.ts';
import { nameOf, signedAmount, unitOf } from './entry-words.ts';
import { lotLine } from './lot-words.ts';
import { Moment } from './moment.tsx';
import { EntryTrouble } from './entry-trouble.tsx';
import { goBack } from './go-back.ts';
import { Strips } from './strips.tsx';
import './receipt-page.css';

type Entry = Schemas['Entry'];

const titles = {
  payment: 'receipt.payment',
  top_up: 'receipt.top_up',
  post_hold: 'receipt.top_up', // paid by credit card
  cancel: 'receipt.cancel',
  expiry: 'receipt.expiry',
  move_card: 'receipt.move_card',
  transfer: 'receipt.transfer',
} as const;
/** What came in and what went out, by kind: a reward comes in with a payment and goes out with its cancel. */
const lotTitles = {
  payment: { in: 'receipt.got', out: 'receipt.used' },
  top_up: { in: 'receipt.got', out: 'receipt.used' },
  post_hold: { in: 'receipt.got', out: 'receipt.used' },
  cancel: { in: 'receipt.back', out: 'receipt.taken' },
  expiry: { in: 'receipt.got', out: 'receipt.gone' },
  move_card: { in: 'receipt.got', out: 'receipt.gone' },
  transfer: { in: 'receipt.arrived', out: 'receipt.sent' },
} as const;
const reasons = {
  wrong_amount: 'receipt.why_wrong_amount',
  wrong_person: 'receipt.why_wrong_person',
  goods_returned: 'receipt.why_goods_returned',
  other: 'receipt.why_other',
  charged_back: 'receipt.why_charged_back',
  correction: 'receipt.why_correction',
  city_error: 'receipt.why_city_error',
  compensation: 'receipt.why_compensation',
  misuse: 'receipt.why_misuse',
} as const;

type Kind = keyof typeof titles;
const kindOf = (entry: Entry): Kind | undefined => (entry.kind in titles ? (entry.kind as Kind) : undefined);

/** Taken back in part: the rest of the payment stands. */
const partOf = (entry: Entry) => entry.cancelled_by === undefined && (entry.cancelled_amount ?? 0) > 0;

function facts(entry: Entry) {
  const place = entry.kind === 'top_up' || (entry.kind === 'cancel' && entry.direction === 'out') ? t('receipt.place_top_up') : t('receipt.place');
  return [
    ...(entry.place ? [{ name: place, value: entry.place.name }] : []),
    { name: t('receipt.when'), value: <Moment time={timeOf(entry.at)} /> },
    ...(entry.kind === 'expiry' ? [] : [{ name: t('receipt.digits'), value: <DigitsChip digits={entry.digits} /> }]),
    ...(partOf(entry) ? [{ name: t('receipt.part'), value: <Amount value={entry.cancelled_amount ?? 0} unit={unitOf(entry)} /> }] : []),
    ...(entry.reason ? [{ name: t('receipt.reason'), value: t(reasons[entry.reason]) }] : []),
    { name: t('receipt.number'), value: entry.id },
  ];
}

/** Of what the amount is told of first. */
function Lots({ entry, kind }: { entry: Entry; kind: Kind }): VNode {
  const sides = entry.direction === 'in' ? (['in', 'out'] as const) : (['out', 'in'] as const);
  return (
    <>
      {sides.map((side) => {
        const lots = entry.lots.filter((lot) => lot.direction === side);
        return (
          lots.length > 0 && (
            <section key={side}>
              <h2 class="part-heading">{t(lotTitles[kind][side])}</h2>
              <div class="card">
                <Account lines={lots.map(lotLine)} />
              </div>
            </section>
          )
        );
      })}
    </>
  );
}

function Receipt({ entry }: { entry: Entry }): VNode {
  const kind = kindOf(entry);
  return (
    <>
      <div class="receipt-top">
        <p class="receipt-name">{nameOf(entry)}</p>
        <Amount value={signedAmount(entry)} unit={unitOf(entry)} size="balance" signed />
      </div>
      <div class="card receipt-facts">
        <Account lines={facts(entry)} />
      </div>
      {kind && <Lots entry={entry} kind={kind} />}
      {entry.cancelled_by !== undefined && (
        <TextLink href={to(`/entries/${entry.cancelled_by}`)}>{t('receipt.cancelled_link')}</TextLink>
      )}
      {entry.cancels !== undefined && <TextLink href={to(`/entries/${entry.cancels}`)}>{t(entry.direction === 'in' ? 'receipt.cancels_link' : 'receipt.cancels_top_up_link')}</TextLink>}
      <section class="receipt-hash">
        <h2 class="part-heading">{t('receipt.hash')}</h2>
        <p class="quiet phrases">
          <T k="receipt.hash_text" />
        </p>
        <p class="hash" translate={false}>
          {entry.hash.replace(/(.{8})(?=.)/g, '$1 ')}
        </p>
        <Button kind="outline" href={to(`/entries/${entry.id}/check`)}>
          {t('receipt.check')}
        </Button>
      </section>
    </>
  );
}

export function ReceiptPage({ id }: { id: string }): VNode {
  const entry = useResource<Entry>(`entry/${id}`, () => ask(api.GET('/api/entries/{id}', { params: { path: { id } } })));
  useLive(() => void entry.reload());
  const { data } = entry;
  const kind = data && kindOf(data);
  const title = t(kind ? titles[kind] : 'receipt.other');
  if (!data && entry.problem) return <EntryTrouble problem={entry.problem} onRetry={() => void entry.reload()} title={title} />;
  const cancelled = data?.cancelled_by !== undefined && (
    <StatusStrip look="note" icon="undo">
      <span class="phrases">
        <T k={data.kind === 'payment' ? 'receipt.cancelled' : 'receipt.top_up_cancelled'} />
      </span>
    </StatusStrip>
  );
  return (
    <Page title={title} strips={<Strips>{cancelled}</Strips>} onBack={goBack}>
      {data ? <Receipt entry={data} /> : <Skeleton shape="card" />}
    </Page>
  );
}
