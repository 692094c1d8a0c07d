// A page that is fetched when it is first shown: what stays open all day beside the till comes first and small. If it does
// not come (no connection), the page says so and tries again.
import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Page, Skeleton, Trouble } from '@meguri/shared/ui';
import { t } from './texts.ts';

export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => VNode {
  let known: ComponentType<P> | undefined;
  return function Lazy(props: P): VNode {
    const [failed, setFailed] = useState(false);
    const [, redraw] = useState(0);
    const fetch = () => {
      setFailed(false);
      load()
        .then((found) => {
          known = found;
          redraw((n) => n + 1);
        })
        .catch(() => setFailed(true));
    };
    useEffect(() => {
      if (!known) fetch();
    }, []);
    const Known = known;
    if (Known) return <Known {...props} />;
    return <Page title={t('app.title')}>{failed ? <Trouble onRetry={() => location.reload()} /> : <Skeleton shape="card" />}</Page>;
  };
}
