// How to put money in: blue, so that it never passes for paying.
import type { VNode } from 'preact';
import { go, to } from '@meguri/shared/route';
import { Button, Icon, Page } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { t, T } from '../texts/top-up/index.ts';
import { Strips } from './strips.tsx';
import './top-up.css';

const steps = ['top_up.step_1', 'top_up.step_2', 'top_up.step_3'] as const;

export function TopUpPage(): VNode {
  const { info } = useCity();
  return (
    <Page
      title={t('top_up.title')}
      ground="top-up"
      strips={<Strips />}
      onBack={() => go('/', true)}
      onHelp={() => go('/help')}
      foot={
        <Button kind="top-up" icon="code" href={to('/code')}>
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
