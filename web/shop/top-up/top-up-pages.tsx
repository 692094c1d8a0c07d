// Topping up against cash: the customer's code or card → amount → 「現金を受け取りましたか」 → done. Blue throughout: no charge page may
// pass for a payment. The command's key came with the opened code and is kept before sending.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { go } from '@meguri/shared/route';
import { useDraft, type Opened, type OpenedCard } from './draft.ts';
import { AmountPage } from './amount-page.tsx';
import { HandOutPage, NoTopUpPage, PinPage } from './card-pages.tsx';
import type { Known } from '../use-command.ts';
import { ConfirmPage, NotToppedUp, UnknownTopUp } from './confirm-page.tsx';
import { DonePage } from './done-page.tsx';
import { NumberPage, ScanPage } from './scan-page.tsx';
import { StartPage } from './start-page.tsx';
import './top-up.css';

const of_card = ['hand-out', 'pin', 'no-top-up'];

/** Where a code or a card leads that was just read. */
function firstStep(opened: Opened): string {
  if (opened.by !== 'card') return 'amount';
  if (opened.card.status === 'registered') return 'hand-out';
  return opened.programs.length > 0 ? 'amount' : 'no-top-up';
}

export function TopUpPages({ step }: { step: string }): VNode {
  const [draft, change] = useDraft();
  const opened = (next: Opened) => {
    change({ opened: next });
    go(`/top-up/${firstStep(next)}`, true);
  };
  const again = () => {
    change({});
    go('/top-up', true);
  };
  const card = draft.opened && draft.opened.by === 'card' ? draft.opened : undefined;
  const toAmount = () => go('/top-up/amount', true);
  const handedOut = (next: OpenedCard) => {
    change({ opened: next });
    go(`/top-up/${next.pin.asked !== 'off' && !next.pin.chosen ? 'pin' : firstStep(next)}`, true);
  };
  const pinChosen = (next: OpenedCard) => {
    change({ ...draft, opened: next });
    go(`/top-up/${firstStep(next)}`, true);
  };
  const lost = (of_card.indexOf(step) >= 0 && !card) || (step === 'amount' && !draft.opened) || (step === 'confirm' && !draft.amount) || (step === 'done' && !draft.done);
  useEffect(() => {
    if (lost) go('/top-up', true);
  }, [lost]);

  if (step === 'scan') return <ScanPage onOpened={opened} />;
  if (step === 'number') return <NumberPage onOpened={opened} />;
  if (step === 'hand-out' && card) return <HandOutPage opened={card} onOpened={handedOut} onLeave={again} />;
  if (step === 'pin' && card) return <PinPage opened={card} onOpened={pinChosen} onLeave={card.programs.length > 0 ? toAmount : again} />;
  if (step === 'no-top-up' && card) return <NoTopUpPage opened={card} onLeave={again} />;
  if (step === 'amount' && draft.opened) return <AmountPage draft={draft} change={change} />;
  if (step === 'confirm' && draft.opened && draft.amount) {
    const done = (entry: NonNullable<typeof draft.done>) => {
      change({ done: entry, number: card && card.card.id });
      go('/top-up/done', true);
    };
    return <ConfirmPage key={draft.opened.key} draft={draft} onDone={done} onAgain={again} />;
  }
  if (step === 'done' && draft.done) return <DonePage entry={draft.done} card={draft.number} onNext={again} />;
  if (step === 'unknown') {
    const done = (entry: NonNullable<typeof draft.done>) => {
      change({ done: entry, number: card && card.card.id });
      go('/top-up/done', true);
    };
    return <UnknownTopUp onDone={done} onAgain={again} />;
  }
  if (step === 'refused' && draft.refused) return <NotToppedUp problem={draft.refused} onAgain={again} />;
  const known = (outcome: Known) => {
    change(outcome.state === 'done' ? { done: outcome.entry } : { refused: outcome.problem });
    go(outcome.state === 'done' ? '/top-up/done' : '/top-up/refused');
  };
  return <StartPage onKnown={known} />;
}
