// For whom the cash is taken: a person to ask, or a card to look at.
import type { VNode } from 'preact';
import { figure, groupsOfFour } from '@meguri/shared/texts';
import type { Opened } from './draft.ts';
import { T, t } from './texts.ts';

/** The same on one line, also while the result is not known. */
export const nameOf = (opened: Opened): string =>
  opened.by === 'card' ? t('top_up.card', { number: groupsOfFour(opened.card.id) }) : t('top_up.customer_value', { label: opened.label });

export function WhoCard({ opened }: { opened: Opened }): VNode {
  return (
    <section class="card who-card">
      <p class="who-name phrases">{opened.by === 'card' ? nameOf(opened) : <T k="top_up.who" v={{ label: opened.label }} />}</p>
      <p class="quiet phrases">
        {opened.by === 'card' ? <T k="top_up.card_balance" v={{ amount: figure(opened.card.balance) }} /> : <T k="top_up.who_check" />}
      </p>
    </section>
  );
}
