// The frame of the shop's pages: below on phones the bar, on tablets (768 px and more) tabs beside the shop's name.
import type { ComponentChildren, VNode } from 'preact';
import { usePending } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import {
  BottomBar, NorenTile, OfflineBanner, Page, StatusStrip, TestStrip, TopTabs, useHeadingFocus, useOnline, type BarItem,
} from '@meguri/shared/ui';
import { useShop, type Shop } from './shop.ts';
import { t } from './texts.ts';

export type Tab = 'receive' | 'give' | 'top_up' | 'sales' | 'settings';

function itemsOf(shop: Shop, current: Tab): BarItem[] {
  const all: [Tab, BarItem['icon'], string, boolean][] = [
    ['receive', 'code', '/', shop.takesMoney || shop.takesPoints || !(shop.topsUp || shop.gives)],
    ['give', 'gift', '/give', shop.gives],
    ['top_up', 'plus', '/top-up', shop.topsUp],
    ['sales', 'chart', '/sales', true],
    ['settings', 'gear', '/settings', true],
  ];
  // Where only cash is taken in, nothing is sold.
  const word = (tab: Tab) => t(tab === 'sales' && !shop.takesMoney && shop.topsUp ? 'nav.records' : `nav.${tab}`);
  return all
    .filter(([, , , shown]) => shown)
    .map(([tab, icon, path]) => ({ icon, word: word(tab), href: to(path), current: tab === current }));
}

interface ShopPageProps {
  tab: Tab;
  /** The page's name where the shop's name is the heading (receiving). */
  placeIsTitle?: string;
  /** Beside the shop's name on phones: the sound. */
  aside?: ComponentChildren;
  /** Phones: the page has its own head line (PageTitle), the shop's name is left out. */
  plain?: boolean;
  /** Phones: a step of its own, left by its own buttons. */
  noBar?: boolean;
  /** Nobody can receive here now: the head does not claim it. */
  idle?: boolean | undefined;
  ground?: 'paper' | 'top-up';
  foot?: ComponentChildren;
  children?: ComponentChildren;
}

/** Test environment, no connection, commands whose result is not known yet. */
export function ShopStrips({ without }: { without?: 'payment' | 'top_up' | 'cancel' }): VNode {
  const { info } = useShop();
  const online = useOnline();
  const payment = usePending('payment');
  const topUp = usePending('top_up');
  const cancel = usePending('cancel');
  return (
    <>
      <TestStrip info={info} />
      {!online && <OfflineBanner />}
      {payment && without !== 'payment' && (
        <StatusStrip href={to('/code/unknown')}>{t('pending.payment', { amount: figure(payment.amount) + t(payment.points ? 'unit.point' : 'unit.yen') })}</StatusStrip>
      )}
      {topUp && without !== 'top_up' && (
        <StatusStrip href={to('/top-up/unknown')}>{t('pending.top_up', { amount: figure(topUp.amount) })}</StatusStrip>
      )}
      {cancel && without !== 'cancel' && (
        <StatusStrip href={to('/sales/cancel/unknown')}>{t('pending.cancel', { amount: figure(cancel.amount) })}</StatusStrip>
      )}
    </>
  );
}

export function ShopPage({ tab, placeIsTitle, aside, plain, noBar, idle, ground, foot, children }: ShopPageProps): VNode {
  const items = itemsOf(useShop(), tab);
  return (
    <Page
      title=""
      wide
      ground={ground}
      strips={<ShopStrips />}
      foot={foot}
      bar={noBar ? undefined : <BottomBar items={items} />}
      head={<ShopHead items={items} tab={tab} title={placeIsTitle} aside={aside} plain={plain} idle={idle} />}
    >
      {children}
    </Page>
  );
}

interface HeadProps {
  items: BarItem[];
  tab: Tab;
  title: string | undefined;
  aside: ComponentChildren;
  plain: boolean | undefined;
  idle: boolean | undefined;
}

function ShopHead({ items, tab, title, aside, plain, idle }: HeadProps): VNode {
  const shop = useShop();
  const doing = tab === 'top_up' || !shop.takesMoney ? 'head.topping_up' : 'head.receiving';
  return (
    <header class={`shop-head page-width${plain ? ' shop-head-plain' : ''}`}>
      <NorenTile letter={shop.placeName} size={48} />
      <div class="shop-head-words">
        {title === undefined ? <p class="shop-name">{shop.placeName}</p> : <PlaceTitle name={shop.placeName} page={title} />}
        <p class="quiet phrases">
          {t('head.staff', { name: shop.staffName })}
          {!idle && (
            <span class="head-doing">
              <wbr />
              {t(doing)}
            </span>
          )}
        </p>
      </div>
      {aside && <div class="shop-head-aside">{aside}</div>}
      <div class="shop-head-tabs">
        <TopTabs items={items} />
      </div>
    </header>
  );
}

function PlaceTitle({ name, page }: { name: string; page: string }): VNode {
  const heading = useHeadingFocus(page);
  return (
    <h1 class="shop-name" ref={heading} tabIndex={-1}>
      <span class="heard">{page} </span>
      {name}
    </h1>
  );
}

interface PageTitleProps {
  title: string;
  /** The same with its phrase breaks, where it is long. */
  shown?: ComponentChildren;
  note?: string | undefined;
  children?: ComponentChildren;
}

/** The heading of a page below the shop's name, with something on its right. */
export function PageTitle({ title, shown, note, children }: PageTitleProps): VNode {
  const heading = useHeadingFocus(title);
  return (
    <div class="shop-title">
      <h1 ref={heading} tabIndex={-1}>
        {shown || title}
      </h1>
      {note && <span class="shop-title-note">{note}</span>}
      {children && <div class="shop-title-end">{children}</div>}
    </div>
  );
}
