// The city has stopped this place: what that means at the till, and whom to ask. Nobody here can undo it.
import type { VNode } from 'preact';
import { Icon } from '@meguri/shared/ui';
import { useShop } from './shop.ts';
import { T } from './texts.ts';
import './stopped-notice.css';

export function StoppedNotice({ what }: { what: 'receive' | 'top_up' }): VNode {
  const { info } = useShop();
  return (
    <section class="stopped card" role="alert">
      <span class="state-mark">
        <Icon name="warning" size={40} />
      </span>
      <h2 class="phrases">
        <T k={what === 'receive' ? 'stopped.title' : 'stopped.counter'} />
      </h2>
      <p class="phrases">
        <T k={what === 'receive' ? 'stopped.receive' : 'stopped.top_up'} />
      </p>
      <p class="phrases">
        <T k={what === 'receive' ? 'stopped.kept' : 'stopped.kept_top_up'} />
      </p>
      <p class="stopped-ask phrases">
        <T k="stopped.ask" v={{ office: info.city }} /> <a class="whole" href={`tel:${info.telephone}`}>{info.telephone}</a>
      </p>
    </section>
  );
}
