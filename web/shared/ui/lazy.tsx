// A page that is fetched with its texts when it is first shown: what is looked at all day comes first and small. If it does
// not come (no connection), the page says so and tries again.
import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { withTexts } from '../texts/define.ts';
import { t } from '../texts/shared-texts.ts';
import { Page } from './page.tsx';
import { Skeleton } from './skeleton.tsx';
import { Trouble } from './trouble.tsx';

export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => VNode {
  let known: ComponentType<P> | undefined;
  return function Lazy(props: P): VNode {
    const [failed, setFailed] = useState(false);
    const [, redraw] = useState(0);
    const fetch = () => {
      setFailed(false);
      withTexts(load())
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
    return <Page title={t('app.name')}>{failed ? <Trouble onRetry={() => location.reload()} /> : <Skeleton shape="card" />}</Page>;
  };
}
