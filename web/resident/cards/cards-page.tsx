// One's own cards: what is left on each, and the way to add one.
import type { VNode } from 'preact';
import { go, to } from '@meguri/shared/route';
import { groupsOfFour } from '@meguri/shared/texts';
import { Button, EmptyState, Icon, Page, Skeleton } from '@meguri/shared/ui';
import { yen } from '../pages/lot-words.ts';
import { ServerTrouble } from '../pages/server-trouble.tsx';
import { Strips } from '../pages/strips.tsx';
import { useOwnCards, type Card } from './own-cards.ts';
import { T, t } from './texts.ts';
import './cards.css';

export function CardsPage(): VNode {
  const cards = useOwnCards();
  return (
    <Page title={t('cards.title')} strips={<Strips />} onBack={() => go('/menu', true)}>
      {!cards.data && !cards.problem && <Skeleton shape="rows" />}
      {!cards.data && cards.problem && <ServerTrouble onRetry={() => void cards.reload()} />}
      {cards.data && cards.data.cards.length === 0 && <EmptyState title={<T k="cards.empty" />} text={<T k="cards.empty_text" />} />}
      {cards.data && cards.data.cards.length > 0 && (
        <ul class="card own-cards">
          {cards.data.cards.map((card) => (
            <Line key={card.id} card={card} />
          ))}
        </ul>
      )}
      {cards.data && (
        <Button icon="card" href={to('/cards/link')}>
          {t('cards.add')}
        </Button>
      )}
    </Page>
  );
}

function Line({ card }: { card: Card }): VNode {
  return (
    <li>
      <a class="own-card" href={to(`/cards/${card.id}`)}>
        <Icon name="card" />
        <span class="own-card-words">
          <strong>{groupsOfFour(card.id)}</strong>
          <span class="quiet">{t(`cards.${card.status}`)}</span>
        </span>
        <span class="own-card-amount">{yen(card.balance)}</span>
      </a>
    </li>
  );
}
