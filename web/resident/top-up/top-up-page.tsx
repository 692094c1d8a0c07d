// How to put money in: at a place with cash, or by card. Blue, so that it never passes for paying.
import type { VNode } from 'preact';
import { api, ask, useResource, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { Button, Icon, Page, useOnline } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { Strips } from '../pages/strips.tsx';
import { t, T } from './texts.ts';
import './top-up.css';

const steps = ['top_up.step_1', 'top_up.step_2', 'top_up.step_3'] as const;

export interface Choices {
  programs: Schemas['TopUpChoice'][];
  by_card: boolean;
}

/** Kept: whether there is a way by card is known without a network too; what is left is asked for each time. */
export function useChoices() {
  return useResource<Choices>('top-up-choices', () => ask(api.GET('/api/wallet/top-ups')), true);
}

export function TopUpPage(): VNode {
  const { info } = useCity();
  const choices = useChoices();
  const offReason = useOnline() ? undefined : t('card.offline');
  return (
    <Page
      title={t('top_up.title')}
      ground="top-up"
      strips={<Strips />}
      onBack={() => go('/', true)}
      onHelp={() => go('/help')}
      foot={
        <Button kind="top-up" icon="code" href={to('/code')} offReason={offReason}>
          {t('top_up.show_code')}
        </Button>
      }
    >
      <h2 class="form-heading">
        <T k="top_up.heading" />
      </h2>
      <p class="phrases">
        <T k="top_up.where" />
      </p>
      <ol class="card counted">
        {steps.map((step) => (
          <li key={step}>
            <span class="phrases">
              <T k={step} />
            </span>
          </li>
        ))}
      </ol>
      {choices.data?.by_card && (
        <section class="card by-card">
          <h2 class="by-card-heading">
            <Icon name="card" />
            <span class="phrases">
              <T k="top_up.card_heading" />
            </span>
          </h2>
          <p class="phrases">
            <T k="top_up.card_text" />
          </p>
          <Button kind="outline-top-up" href={to('/top-up/card')} offReason={offReason} reasonHidden>
            {t('top_up.by_card')}
          </Button>
        </section>
      )}
      {info && (
        <p class="phone-line">
          <Icon name="phone" />
          <span>
            {t('top_up.ask')}
            <br />
            <a href={`tel:${info.telephone}`}>{`${t('common.city_office', { city: info.city })} ${info.telephone}`}</a>
          </span>
        </p>
      )}
    </Page>
  );
}
