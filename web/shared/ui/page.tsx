// The frame of every page: a head with the way back, the title (takes focus when the page opens, so
// that screen readers say where one is), the content, and the foot where the one filled button stands.
import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../texts/shared-texts.ts';
import { pageChanged } from './announce.ts';
import { Hills } from './hills.tsx';
import { Icon } from './icon.tsx';
import { Logo } from './logo.tsx';
import './page.css';

export type Ground = 'paper' | 'top-up' | 'sunk' | 'unknown';

export interface PageProps {
  title: string;
  children?: ComponentChildren;
  /** Way back; 'close' draws ✕ (leaves a task), 'back' an arrow (one step). */
  onBack?: () => void;
  backLooks?: 'back' | 'close';
  onHelp?: () => void;
  ground?: Ground;
  /** Buttons at the end of the page: at the bottom of a tall screen, never over the content. */
  foot?: ComponentChildren;
  /** Above the head: TestStrip, OfflineBanner, StatusStrip. */
  strips?: ComponentChildren;
  /** Below everything: BottomBar. */
  bar?: ComponentChildren;
  /** Instead of the plain head (HomeHead); must hold the h1. */
  head?: ComponentChildren;
  /** The head's title does not take focus: another heading of the page does. */
  quietHead?: boolean;
  /** Tablet and desk layouts: no narrow column. */
  wide?: boolean;
}

/** Moves focus to the page's heading when `name` changes; the window title follows, what was announced before goes. */
export function useHeadingFocus(name: string, quiet = false): { current: HTMLHeadingElement | null } {
  const heading = useRef<HTMLHeadingElement>(null);
  // Together with the page: a moment later, it would take the focus from a field that somebody types into already.
  useLayoutEffect(() => {
    if (quiet) return;
    pageChanged();
    document.title = `${name} | ${t('app.name')}`;
    window.scrollTo(0, 0);
    heading.current?.focus();
  }, [name, quiet]);
  return heading;
}

function PageHead({ title, onBack, backLooks = 'back', onHelp, quietHead }: PageProps): VNode {
  const heading = useHeadingFocus(title, quietHead);
  return (
    <header class="page-head page-width">
      {onBack ? (
        <button
          class="page-head-button"
          type="button"
          onClick={onBack}
          aria-label={t(backLooks === 'close' ? 'common.close' : 'common.back')}
        >
          <Icon name={backLooks} />
        </button>
      ) : (
        <span class="page-head-nothing" />
      )}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {onHelp ? (
        <button class="page-head-button" type="button" onClick={onHelp} aria-label={t('common.help')}>
          <Icon name="help" />
        </button>
      ) : (
        <span class="page-head-nothing" />
      )}
    </header>
  );
}

export function Page(props: PageProps): VNode {
  const { ground = 'paper', children, foot, strips, bar, head, wide } = props;
  return (
    <div class={`page page-${ground}${wide ? ' page-wide' : ''}`}>
      {strips}
      {head ?? <PageHead {...props} />}
      <main class="page-body page-width">
        <div class="page-main">{children}</div>
        {foot && <div class="page-foot">{foot}</div>}
      </main>
      {bar}
    </div>
  );
}

export interface HomeHeadProps {
  city: string;
  /** Server time, unix ms: the season of the hills. */
  now: number;
  onHelp?: () => void;
}

/** The head of home: mark, city, and the strip of hills (gone on low screens). */
export function HomeHead({ city, now, onHelp }: HomeHeadProps): VNode {
  const heading = useHeadingFocus(t('balance.title'));
  return (
    <header class="home-head">
      <Hills now={now} />
      <div class="home-head-line page-width">
        <Logo />
        <h1 ref={heading} tabIndex={-1}>
          {t('app.name')}
        </h1>
        <span class="home-head-city">{city}</span>
        {onHelp && (
          <button class="page-head-button" type="button" onClick={onHelp} aria-label={t('common.help')}>
            <Icon name="help" />
          </button>
        )}
      </div>
    </header>
  );
}

/** A heading inside a page, with an optional link on its right (「すべて見る」). */
export function SectionHead({ title, href, link }: { title: string; href?: string; link?: string }): VNode {
  return (
    <div class="section-head">
      <h2>{title}</h2>
      {href !== undefined && (
        <a href={href} aria-label={`${title} ${link ?? t('common.all')}`}>
          {link ?? t('common.all')}
          <Icon name="chevron" size={18} />
        </a>
      )}
    </div>
  );
}
