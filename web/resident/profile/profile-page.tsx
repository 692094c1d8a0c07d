// What the city knows of the person, and where it is put right; on which device they are signed in.
import type { VNode } from 'preact';
import { api, ask, timeOf, useResource, type Schemas } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { receiptDay } from '@meguri/shared/texts';
import { Account, Button, Page, Skeleton, TextLink, type AccountLine } from '@meguri/shared/ui';
import { ServerTrouble } from '../pages/server-trouble.tsx';
import { Strips } from '../pages/strips.tsx';
import { useCity } from '../state/city.ts';
import { t, T } from './texts.ts';

type Profile = Schemas['OwnProfile'];

function linesOf(profile: Profile): AccountLine[] {
  const lines: AccountLine[] = [];
  if (profile.phone_end !== undefined)
    lines.push({ name: t('profile.phone'), note: t('profile.phone_note'), value: t('profile.phone_end', { digits: profile.phone_end }) });
  lines.push({ name: t('profile.name'), value: profile.name ?? t('profile.no_name'), long: true });
  lines.push({ name: t('profile.since'), value: receiptDay(timeOf(profile.since)) });
  lines.push({ name: t('profile.marks'), value: profile.marks.length > 0 ? profile.marks.join('、') : t('profile.no_marks'), long: true });
  if (profile.household_size > 1)
    lines.push({ name: t('profile.household'), note: t('profile.household_note'), value: t('profile.people', { count: String(profile.household_size) }) });
  return lines;
}

export function ProfilePage(): VNode {
  const { info } = useCity();
  const { data, problem, reload } = useResource<Profile>('profile', () => ask(api.GET('/api/profile')));
  if (!data && problem) return <ServerTrouble onRetry={() => void reload()} title={t('profile.title')} />;
  return (
    <Page title={t('profile.title')} strips={<Strips />} onBack={() => go('/menu', true)}>
      {!data && <Skeleton shape="card" />}
      {data && (
        <>
          <p class="phrases">
            <T k="profile.intro" />
          </p>
          <section class="card" aria-label={t('profile.title')}>
            <Account lines={linesOf(data)} />
          </section>
          <h2 class="part-heading">{t('profile.session')}</h2>
          <section class="card" aria-label={t('profile.session')}>
            <Account lines={[{ name: t('profile.session_here'), value: t('profile.session_since', { day: receiptDay(timeOf(data.signed_in_at)) }), long: true }]} />
            <p class="phrases">
              <T k="profile.session_text" />
            </p>
          </section>
          <div class="ways">
            <TextLink href={to('/cards')}>{t('profile.cards')}</TextLink>
            <TextLink href={to('/sign-out')}>{t('menu.sign_out')}</TextLink>
          </div>
        </>
      )}
      {info && (
        <section>
          <h2 class="part-heading">{t('profile.wrong')}</h2>
          <p class="phrases">
            <T k="profile.wrong_text" />
          </p>
          <Button kind="outline" icon="phone" href={`tel:${info.telephone}`}>
            {`${t('common.city_office', { city: info.city })} ${info.telephone}`}
          </Button>
        </section>
      )}
    </Page>
  );
}
