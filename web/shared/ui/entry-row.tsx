// One thing that happened: icon in a circle, name, when + what kind, signed amount. Colour never alone: the sign
// and the words carry the meaning. Opens the receipt.
import type { VNode } from 'preact';
import { signedFigure } from '../texts/amounts.ts';
import { t } from '../texts/shared-texts.ts';
import { Icon, type IconName } from './icon.tsx';
import './rows.css';

export type EntryLook = 'out' | 'in' | 'points';

export interface EntryRowProps {
  look: EntryLook;
  name: string;
  /** 「きのう 16:08 支払い」 */
  note?: string;
  /** Signed: negative = left the wallet. */
  amount: number;
  unit?: string;
  /** Below the amount: 「冬 +1,000円」. */
  side?: string;
  href?: string;
  cancelled?: boolean;
  icon?: IconName;
}

const icons: Record<EntryLook, IconName> = { out: 'shop', in: 'plus', points: 'gift' };

export function EntryRow(props: EntryRowProps): VNode {
  const { look, name, note, amount, unit, side, href, cancelled, icon } = props;
  const classes = `entry entry-${look}${cancelled ? ' entry-cancelled' : ''}`;
  const inner = (
    <>
      <span class="entry-icon">
        <Icon name={icon ?? icons[look]} size={22} />
      </span>
      <span class="entry-words">
        <span class="entry-name">{name}</span>
        {note && <span class="entry-note">{note}</span>}
      </span>
      <span class="entry-amount">
        <strong>{signedFigure(amount) + (unit ?? t('unit.yen'))}</strong>
        {(side || cancelled) && <span class="entry-side">{cancelled ? t('row.cancelled') : side}</span>}
      </span>
    </>
  );
  if (href === undefined) return <div class={classes}>{inner}</div>;
  return (
    <a class={classes} href={href}>
      {inner}
    </a>
  );
}
