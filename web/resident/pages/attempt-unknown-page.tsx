// The answer was lost. The keeper asks by itself; this page only tells, and may be left.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { to } from '@meguri/shared/route';
import { UnknownPage } from '@meguri/shared/ui';
import type { Attempt } from '../payment/attempt.ts';
import { checkNow } from '../payment/keeper.ts';
import { useCity } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { unitWord } from './lot-words.ts';
import { Strips } from './strips.tsx';

export function AttemptUnknownPage({ attempt }: { attempt: Attempt }): VNode {
  const { info } = useCity();
  const [checking, setChecking] = useState(false);
  const check = async () => {
    setChecking(true);
    await checkNow(attempt);
    setChecking(false);
  };
  return (
    <UnknownPage
      placeName={attempt.place.name}
      amount={attempt.amount}
      unit={unitWord(attempt)}
      sentAt={attempt.sentAt ?? attempt.openedAt}
      office={info ? t('common.city_office', { city: info.city }) : ''}
      phone={info?.telephone ?? ''}
      onCheck={() => void check()}
      checking={checking}
      homeHref={to('/')}
      strips={<Strips />}
    />
  );
}
