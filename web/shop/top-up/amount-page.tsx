// How much: usual amounts as tiles, any other by the keypad; what arrives and until when, before the button.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { serverNow } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { dayWithWeekday, figure } from '@meguri/shared/texts';
import { Account, Amount, AmountTiles, Button, Choices, Keypad, Page, stampOf, TextLink, useAmountEntry } from '@meguri/shared/ui';
import { ShopStrips } from '../shop-page.tsx';
import { T, t } from '../texts.ts';
import { allowed, offerOf, tilesOf, type Draft, type Offer } from './draft.ts';

interface AmountPageProps {
  draft: Draft;
  change: (next: Draft) => void;
}

export const endOf = (offer: Pick<Offer, 'expires_on'>) =>
  offer.expires_on ? t('top_up.until', { day: dayWithWeekday(offer.expires_on, serverNow()) }) : t('top_up.no_end');

export function WhoCard({ label }: { label: string }): VNode {
  return (
    <section class="card who-card">
      <p class="who-name phrases">
        <T k="top_up.who" v={{ label }} />
      </p>
      <p class="quiet phrases">
        <T k="top_up.who_check" />
      </p>
    </section>
  );
}

export function AmountPage({ draft, change }: AmountPageProps): VNode {
  const offer = offerOf(draft);
  const opened = draft.opened!;
  const [typing, setTyping] = useState(false);
  const amount = draft.amount || 0;
  const setAmount = (next: number) => change({ ...draft, amount: next });
  const foot = (
    <Button
      kind="top-up"
      onClick={() => go('/top-up/confirm')}
      offReason={offer && allowed(offer, amount) ? undefined : t('top_up.choose_first')}
      reasonHidden={typing}
    >
      {amount ? t('top_up.to_confirm', { amount: figure(amount) }) : t('top_up.go_on')}
    </Button>
  );
  return (
    <Page title={t('top_up.title')} ground="top-up" onBack={() => go('/top-up', true)} strips={<ShopStrips />} foot={foot}>
      <WhoCard label={opened.label} />
      {opened.programs.length > 1 && (
        <div class="card">
          <Choices
            legend={t('top_up.which')}
            value={offer && offer.program.id}
            onValue={(program) => change({ ...draft, program, amount: undefined })}
            options={opened.programs.map((each) => ({ value: each.program.id, label: each.program.name }))}
          />
        </div>
      )}
      {offer && (typing ? <Typed offer={offer} set={setAmount} /> : <Tiles offer={offer} amount={amount} set={setAmount} />)}
      {offer && (
        <p class="start-note">
          <TextLink onClick={() => setTyping(!typing)}>
            {typing ? t('top_up.tiles') : t('top_up.other', { step: figure(offer.step) })}
          </TextLink>
        </p>
      )}
      {offer && !typing && allowed(offer, amount) && <Arrives offer={offer} amount={amount} />}
    </Page>
  );
}

interface EntryProps {
  offer: Offer;
  set: (amount: number) => void;
}

function Tiles({ offer, amount, set }: EntryProps & { amount: number }): VNode {
  return (
    <AmountTiles
      label={t('top_up.amount')}
      choices={tilesOf(offer).map((each) => ({ amount: each }))}
      chosen={amount}
      onChoose={set}
    />
  );
}

function Typed({ offer, set }: EntryProps): VNode {
  const entry = useAmountEntry(offer.maximum);
  const { minimum, maximum, step } = offer;
  const range = t('top_up.range', { min: figure(minimum), max: figure(maximum), step: figure(step) });
  const change = (next: number) => {
    entry.set(next);
    set(next);
  };
  return (
    <div class="stack typed-amount">
      <p class="quiet">{range}</p>
      <p class="typed-figure">
        <Amount value={entry.amount} size="entry" cursor />
      </p>
      <Keypad
        onDigits={(digits) => {
          const next = Number(`${entry.amount}${digits}`);
          if (next <= maximum) change(next);
        }}
        onDelete={() => change(Math.floor(entry.amount / 10))}
        onEnter={() => allowed(offer, entry.amount) && go('/top-up/confirm')}
      />
    </div>
  );
}

export function Arrives({ offer, amount }: { offer: Offer; amount: number }): VNode {
  return (
    <section class="card" aria-label={t('top_up.arrives')}>
      <Account
        lines={[
          { name: offer.program.name, note: endOf(offer), value: `${t('amount.yen', { amount: figure(amount) })}`, stamp: stampOf(offer.program) },
        ]}
      />
    </section>
  );
}
