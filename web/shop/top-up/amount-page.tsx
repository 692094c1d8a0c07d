// How much: usual amounts as tiles, any other by the keypad; what arrives and until when, before the button.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { dayWithWeekday, figure, withBreaks } from '@meguri/shared/texts';
import { announce, Account, Amount, AmountTiles, Button, Choices, Keypad, Page, stampOf, TextLink, useAmountEntry } from '@meguri/shared/ui';
import { ShopStrips } from '../shop-page.tsx';
import { t } from './texts.ts';
import { allowed, lastDayOf, offerOf, tilesOf, whyNot, type Draft, type Offer } from './draft.ts';
import { WhoCard } from './who-card.tsx';

interface AmountPageProps {
  draft: Draft;
  change: (next: Draft) => void;
}

export const endOf = (offer: Pick<Offer, 'expires_on'>) =>
  offer.expires_on ? t('top_up.until', { day: dayWithWeekday(offer.expires_on, serverNow()) }) : t('top_up.no_end');

export function AmountPage({ draft, change }: AmountPageProps): VNode {
  const offer = offerOf(draft);
  const opened = draft.opened!;
  const asks_pin = opened.by === 'card' && opened.pin.asked !== 'off' && !opened.pin.locked;
  const amount = draft.amount || 0;
  // Back from the next page with an amount that no tile has: it stands in the entry.
  const [typing, setTyping] = useState(() => amount > 0 && offer !== undefined && tilesOf(offer).indexOf(amount) < 0);
  const setAmount = (next: number) => change({ ...draft, amount: next });
  const ready = offer !== undefined && allowed(offer, amount);
  const choose = t(offer ? 'top_up.choose_first' : 'top_up.choose_program_first');
  const reason = offer && typing ? reasonOf(offer, amount) : choose;
  const otherWay = () => {
    setTyping(!typing);
    setAmount(0);
  };
  const foot = (
    <Button
      kind="top-up"
      onClick={() => go('/top-up/confirm')}
      offReason={ready ? undefined : reason}
      reasonHidden={typing}
    >
      {ready ? t('top_up.to_confirm', { amount: figure(amount) }) : t('top_up.go_on')}
    </Button>
  );
  return (
    <Page title={t('top_up.title')} ground="top-up" onBack={() => go('/top-up', true)} strips={<ShopStrips />} foot={foot}>
      <WhoCard opened={opened} />
      {asks_pin && (
        <p class="start-note">
          <TextLink href={to('/top-up/pin')}>{t(opened.pin.chosen ? 'top_up.pin_change' : 'top_up.pin_choose')}</TextLink>
        </p>
      )}
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
      {offer && (typing ? <Typed key={offer.program.id} offer={offer} start={amount} set={setAmount} /> : <Tiles offer={offer} amount={amount} set={setAmount} />)}
      {offer && (
        <p class="start-note">
          <TextLink onClick={otherWay}>
            {typing ? t('top_up.tiles') : t('top_up.other', { step: figure(offer.step) })}
          </TextLink>
        </p>
      )}
      {offer && !typing && ready && <Arrives offer={offer} amount={amount} />}
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

/** What is shown while an amount cannot be topped up, and what can. */
function reasonOf(offer: Offer, amount: number): string {
  const { minimum, maximum, step } = offer;
  return t(`top_up.${whyNot(offer, amount) || 'range'}`, { min: figure(minimum), max: figure(maximum), step: figure(step) });
}

/** The amount as it is typed, also one that cannot be topped up: the figure shown is the cash that was counted. */
function Typed({ offer, start, set }: EntryProps & { start: number }): VNode {
  const entry = useAmountEntry(start);
  const over = whyNot(offer, entry.amount) === 'over';
  useEffect(() => {
    if (over) announce(reasonOf(offer, entry.amount), true);
  }, [over]);
  const onDigits = (digits: string) => {
    entry.onDigits(digits);
    set(entry.latest());
  };
  const onDelete = () => {
    entry.onDelete();
    set(entry.latest());
  };
  return (
    <div class="stack typed-amount">
      <p class={over ? 'typed-over phrases' : 'quiet phrases'}>{withBreaks(reasonOf(offer, entry.amount))}</p>
      <p class="typed-figure">
        <Amount value={entry.amount} size="entry" cursor />
      </p>
      <Keypad onDigits={onDigits} onDelete={onDelete} onEnter={() => allowed(offer, entry.latest()) && go('/top-up/confirm')} />
    </div>
  );
}

export function Arrives({ offer, amount }: { offer: Offer; amount: number }): VNode {
  return (
    <section class="card" aria-label={t('top_up.arrives')}>
      <Account
        lines={[
          { name: offer.program.name, note: endOf({ expires_on: lastDayOf(offer, amount) }), value: `${t('amount.yen', { amount: figure(amount) })}`, stamp: stampOf(offer.program) },
        ]}
      />
    </section>
  );
}
