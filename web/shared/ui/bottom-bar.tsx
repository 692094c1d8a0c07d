// The way around: at most five items, each with its word. At large text it becomes a list at the end of the page.
import type { VNode } from 'preact';
import { t } from '../texts/shared-texts.ts';
import './bottom-bar.css';
import { Icon, type IconName } from './icon.tsx';

export interface BarItem {
  icon: IconName;
  word: string;
  href: string;
  current?: boolean;
}

const links = (items: BarItem[]) =>
  items.map((item) => (
    <li key={item.href}>
      <a href={item.href} aria-current={item.current ? 'page' : undefined}>
        <Icon name={item.icon} />
        <span>{item.word}</span>
      </a>
    </li>
  ));

export function BottomBar({ items }: { items: BarItem[] }): VNode {
  return (
    <nav class="bottom-bar" aria-label={t('nav.label')}>
      <ul>{links(items)}</ul>
    </nav>
  );
}

/** The same items beside the shop's name on a tablet. */
export function TopTabs({ items }: { items: BarItem[] }): VNode {
  return (
    <nav aria-label={t('nav.label')}>
      <ul class="top-tabs">{links(items)}</ul>
    </nav>
  );
}
