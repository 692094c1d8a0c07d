// How much: the keypad, in yen or, in plum, in points. The button says what happens; sent once.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { go, to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { Amount, Button, Keypad, Page, TextLink, useAmountEntry } from '@meguri/shared/ui';
import { ShopStrips } from '../shop-page.tsx';
import { useShop } from '../shop.ts';
import { NotKnownYet, NotReceived, nameOf, useCharging, type Ways } from './charging.tsx';
import { asksForPin, pointsOn, type Draft, type Opened } from './draft.ts';
import { T, t } from './texts.ts';

interface AmountPageProps extends Ways {
  draft: Draft;
  opened: Opened;
  change: (next: Draft) => void;
}

export function unitOf(opened: Opened): string {
  return t(opened.points ? 'unit.point' : 'unit.yen');
}

export function AmountPage({ draft, opened, change, onDone, onAgain }: AmountPageProps): VNode {
  const entry = useAmountEntry(draft.amount, opened.points && t('unit.point'));
  const [tried, setTried] = useState(false);
  const charging = useCharging(opened, onDone);
  const { state } = charging.now;
  const { points } = opened;
  const ready = entry.amount > 0;
  const withPin = asksForPin(opened, entry.amount);
  const send = () => {
    const amount = entry.latest();
    setTried(true);
    if (amount === 0 || state !== 'ready') return;
    change({ opened, amount });
    if (asksForPin(opened, amount)) go('/code/pin');
    else charging.charge(amount);
  };
  if (state === 'unknown') return <NotKnownYet command={charging} />;
  if (charging.now.state === 'not_done') {
    const asked = { amount: draft.amount || 0, unit: unitOf(opened), card: opened.by === 'card' };
    return <NotReceived problem={charging.now.problem} asked={asked} onAgain={onAgain} />;
  }
  const amount = figure(entry.amount);
  const go_on = withPin && !points ? t('till.to_pin', { amount }) : t(points ? 'till.go_points' : 'till.go', { amount });
  const foot = (
    <>
      <Button size="pay" onClick={send} busy={state === 'sending' || state === 'done'} offReason={ready ? undefined : t('till.amount_first')} reasonHidden={!tried}>
        {ready ? go_on : t(points ? 'till.amount_points' : 'till.amount')}
      </Button>
      <TextLink onClick={onAgain}>{t('till.leave')}</TextLink>
    </>
  );
  return (
    <Page title={t(points ? 'till.amount_points' : 'till.amount')} onBack={onAgain} backLooks="close" strips={<ShopStrips />} foot={foot}>
      <div class={points ? 'till-amount till-points' : 'till-amount'}>
        <From opened={opened} change={change} />
        <p class="phrases till-lead">
          <T k={points ? 'till.points_lead' : 'till.amount_lead'} />
        </p>
        <p class="till-figure">
          <Amount value={entry.amount} size="entry" unit={unitOf(opened)} cursor />
        </p>
        <Keypad onDigits={entry.onDigits} onDelete={entry.onDelete} onEnter={send} />
      </div>
    </Page>
  );
}

/** What was scanned, and for a card the way to its balance and to paying with points. */
function From({ opened, change }: { opened: Opened; change: (next: Draft) => void }): VNode {
  const { takesPoints, takesMoney } = useShop();
  if (opened.by === 'code') {
    return <p class="till-from">{opened.points ? opened.points.name : nameOf(opened)}</p>;
  }
  const others = takesPoints ? pointsOn(opened.card) : [];
  const other = (points: typeof opened.points) => change({ opened: { ...opened, points } });
  return (
    <div class="till-from">
      <TextLink href={to('/code/card')}>
        {nameOf(opened)} <T k="till.card_detail" />
      </TextLink>
      {!opened.points &&
        others.map(({ program }) => (
          <TextLink key={program.id} onClick={() => other(program)}>
            {t('till.points_choose', { name: program.name })}
          </TextLink>
        ))}
      {opened.points && takesMoney && <TextLink onClick={() => other(undefined)}>{t('till.money_choose')}</TextLink>}
    </div>
  );
}
