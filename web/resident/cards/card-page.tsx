// One card: what is left on it and until when, moving it to the app, blocking it. Each of the two is asked on a page of its own.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Problem, Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { digitsOf, groupsOfFour } from '@meguri/shared/texts';
import { Account, Button, FormProblem, Page, Skeleton, TextInput, TextLink, useHeadingFocus } from '@meguri/shared/ui';
import { lotLine } from '../pages/lot-words.ts';
import { NotFoundPage } from '../pages/not-found-page.tsx';
import { ServerTrouble } from '../pages/server-trouble.tsx';
import { Strips } from '../pages/strips.tsx';
import { useCity } from '../state/city.ts';
import { codeOf, unlinkCard, useBlock, useMove, useOwnCards, type Card } from './own-cards.ts';
import { PinPage } from './pin-page.tsx';
import { T, t } from './texts.ts';
import './cards.css';

const pin_digits = 4;

export function CardPage({ id, doing }: { id: string; doing?: string }): VNode {
  const cards = useOwnCards();
  if (!cards.data) {
    if (cards.problem) return <ServerTrouble onRetry={() => void cards.reload()} />;
    return (
      <Page title={t('cards.title')} strips={<Strips />}>
        <Skeleton shape="card" />
      </Page>
    );
  }
  const card = cards.data.cards.find((each) => each.id === id);
  if (!card) return <NotFoundPage />;
  const code = codeOf(id);
  if (doing === 'block' && card.status === 'active') return <Block card={card} onDone={() => void cards.reload()} />;
  if (doing === 'pin' && card.status === 'active') return <PinPage card={card} code={code} />;
  if (doing === 'move' && card.status === 'active' && code) return <Move card={card} code={code} />;
  if (doing === 'unlink') return <Unlink card={card} onDone={() => void cards.reload()} />;
  return <Shown card={card} movable={code !== undefined} />;
}

function Shown({ card, movable }: { card: Card; movable: boolean }): VNode {
  return (
    <Page title={t('cards.title')} strips={<Strips />} onBack={() => go('/cards', true)}>
      <h2 class="own-card-number">{groupsOfFour(card.id)}</h2>
      <p class="phrases">
        {t(card.kind === 'single_use' ? 'cards.single_use' : 'cards.rechargeable')} · <T k={`cards.${card.status}`} />
      </p>
      <Left card={card} />
      {card.status === 'active' && (
        <>
          <Button href={to(movable ? `/cards/${card.id}/move` : '/cards/link')}>
            <T k={movable ? 'cards.move' : 'cards.move_again'} />
          </Button>
          <Button kind="outline" href={to(`/cards/${card.id}/pin`)}>
            {t('cards.pin')}
          </Button>
          <Button kind="cancel" href={to(`/cards/${card.id}/block`)}>
            {t('cards.block')}
          </Button>
        </>
      )}
      <p class="own-card-leave">
        <TextLink href={to(`/cards/${card.id}/unlink`)}>{t('cards.unlink')}</TextLink>
      </p>
    </Page>
  );
}

function Left({ card }: { card: Card }): VNode {
  if (card.lots.length === 0) {
    return (
      <p class="phrases quiet">
        <T k="cards.nothing" />
      </p>
    );
  }
  return (
    <section class="card" aria-label={t('cards.left')}>
      <Account lines={card.lots.map((lot) => lotLine({ ...lot, direction: 'in' } as Schemas['LotAmount']))} />
    </section>
  );
}

/** A question of its own page: what would happen, then the one button, then the way out. */
function Asked({ heading, text, problem, children, card }: { heading: VNode; text: VNode; problem: string | undefined; children: ComponentChildren; card: Card }): VNode {
  const focus = useHeadingFocus(card.id);
  return (
    <Page title={t('cards.title')} strips={<Strips />} quietHead>
      <h2 ref={focus} tabIndex={-1} class="phrases">
        {heading}
      </h2>
      <p class="quiet">{groupsOfFour(card.id)}</p>
      <p class="phrases">{text}</p>
      <FormProblem text={problem} />
      {children}
      <p class="own-card-leave">
        <TextLink href={to(`/cards/${card.id}`)}>{t('cards.leave')}</TextLink>
      </p>
    </Page>
  );
}

const said = (problem: Problem | undefined, key: 'cards.not_moved' | 'cards.not_blocked' | 'cards.not_unlinked') =>
  problem && `${t(key, { why: problem.why })}。${problem.next}`;

function Unsure({ onAsk }: { onAsk: () => void }): VNode {
  return (
    <>
      <p class="phrases" role="status">
        <T k="cards.unknown" />
      </p>
      <Button kind="unknown" onClick={onAsk}>
        {t('cards.ask')}
      </Button>
    </>
  );
}

function Move({ card, code }: { card: Card; code: string }): VNode {
  const { person } = useCity();
  const { busy, outcome, pending, move, askAgain } = useMove(card, code, person);
  const [pin, setPin] = useState('');
  const problem = outcome?.state === 'not_done' ? outcome.problem : undefined;
  const asks_pin = problem?.refusal === 'pin_needed' || problem?.refusal === 'pin_wrong' || pin !== '';
  useEffect(() => {
    if (outcome?.state === 'done') go(`/entries/${outcome.entry.id}`, true);
  }, [outcome]);
  return (
    <Asked
      card={card}
      heading={<T k="cards.move_heading" />}
      text={<T k={card.lots.length > 0 ? 'cards.move_text' : 'cards.move_none'} />}
      problem={said(problem, 'cards.not_moved')}
    >
      <Left card={card} />
      {asks_pin && (
        <TextInput large label={t('cards.move_pin')} hint={t('cards.move_pin_hint')} value={pin} onValue={(typed) => setPin(digitsOf(typed).slice(0, pin_digits))} inputMode="numeric" autoComplete="off" />
      )}
      {pending && !busy ? (
        <Unsure onAsk={() => void askAgain()} />
      ) : (
        <Button onClick={() => void move(pin)} busy={busy}>
          {t('cards.move_go')}
        </Button>
      )}
    </Asked>
  );
}

function Block({ card, onDone }: { card: Card; onDone: () => void }): VNode {
  const { state, problem, block } = useBlock(card);
  useEffect(() => {
    if (state === 'done') onDone();
  }, [state]);
  return (
    <Asked card={card} heading={<T k="cards.block_heading" />} text={<T k="cards.block_text" />} problem={said(problem, 'cards.not_blocked')}>
      {state === 'unknown' ? (
        <Unsure onAsk={() => void block()} />
      ) : (
        <Button kind="cancel" onClick={() => void block()} busy={state === 'sending'}>
          {t('cards.block_go')}
        </Button>
      )}
    </Asked>
  );
}

function Unlink({ card, onDone }: { card: Card; onDone: () => void }): VNode {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>();
  const unlink = async () => {
    setBusy(true);
    const answer = await unlinkCard(card);
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    go('/cards', true);
    onDone();
  };
  return (
    <Asked card={card} heading={<T k="cards.unlink_heading" />} text={<T k="cards.unlink_text" />} problem={said(problem, 'cards.not_unlinked')}>
      <Button onClick={() => void unlink()} busy={busy}>
        {t('cards.unlink_go')}
      </Button>
    </Asked>
  );
}
