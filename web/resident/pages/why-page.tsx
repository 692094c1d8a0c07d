// The reasons: what this payment would use and in which order, what not and why; or what is missing, as a refusal.
import type { VNode } from 'preact';
import type { Schemas } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { Account, Button, Icon, Page, Skeleton } from '@meguri/shared/ui';
import type { Attempt } from '../payment/attempt.ts';
import { t as ofPoints } from '../purse/texts.ts';
import { usePreview } from '../state/preview.ts';
import { t, T } from '../texts/index.ts';
import { lotLine, quantityOf } from './lot-words.ts';
import { RefusedPayment } from './refused-payment.tsx';
import { Strips } from './strips.tsx';

const reasons = {
  not_needed: 'pay.why_not_needed', expired: 'pay.why_expired', not_money: 'pay.why_not_money', not_here: 'pay.why_not_here',
  not_now: 'pay.why_not_now', limit: 'pay.why_limit', not_for_dues: 'pay.why_not_for_dues', may_not_move: 'pay.why_may_not_move',
} as const;

/** What is left of money that is used is no other money. */
function sameLot(used: Schemas['LotAmount'], rest: Schemas['UnusedLot']): boolean {
  return rest.reason === 'not_needed' && used.program.id === rest.program.id && used.expires_on === rest.expires_on;
}

export function WhyPage({ attempt }: { attempt: Attempt }): VNode {
  const { points } = attempt;
  const { preview, waiting } = usePreview(attempt.place.id, attempt.amount, points?.id);
  const back = () => go(`/pay/${attempt.id}`, true);
  if (preview?.refusal) {
    return <RefusedPayment attempt={attempt} word={preview.refusal} explanation={preview.explanation} onEdit={back} />;
  }
  const { used = [] } = preview?.explanation ?? {};
  const unit = points ? 'point' : 'money';
  // Money is no news to somebody who pays with points, nor points to who pays with money.
  const unused = (preview?.explanation?.unused ?? []).filter((lot) => lot.program.unit === unit && !used.some((each) => sameLot(each, lot)));
  return (
    <Page
      title={points ? ofPoints('purse.title') : t('pay.why_title')}
      strips={<Strips />}
      onBack={back}
      foot={
        <Button onClick={back} kind="outline">
          {t('why.back')}
        </Button>
      }
    >
      <div class="card">
        <Account lines={[{ name: points ? ofPoints('purse.amount') : t('refused.amount'), value: quantityOf(attempt, attempt.amount), lead: true }]} />
      </div>
      {waiting && <Skeleton shape="card" />}
      {!waiting && !preview && <p>{t('pay.preview_none')}</p>}
      {used.length > 0 && (
        <section>
          <p class="order-line">
            <Icon name="swap" size={20} />
            <span class="phrases">
              <T k="pay.why_order" />
            </span>
          </p>
          <h2 class="part-heading">{t('pay.why_used')}</h2>
          <div class="card">
            <Account lines={used.map(lotLine)} />
          </div>
        </section>
      )}
      {unused.length > 0 && (
        <section>
          <h2 class="part-heading">{t('pay.why_unused')}</h2>
          <div class="card">
            <Account lines={unused.map((lot) => ({ ...lotLine(lot), note: t(reasons[lot.reason]), faint: true }))} />
          </div>
        </section>
      )}
    </Page>
  );
}
