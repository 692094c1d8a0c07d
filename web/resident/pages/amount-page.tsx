// The shop first, large, against a sticker pasted over another's; then the amount. Which value will be used is one quiet
// line that opens the reasons.
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { serverNow } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { figure, reasonAlone, refusalText } from '@meguri/shared/texts';
import { AmountLine, Button, Keypad, Page, PlaceCard, stampOf, useAmountEntry, UseLine, useOnline } from '@meguri/shared/ui';
import type { Attempt } from '../payment/attempt.ts';
import { dispatch } from '../payment/attempt-store.ts';
import { freshAttempt } from '../payment/fresh-attempt.ts';
import { takeJustOpened } from '../payment/open-shop.ts';
import { pursesOf } from '../purse/purse.ts';
import { PurseSwitch } from '../purse/purse-switch.tsx';
import { T as OfPoints, t as ofPoints } from '../purse/texts.ts';
import { useCity, useWallet } from '../state/city.ts';
import { usePreview, type Preview } from '../state/preview.ts';
import { t } from '../texts/index.ts';
import { unitWord } from './lot-words.ts';
import { Strips } from './strips.tsx';

interface UsedValueProps {
  points: Attempt['points'];
  /** Of them, or of money. */
  left: number;
  preview: Preview | undefined;
  waiting: boolean;
  amount: number;
  onOpen: () => void;
}

function UsedValue({ points, left, preview, waiting, amount, onOpen }: UsedValueProps): VNode {
  if (amount === 0) return <UseLine stamps={points ? [stampOf(points)] : []} words={points ? ofPoints('purse.left', { name: points.name, amount: figure(left) }) : t('pay.preview_hint')} />;
  if (!preview) return <UseLine stamps={[]} words={t(waiting ? 'pay.preview_waiting' : 'pay.preview_none')} />;
  const { used, missing } = preview.explanation;
  if (preview.refusal) {
    const short = points ? ofPoints('purse.short', { amount: figure(missing ?? 0) }) : t('pay.short_line', { amount: figure(missing ?? 0) });
    const why = missing === undefined ? reasonAlone(refusalText(preview.refusal).why) : short;
    return (
      <div class="short-line">
        <UseLine stamps={[]} words={why} onOpen={onOpen} />
      </div>
    );
  }
  const programs = used.map((lot) => lot.program).filter((each, i, all) => all.findIndex((other) => other.id === each.id) === i);
  const [only] = programs;
  const words = programs.length === 1 && only ? t('pay.uses_one', { name: only.name }) : t('pay.uses_many', { n: programs.length });
  return <UseLine stamps={programs.slice(0, 3).map((each) => stampOf(each))} words={words} amount={amount} unit={unitWord({ points })} onOpen={onOpen} />;
}

/** Time to show the phone and press the button. */
const key_margin_ms = 2 * 60 * 1000;

export function AmountPage({ attempt }: { attempt: Attempt }): VNode {
  const { info } = useCity();
  const online = useOnline();
  const wallet = useWallet();
  const { place, takes = { money: true, points: false } } = attempt;
  const purses = pursesOf(wallet.data).filter((each) => (each.points ? takes.points : takes.money));
  const [chosen, setChosen] = useState(attempt.points);
  const purse = purses.find((each) => each.points?.id === chosen?.id) ?? purses[0]; // money, where the place takes it
  const points = wallet.data ? purse?.points : chosen;
  const entry = useAmountEntry(0, unitWord({ points }));
  useEffect(() => {
    if (!takeJustOpened(attempt.id) && attempt.amount > 0) entry.set(attempt.amount);
  }, []);
  const choose = (next: Attempt['points']) => {
    entry.set(0); // 900 points are not 900 yen
    setChosen(next);
  };
  const { preview, waiting } = usePreview(place.id, entry.amount, points?.id);

  const keepAmount = () => dispatch(attempt, { type: 'amount', amount: entry.latest(), points });
  const goOn = async () => {
    const amount = entry.latest();
    if (amount === 0 || !online) return;
    if (serverNow() > attempt.keyExpiresAt - key_margin_ms) {
      // The page lay open until its key ran out: the same shop under a new one.
      const fresh = await freshAttempt(attempt, amount, points);
      if (fresh.ok) return go(`/pay/${fresh.data.id}/confirm`, true);
    }
    keepAmount();
    // What the server already says no to is said before the phone is held out to the clerk.
    go(preview?.refusal && amount === entry.amount ? `/pay/${attempt.id}/why` : `/pay/${attempt.id}/confirm`);
  };
  const why = () => {
    keepAmount();
    go(`/pay/${attempt.id}/why`);
  };
  const offReason = !online ? t('pay.offline') : entry.amount === 0 ? t('pay.no_amount') : undefined;
  return (
    <Page
      title={t('pay.title')}
      strips={<Strips />}
      onBack={() => go('/', true)}
      backLooks="close"
      onHelp={() => {
        keepAmount();
        go('/help');
      }}
      foot={
        <Button onClick={() => void goOn()} offReason={offReason} reasonHidden={online}>
          {t(preview?.refusal && !waiting ? 'pay.next_short' : 'pay.next')}
        </Button>
      }
    >
      <PlaceCard
        name={place.name}
        photo={place.photo}
        note={t('pay.place_note', { area: place.area, type: place.type })}
        member={info && t('pay.member', { city: info.city })}
      />
      <PurseSwitch purses={purses} chosen={points?.id} choose={choose} />
      <AmountLine amount={entry.amount} unit={unitWord({ points })} words={points && <OfPoints k="purse.prompt" />} />
      <UsedValue points={points} left={purse ? purse.amount : 0} preview={preview} waiting={waiting} amount={entry.amount} onOpen={why} />
      <Keypad onDigits={entry.onDigits} onDelete={entry.onDelete} onEnter={() => void goOn()} />
    </Page>
  );
}
