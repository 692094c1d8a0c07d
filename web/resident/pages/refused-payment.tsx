// A payment that the rules do not allow: first that nothing was paid, then why, then the sum as a small account, then
// what to do now.
import type { VNode } from 'preact';
import { go, to } from '@meguri/shared/route';
import { figure, refusalText } from '@meguri/shared/texts';
import { Button, RefusedPage, TextLink } from '@meguri/shared/ui';
import type { Attempt, Explanation } from '../payment/attempt.ts';
import { dispatch } from '../payment/attempt-store.ts';
import { freshAttempt } from '../payment/fresh-attempt.ts';
import { useCity } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { lotLine, yen } from './lot-words.ts';
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

function accountLines(attempt: Attempt, explanation: Explanation | undefined) {
  const usable = usableOf(attempt, explanation);
  if (!explanation || usable === undefined) return undefined;
  const faint = explanation.unused.filter((lot) => lot.reason !== 'not_needed');
  return [
    { name: t('refused.amount'), value: yen(attempt.amount) },
    { name: t('refused.usable'), value: yen(usable) },
    ...faint.map((lot) => ({ ...lotLine(lot), faint: true })),
    { name: t('refused.missing'), value: yen(explanation.missing ?? 0), lead: true },
  ];
}

/** A smaller amount at the same shop: under the same key while nothing was sent, else under a new one. */
async function payPart(attempt: Attempt, amount: number, sent: boolean): Promise<void> {
  if (!sent) {
    dispatch(attempt, { type: 'amount', amount });
    return go(`/pay/${attempt.id}/confirm`, true);
  }
  const fresh = await freshAttempt(attempt, amount);
  go(fresh.ok ? `/pay/${fresh.data.id}/confirm` : '/scan', true);
}

export function RefusedPayment({ attempt, word, explanation, onEdit }: RefusedPaymentProps): VNode {
  const { info } = useCity();
  const { why, next } = refusalText(word);
  const usable = usableOf(attempt, explanation);
  const short = usable !== undefined && explanation?.missing !== undefined;
  const blocked = word === 'wallet_blocked';
  const leave = () => go('/', true);
  return (
    <RefusedPage
      task={t('pay.task')}
      why={short ? `${t('pay.short_here')}|${t('pay.short_by', { amount: figure(explanation.missing ?? 0) })}` : plain(why)}
      next={short ? undefined : next}
      lines={accountLines(attempt, explanation)}
      onBack={onEdit ?? leave}
      strips={<Strips />}
      buttons={
        <>
          {short && (
            <Button kind="top-up" icon="plus" href={to('/top-up')}>
              {t('refused.top_up')}
            </Button>
          )}
          {short && usable > 0 && (
            <Button kind="outline" onClick={() => void payPart(attempt, usable, onEdit === undefined)}>
              {t('refused.part', { amount: figure(usable) })}
            </Button>
          )}
          {blocked && info && (
            <Button href={`tel:${info.telephone}`} icon="phone">
              {t('refused.call', { city: info.city })}
            </Button>
          )}
          {!short && !blocked && <Button href={to('/scan')}>{t('refused.again')}</Button>}
          {onEdit ? (
            <TextLink onClick={onEdit}>{t('pay.edit')}</TextLink>
          ) : (
            <TextLink onClick={leave}>{t('common.leave')}</TextLink>
          )}
        </>
      }
    />
  );
}

/** The list's sentence begins with 「支払っていません。」 where it may stand alone; here that is the heading already. */
function plain(why: string): string {
  const prefix = t('refused.prefix');
  return why.startsWith(prefix) ? why.slice(prefix.length) : why;
}
