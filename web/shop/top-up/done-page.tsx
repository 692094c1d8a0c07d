// 「チャージしました」: blue and white, the word チャージ beside the amount, so that it cannot pass for a payment. The four digits
// are those on the customer's page.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { timeOf } from '@meguri/shared/api';
import { figure, groupsOfFour, receiptMoment } from '@meguri/shared/texts';
import { Account, Amount, Button, FourDigits, Icon, Page, play, stampOf, useHeadingFocus } from '@meguri/shared/ui';
import { switchedOn } from '../device.ts';
import { ShopStrips } from '../shop-page.tsx';
import type { Entry } from '../shop.ts';
import { T, t } from './texts.ts';
import { endOf } from './amount-page.tsx';
import { PrintedReceipt } from './printed-receipt.tsx';

export function DonePage({ entry, card, onNext }: { entry: Entry; card: string | undefined; onNext: () => void }): VNode {
  const heading = useHeadingFocus(t('top_up.done'));
  useEffect(() => {
    if (switchedOn('sound')) play('received');
  }, []);
  const foot = (
    <>
      <Button kind="top-up" onClick={onNext}>
        {t('top_up.next')}
      </Button>
      <Button kind="plain" onClick={() => window.print()}>
        {t('top_up.print')}
      </Button>
    </>
  );
  return (
    <Page title={t('top_up.title')} ground="top-up" strips={<ShopStrips />} foot={foot} quietHead>
      <PrintedReceipt entry={entry} />
      <div class="top-up-done">
        <h2 ref={heading} tabIndex={-1}>
          <Icon name="check" size={28} />
          {t('top_up.done')}
        </h2>
        <Amount value={entry.amount} size="paid" signed />
        <p class="quiet">{receiptMoment(timeOf(entry.at))}</p>
      </div>
      <section class="card done-digits">
        <div>
          <strong>{t('csv.digits')}</strong>
          <span class="quiet phrases">
            {card ? t('top_up.card', { number: groupsOfFour(card) }) : <T k="top_up.same" />}
          </span>
        </div>
        <FourDigits digits={entry.digits} />
      </section>
      <section class="card" aria-label={t('top_up.arrives')}>
        <Account
          lines={entry.lots.map((lot) => ({
            name: lot.program.name,
            note: endOf(lot),
            value: t('amount.yen', { amount: figure(lot.amount) }),
            stamp: stampOf(lot.program),
          }))}
        />
      </section>
    </Page>
  );
}
