// The frame of every page: menu on the left, title with its note and actions, content. Tab goes menu → actions → content;
// the first stop skips the menu.
import { createContext, type ComponentChildren, type VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { to } from '@meguri/shared/route';
import type { Info } from '@meguri/shared/session';
import { chooseLanguage, language, remaining, withBreaks } from '@meguri/shared/texts';
import { Button, Icon, Logo, useHeadingFocus, type IconName } from '@meguri/shared/ui';
import { useProposals } from '../data.ts';
import { T, t } from '../texts.ts';
import type { Idle } from './idle.ts';
import './console-page.css';
import './controls.css';

interface Console {
  info: Info;
  name: string;
  path: string;
  strips: ComponentChildren;
  idle: Idle;
  signOut: () => Promise<void>;
}

export const ConsoleContext = createContext<Console | undefined>(undefined);

export function useConsole(): Console {
  const found = useContext(ConsoleContext);
  if (!found) throw new Error('a page of the console outside the console');
  return found;
}

interface ConsolePageProps {
  title: string;
  /** Beside the title: as-of time, a state. */
  note?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

export function ConsolePage({ title, note, actions, children }: ConsolePageProps): VNode {
  const { strips, idle, info } = useConsole();
  const heading = useHeadingFocus(title);
  return (
    <div class="console">
      <a class="skip" href="#content">
        {t('nav.skip')}
      </a>
      {strips && <div class="console-strips">{strips}</div>}
      <Menu />
      <main class="console-main" id="content">
        {idle.left !== undefined && <IdleNote idle={idle} left={idle.left} />}
        <header class="console-head">
          <h1 ref={heading} tabIndex={-1}>
            {withBreaks(title)}
          </h1>
          {note && <span class="console-note">{note}</span>}
          <span class={`badge badge-${info.environment === 'production' ? 'good' : 'test'}`}>{t(`env.${info.environment}`)}</span>
          {actions && <div class="console-actions">{actions}</div>}
        </header>
        {children}
      </main>
    </div>
  );
}

function IdleNote({ idle, left }: { idle: Idle; left: number }): VNode {
  return (
    <div class="reason-bar" role="alertdialog" aria-label={t('idle.stay')}>
      <Icon name="clock" />
      <p class="phrases">
        <T k="idle.warn" v={{ left: remaining(left) }} />
      </p>
      <Button kind="plain" size="small" onClick={idle.stay}>
        {t('idle.stay')}
      </Button>
    </div>
  );
}

const items: [path: string, key: 'dashboard' | 'programs' | 'grants' | 'settlements' | 'reports' | 'places' | 'cards' | 'card_counter' | 'residents' | 'operators' | 'lists' | 'look', icon: IconName][] = [
  ['/', 'dashboard', 'home'],
  ['/programs', 'programs', 'gift'],
  ['/grants', 'grants', 'yen'],
  ['/settlements', 'settlements', 'bank'],
  ['/reports', 'reports', 'chart'],
  ['/places', 'places', 'shop'],
  ['/cards', 'cards', 'card'],
  ['/card-counter', 'card_counter', 'scan'],
  ['/residents', 'residents', 'people'],
  ['/operators', 'operators', 'shield'],
  ['/lists', 'lists', 'list'],
  ['/look', 'look', 'eye'],
];

const under = (path: string, item: string) =>
  item === '/' ? path === '/' : path.indexOf(item) === 0 || (item === '/programs' && path.indexOf('/proposals') === 0) || (item === '/settlements' && (path.indexOf('/accounts') === 0 || path.indexOf('/settlement-groups') === 0));

function Menu(): VNode {
  const { info, name, path, signOut } = useConsole();
  const proposals = useProposals();
  const waiting = ((proposals.data && proposals.data.proposals) || []).filter((each) => each.state === 'open' && !each.own).length;
  return (
    <nav class="menu" aria-label={t('nav.label')}>
      <p class="menu-head">
        <Logo size={26} />
        <span>
          <strong>{t('nav.mark')}</strong>
          <span class="quiet">{t('nav.city', { city: info.city })}</span>
        </span>
      </p>
      <ul>
        {items.map(([item, key, icon]) => (
          <li key={item}>
            <a href={to(item)} aria-current={under(path, item) ? 'page' : undefined}>
              <Icon name={icon} size={18} />
              <span>{t(`nav.${key}`)}</span>
              {key === 'programs' && waiting > 0 && (
                <span class="menu-count" role="img" aria-label={t('nav.waiting', { n: waiting })}>
                  {waiting}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
      <div class="menu-foot">
        <strong>{name}</strong>
        <button type="button" class="menu-button" onClick={() => void signOut()}>
          <Icon name="sign_out" size={18} />
          {t('nav.sign_out')}
        </button>
        <button type="button" class="menu-button" lang={language() === 'en' ? 'ja' : 'en'} onClick={() => chooseLanguage(language() === 'en' ? 'ja' : 'en')}>
          {t('nav.language')}
        </button>
      </div>
    </nav>
  );
}
