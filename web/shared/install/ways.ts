// Which way to the home screen this browser has. A pure function of what the browser says of itself.

export type Way = 'already' | 'offer' | 'line' | 'ios' | 'other';

export interface BrowserFacts {
  /** Opened from the home screen. */
  standalone: boolean;
  /** The browser has offered to ask by itself. */
  offered: boolean;
  userAgent: string;
  /** iPads say that they are Macs; Macs have no fingers. */
  touchPoints: number;
}

export function wayOf({ standalone, offered, userAgent, touchPoints }: BrowserFacts): Way {
  if (standalone) return 'already';
  if (/\bLine\//i.test(userAgent)) return 'line';
  if (offered) return 'offer';
  const ipad = /Macintosh/.test(userAgent) && touchPoints > 1;
  return ipad || /iPhone|iPad|iPod/.test(userAgent) ? 'ios' : 'other';
}
