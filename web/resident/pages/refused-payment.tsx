// A payment that the rules do not allow: first that nothing was paid, then why, then the sum as a small account, then
// what to do now.
import type { VNode } from 'preact';
import { go, to } from '@meguri/shared/route';
import { figure, refusalText } from '@meguri/shared/texts';
import { Button, RefusedPage, TextLink } from '@meguri/shared/ui';
import type { Attempt, Explanation } from '../payment/attempt.ts';
import { dispatch } from '../payment/attempt-store.ts';
import { freshAttempt } from '../payment/fresh-attempt.ts';
import { t as ofPoints } from '../purse/texts.ts';
import { useCity } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { lotLine, quantityOf } from './lot-words.ts';
import { Strips } from './strips.tsx';

export interface RefusedPaymentProps {
  attempt: Attempt;
  word: string;
  explanation?: Explanation | undefined;
  /** Given while nothing was sent: the amount may still be changed under the same key. */
  onEdit?: () => void;
}

/** What can be paid here; undefined unless it is money that is missing. */
function usableOf(attempt: Attempt, explanation: Explanation | undefined): number | undefined {
  if (explanation?.missing === undefined) return undefined;
  return Math.max(0, attempt.amount - explanation.missing);
}

function accountLines(attempt: Attempt, word: string, explanation: Explanation | undefined) {
  const words = attempt.points ? { amount: ofPoints('purse.amount'), usable: ofPoints('purse.usable'), missing: ofPoints('purse.missing') } : { amount: t('refused.amount'), usable: t('refused.usable'), missing: t('refused.missing') };
  if (word === 'not_done') {
    return [
      { name: t('receipt.place'), value: attempt.place.name },
      { name: words.amount, value: quantityOf(attempt, attempt.amount) },
    ];
  }
  const usable = usableOf(attempt, explanation);
  if (!explanation || usable === undefined) return undefined;
  const unit = attempt.points ? 'point' : 'money';
  const faint = explanation.unused.filter((lot) => lot.reason !== 'not_needed' && lot.program.unit === unit);
  return [
    { name: words.amount, value: quantityOf(attempt, attempt.amount) },
    { name: words.usable, value: quantityOf(attempt, usable) },
    ...faint.map((lot) => ({ ...lotLine(lot), faint: true })),
    { name: words.missing, value: quantityOf(attempt, explanation.missing ?? 0), lead: true },
  ];
}

/** A smaller amount at the same shop: under the same key while nothing was sent, else under a new one. */
async function payPart(attempt: Attempt, amount: number, sent: boolean): Promise<void> {
  if (!sent) {
    dispatch(attempt, { type: 'amount', amount, points: attempt.points });
    return go(`/pay/${attempt.id}/confirm`, true);
  }
  const fresh = await freshAttempt(attempt, amount, attempt.points);
  go(fresh.ok ? `/pay/${fresh.data.id}/confirm` : '/scan', true);
}

/** The list's sentence begins with the heading where it may stand alone. The | marks where a line may break. */
function wordsOf(attempt: Attempt, word: string, missing: number | undefined): { why: string; next?: string } {
  if (missing !== undefined && attempt.points) return { why: `${ofPoints('purse.short_here')}|${ofPoints('purse.short', { amount: figure(missing) })}` };
  if (missing !== undefined) return { why: `${t('pay.short_here')}|${t('pay.short_by', { amount: figure(missing) })}` };
  if (word === 'not_done') return { why: t('refused.not_arrived'), next: attempt.points ? ofPoints('purse.not_moved') : t('refused.not_arrived_next') };
  const { why, next } = refusalText(word);
  const heading = t('refused.prefix');
  return { why: why.startsWith(heading) ? why.slice(heading.length) : why, next };
}

interface NextSteps extends RefusedPaymentProps {
  /** Set when money is missing: what can be paid here. */
  usable: number | undefined;
  leave: () => void;
}

/** What to do now: one filled button, the second outlined, the way out as a word. */
function Steps({ attempt, word, usable, onEdit, leave }: NextSteps): VNode {
  const { info } = useCity();
  // Neither reading the code again nor another amount opens a closed shop.
  if (word === 'place_closed') return <Button href={to('/')}>{t('refused.home')}</Button>;
  const out = onEdit ? <TextLink onClick={onEdit}>{attempt.points ? ofPoints('purse.edit') : t('pay.edit')}</TextLink> : <TextLink onClick={leave}>{t('common.leave')}</TextLink>;
  const withMoney = () => {
    dispatch(attempt, { type: 'amount', amount: 0 }); // so many points are not so many yen
    onEdit?.();
  };
  const first = () => {
    if (attempt.points && usable !== undefined) {
      return onEdit ? <Button onClick={withMoney}>{ofPoints('purse.with_money')}</Button> : <Button href={to('/scan')}>{t('refused.again')}</Button>;
    }
    if (usable !== undefined) return <Button kind="top-up" icon="plus" href={to('/top-up')}>{t('refused.top_up')}</Button>;
    if (word === 'wallet_blocked' && info) {
      return <Button href={`tel:${info.telephone}`} icon="phone">{t('refused.call', { city: info.city })}</Button>;
    }
    if (word === 'not_done') return <Button onClick={() => void payPart(attempt, attempt.amount, true)}>{t('refused.pay_again')}</Button>;
    return <Button href={to('/scan')}>{t('refused.again')}</Button>;
  };
  return (
    <>
      {first()}
      {usable !== undefined && usable > 0 && (
        <Button kind="outline" onClick={() => void payPart(attempt, usable, onEdit === undefined)}>
          {attempt.points ? ofPoints('purse.part', { amount: figure(usable) }) : t('refused.part', { amount: figure(usable) })}
        </Button>
      )}
      {out}
    </>
  );
}

export function RefusedPayment(props: RefusedPaymentProps): VNode {
  const { attempt, word, explanation, onEdit } = props;
  const usable = usableOf(attempt, explanation);
  const { why, next } = wordsOf(attempt, word, usable === undefined ? undefined : explanation?.missing);
  const leave = () => go('/', true);
  return (
    <RefusedPage
      task={t('pay.task')}
      why={why}
      next={next}
      lines={accountLines(attempt, word, explanation)}
      onBack={onEdit ?? leave}
      strips={<Strips />}
      buttons={<Steps {...props} usable={usable} leave={leave} />}
    />
  );
}
