// A round button that is on or off, 44 high: a filter, or what opens more of them. On = tint, check and bold.
import type { ComponentChildren, VNode } from 'preact';
import './chip.css';
import { Icon, type IconName } from './icon.tsx';

export interface ChipProps {
  on: boolean;
  onPress: () => void;
  icon?: IconName;
  /** Given: it opens and closes something instead of being on or off. */
  expanded?: boolean;
  children: ComponentChildren;
}

export function Chip({ on, onPress, icon, expanded, children }: ChipProps): VNode {
  const state = expanded === undefined ? { 'aria-pressed': on } : { 'aria-expanded': expanded };
  return (
    <button type="button" class={`chip${on ? ' chip-on' : ''}`} onClick={onPress} {...state}>
      {(on || icon) && <Icon name={on ? 'check' : (icon as IconName)} size={20} />}
      {children}
    </button>
  );
}
