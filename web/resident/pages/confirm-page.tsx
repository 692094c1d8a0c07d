// The phone lies between two people: the clerk reads the amount above, the payer pays below. No balance here.
import type { VNode } from 'preact';
import { go } from '@meguri/shared/route';
import { figure, refusalText } from '@meguri/shared/texts';
import { Account, Button, ClerkFace, prepareSound, TextLink, useOnline } from '@meguri/shared/ui';
import type { Attempt } from '../payment/attempt.ts';
import { pay } from '../payment/keeper.ts';
import { t as ofPoints } from '../purse/texts.ts';
import { usePreview } from '../state/preview.ts';
import { t } from '../texts/index.ts';
import { lotLine, quantityOf, unitWord } from './lot-words.ts';
import { Strips } from './strips.tsx';

/** At most this many lots stand on the page; more are told by their number. */
const most_lots = 2;

export function ConfirmPage({ attempt }: { attempt: Attempt }): VNode {
  const online = useOnline();
  const { points } = attempt;
  const { preview } = usePreview(attempt.place.id, attempt.amount, points?.id);
  const used = preview && !preview.refusal ? preview.explanation.used : [];
  const sending = attempt.state === 'sent';
  const lines = [
    { name: points ? ofPoints('purse.amount') : t('refused.amount'), value: quantityOf(attempt, attempt.amount), lead: true },
    ...(used.length > most_lots
      ? [{ name: t('pay.uses_many', { n: used.length }), value: quantityOf(attempt, attempt.amount) }]
      : used.map(lotLine)),
  ];
  const putOff = attempt.putOff === undefined ? undefined : t('pay.put_off', refusalText(attempt.putOff));
  return (
    <ClerkFace amount={attempt.amount} unit={unitWord(attempt)} placeName={attempt.place.name} strips={<Strips />}>
      {putOff !== undefined && !sending ? (
        <p class="note note-persimmon phrases" role="alert">
          {putOff}
        </p>
      ) : (
        <div class={used.length > 1 ? 'confirm-many' : undefined}>
          <Account lines={lines} />
        </div>
      )}
      <div class="confirm-foot">
        <Button
          size="pay"
          busy={sending}
          offReason={online || sending ? undefined : t('pay.offline')}
          onClick={() => {
            prepareSound();
            void pay(attempt);
          }}
        >
          {points ? ofPoints('purse.button', { amount: figure(attempt.amount) }) : t('pay.button', { amount: figure(attempt.amount) })}
        </Button>
        {!sending && <TextLink onClick={() => go(`/pay/${attempt.id}`, true)}>{points ? ofPoints('purse.edit') : t('pay.edit')}</TextLink>}
      </div>
    </ClerkFace>
  );
}
