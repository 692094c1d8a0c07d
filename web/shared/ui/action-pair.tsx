// The two ways to pay on home: two tiles, the first filled, the second outlined. They work at once, before
// the balance is there. With no connection they turn grey, keep focus and say why.
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { withBreaks } from '../texts/define.ts';
import './action-pair.css';
import { announce } from './announce.ts';
import { Icon, type IconName } from './icon.tsx';

export interface Action {
  icon: IconName;
  text: ComponentChildren;
  href: string;
}

export interface ActionPairProps {
  first: Action;
  second?: Action | undefined;
  /** Why paying is not possible now, with | where lines may break; shown below both tiles. */
  offReason?: string | undefined;
}

export function ActionPair({ first, second, offReason }: ActionPairProps): VNode {
  const reason = useId();
  const tile = (action: Action, place: 'first' | 'second') => (
    <a
      class={`action action-${place}`}
      href={action.href}
      role={offReason === undefined ? undefined : 'link'}
      aria-disabled={offReason === undefined ? undefined : 'true'}
      aria-describedby={offReason === undefined ? undefined : reason}
      onClick={(event) => {
        if (offReason === undefined) return;
        event.preventDefault();
        announce(offReason.replace(/\|/g, ''));
      }}
    >
      <Icon name={action.icon} size={38} />
      <span>{action.text}</span>
    </a>
  );
  return (
    <div>
      <div class="action-pair">
        {tile(first, 'first')}
        {second && tile(second, 'second')}
      </div>
      {offReason !== undefined && (
        <p id={reason} class="action-reason phrases">
          {withBreaks(offReason)}
        </p>
      )}
    </div>
  );
}
