// What a card is, what is on it, and what was done with it.
import type { VNode } from 'preact';
import { api, ask } from '@meguri/shared/api';
import { figure, groupsOfFour } from '@meguri/shared/texts';
import { Badge, Facts, Panel } from '../frame/parts.tsx';
import { HistoryPanel } from '../wallet/history-panel.tsx';
import { Lots } from '../wallet/lots.tsx';
import type { Card } from './data.ts';
import { t } from './texts.ts';

const looks = { registered: 'wait', active: 'good', blocked: 'stop', replaced: 'off', moved: 'off' } as const;

export function CardFacts({ card }: { card: Card }): VNode {
  return (
    <Panel title={t('counter.lots')} note={<Badge look={looks[card.status]}>{t(`counter.${card.status}`)}</Badge>}>
      <Facts
        facts={[
          { name: t('counter.card_number'), value: <span class="whole">{groupsOfFour(card.id)}</span> },
          { name: t('counter.kind'), value: t(`cards.${card.kind}`) },
          { name: t('counter.balance'), value: <strong class="counter-balance">{t('yen', { amount: figure(card.balance) })}</strong> },
        ]}
      />
      <Lots lots={card.lots} />
    </Panel>
  );
}

const readHistory = (code: string, before?: string) =>
  ask(api.POST('/api/card-codes/history', { body: { code, limit: 20, ...(before === undefined ? {} : { before: Number(before) }) } }));

export const CardHistory = ({ code }: { code: string }): VNode => <HistoryPanel read={(before) => readHistory(code, before)} />;
