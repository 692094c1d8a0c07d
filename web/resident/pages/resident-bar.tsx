import type { VNode } from 'preact';
import { to } from '@meguri/shared/route';
import { BottomBar } from '@meguri/shared/ui';
import { t } from '../texts/index.ts';

export type BarPlace = 'home' | 'history' | 'shops' | 'lots' | 'menu';

export function ResidentBar({ at }: { at: BarPlace }): VNode {
  return (
    <BottomBar
      items={[
        { icon: 'home', word: t('nav.home'), href: to('/'), current: at === 'home' },
        { icon: 'list', word: t('nav.history'), href: to('/history'), current: at === 'history' },
        { icon: 'shop', word: t('nav.shops'), href: to('/shops'), current: at === 'shops' },
        { icon: 'calendar', word: t('nav.lots'), href: to('/lots'), current: at === 'lots' },
        { icon: 'menu', word: t('nav.menu'), href: to('/menu'), current: at === 'menu' },
      ]}
    />
  );
}
