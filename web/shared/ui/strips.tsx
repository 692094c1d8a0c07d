// Lines across the top of a page: no connection, test environment, a payment whose result is not known yet.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { asOfTime, receiptDay } from '../texts/dates.ts';
import { t, T } from '../texts/shared-texts.ts';
import { Icon, type IconName } from './icon.tsx';
import './strips.css';

export interface TestStripProps {
  info: { environment: string; clock_moved: boolean; server_time: string } | undefined;
}

/** 「テスト環境」 on every page of a test environment; and the time, when its clock is not the right one. */
export function TestStrip({ info }: TestStripProps): VNode | null {
  if (!info || info.environment === 'production') return null;
  return (
    <aside class="strip strip-test" aria-label={t('test.strip')}>
      <span class="phrases">
        <T k="test.strip" />
        {info.clock_moved && <T k="test.clock" v={{ day: receiptDay(Date.parse(info.server_time)) }} />}
      </span>
    </aside>
  );
}

/** Whether the device says that it has no network. The banner must stand within 3 s. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine !== false);
  useEffect(() => {
    const changed = () => setOnline(navigator.onLine !== false);
    changed(); // it may have come or gone since the first drawing
    window.addEventListener('online', changed);
    window.addEventListener('offline', changed);
    return () => {
      window.removeEventListener('online', changed);
      window.removeEventListener('offline', changed);
    };
  }, []);
  return online;
}

/** Dark banner with the time of the figures that stay on the page (unix ms). */
export function OfflineBanner({ asOf }: { asOf?: number | undefined }): VNode {
  return (
    <div class="strip strip-offline" role="status">
      <div class="strip-line">
        <Icon name="no_signal" />
        <span>
          {t('offline.title')}
          <br />
          {asOf === undefined ? t('offline.plain') : t('offline.as_of', { time: asOfTime(asOf) })}
        </span>
      </div>
    </div>
  );
}

export interface StatusStripProps {
  children: ComponentChildren;
  /** 'unknown': 「860円 確認中」 on home; 'note': something good to know. */
  look?: 'unknown' | 'note';
  icon?: IconName;
  href?: string;
}

export function StatusStrip({ children, look = 'unknown', icon = 'clock', href }: StatusStripProps): VNode {
  const inner = (
    <>
      <Icon name={icon} />
      <span>{children}</span>
      {href !== undefined && <Icon name="chevron" size={18} />}
    </>
  );
  return (
    <div class={`strip strip-${look}`} role="status">
      {href === undefined ? (
        <div class="strip-line">{inner}</div>
      ) : (
        <a class="strip-line" href={href}>
          {inner}
        </a>
      )}
    </div>
  );
}
