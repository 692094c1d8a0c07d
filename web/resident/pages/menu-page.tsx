import type { VNode } from 'preact';
import { go, to } from '@meguri/shared/route';
import { Icon, Page, type IconName } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';
import { t } from '../texts/index.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { ResidentBar } from './resident-bar.tsx';
import { Strips } from './strips.tsx';

function Line({ icon, words, href }: { icon: IconName; words: string; href: string }): VNode {
  return (
    <li>
      <a class="menu-line" href={href}>
        <Icon name={icon} />
        <span>{words}</span>
        <Icon name="chevron" size={20} />
      </a>
    </li>
  );
}

export function MenuPage(): VNode {
  const { info } = useCity();
  return (
    <div class="long">
      <Page title={t('menu.title')} strips={<Strips />} onBack={() => go('/', true)} bar={<ResidentBar at="menu" />}>
        <ul class="menu card">
          <Line icon="calendar" words={t('lots.title')} href={to('/lots')} />
          <Line icon="list" words={t('history.title')} href={to('/history')} />
          <Line icon="shop" words={t('nav.shops')} href={to('/shops')} />
          <Line icon="gift" words={t('menu.points')} href={to('/points')} />
          <Line icon="map" words={t('menu.points_places')} href={to('/points-places')} />
          <Line icon="plus" words={t('top_up.title')} href={to('/top-up')} />
          <Line icon="card" words={t('menu.cards')} href={to('/cards')} />
          <Line icon="people" words={t('menu.profile')} href={to('/profile')} />
          <Line icon="home" words={t('menu.install')} href={to('/install')} />
          <Line icon="help" words={t('help.title')} href={to('/help')} />
          {info && <Line icon="phone" words={t('menu.phone', { city: info.city })} href={`tel:${info.telephone}`} />}
        </ul>
        <h2 class="part-heading">{t('menu.language')}</h2>
        <LanguageSwitch />
        <ul class="menu card">
          <Line icon="sign_out" words={t('menu.sign_out')} href={to('/sign-out')} />
        </ul>
      </Page>
    </div>
  );
}
