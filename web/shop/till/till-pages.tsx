// Receiving by the customer's code or card: scan → amount → (PIN) → received. The command's key came before the code was used
// and is kept before sending.
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { go } from '@meguri/shared/route';
import type { Entry } from '../shop.ts';
import { AmountPage } from './amount-page.tsx';
import { BlockPage } from './block-page.tsx';
import { CardPage } from './card-page.tsx';
import { LeftUnknown } from './charging.tsx';
import { leftAfter, useDraft, type Opened } from './draft.ts';
import { PinPage } from './pin-page.tsx';
import { ReceivedPage } from './received-page.tsx';
import { NumberPage, ScanPage } from './scan-page.tsx';
import './till.css';

export function TillPages({ step }: { step: string }): VNode {
  const [draft, change] = useDraft();
  const { opened, amount } = draft;
  const onOpened = (next: Opened) => {
    change({ opened: next });
    const usable = next.by === 'code' || next.card.status === 'active';
    go(usable ? '/code/amount' : '/code/card', true);
  };
  const onAgain = () => {
    change({});
    go('/code', true);
  };
  const onDone = (entry: Entry) => {
    change({ done: entry, left: leftAfter(opened, entry) });
    go('/code/done', true);
  };
  const lost =
    (step === 'amount' && !opened) || (step === 'pin' && !(opened && amount && opened.by === 'card')) ||
    (step === 'done' && !draft.done) || (step === 'card' && !(opened && opened.by === 'card'));
  useEffect(() => {
    if (lost) go('/code', true);
  }, [lost]);
  if (step === 'number') return <NumberPage onOpened={onOpened} />;
  if (step === 'amount' && opened) {
    return <AmountPage key={opened.key} draft={draft} opened={opened} change={change} onDone={onDone} onAgain={onAgain} />;
  }
  if (step === 'pin' && opened && opened.by === 'card' && amount) {
    return <PinPage key={opened.key} opened={opened} amount={amount} onDone={onDone} onAgain={onAgain} />;
  }
  if (step === 'card' && opened && opened.by === 'card') return <CardPage opened={opened} onAgain={onAgain} />;
  if (step === 'block') return <BlockPage card={opened && opened.by === 'card' ? opened.card.id : ''} onBack={onAgain} />;
  if (step === 'done' && draft.done) return <ReceivedPage entry={draft.done} left={draft.left} onNext={onAgain} />;
  if (step === 'unknown') return <LeftUnknown onDone={onDone} onAgain={onAgain} />;
  return <ScanPage onOpened={onOpened} />;
}
