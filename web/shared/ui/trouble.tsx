// An error of ours: nothing moved, try again, the city's telephone; the number to quote is small below.
import type { VNode } from 'preact';
import { t, T } from '../texts/shared-texts.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import './states.css';

export interface TroubleProps {
  onRetry: () => void;
  office?: string | undefined;
  phone?: string | undefined;
  id?: string | undefined;
}

export function Trouble({ onRetry, office, phone, id }: TroubleProps): VNode {
  return (
    <div class="state" role="alert">
      <span class="state-mark">
        <Icon name="warning" size={40} />
      </span>
      <h2>{t('trouble.title')}</h2>
      <p class="state-text">
        <T k="trouble.why" />
      </p>
      {phone && (
        <p class="state-text">
          {office} <a href={`tel:${phone}`}>{phone}</a>
        </p>
      )}
      {id && <p class="quiet">{t('trouble.number', { id })}</p>}
      <Button kind="outline" onClick={onRetry}>
        {t('common.retry')}
      </Button>
    </div>
  );
}
