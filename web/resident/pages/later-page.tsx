// A page whose file comes when it is first opened. The file may not come (no network, a new release): that is trouble, not a
// blank page.
import type { ComponentType, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { withTexts } from '@meguri/shared/texts';
import { Page, Skeleton } from '@meguri/shared/ui';
import { t } from '../texts/index.ts';
import { ServerTrouble } from './server-trouble.tsx';

type Params = Record<string, unknown>;
/** Each page has its own parameters; whoever names the page gives the right ones. */
export type AnyPage = ComponentType<any>;
type Load = () => Promise<AnyPage>;

const loaded = new Map<string, AnyPage>();

async function fetchPage(name: string, load: Load): Promise<void> {
  if (!loaded.has(name)) loaded.set(name, await withTexts(load()));
}

/** So that the next tap does not wait: in an idle moment, or after so many ms. */
export function fetchAhead(name: string, load: Load, wait = 300): void {
  setTimeout(() => fetchPage(name, load).catch(() => undefined), wait);
}

export function LaterPage({ name, load, params }: { name: string; load: Load; params: Params }): VNode {
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState(false);
  const get = () => {
    setFailed(false);
    fetchPage(name, load).then(
      () => redraw((n) => n + 1),
      () => setFailed(true),
    );
  };
  useEffect(() => {
    if (!loaded.has(name)) get();
  }, [name]);
  const Found = loaded.get(name);
  if (Found) return <Found {...params} />;
  if (failed) return <ServerTrouble onRetry={get} />;
  return (
    <Page title={t('page.loading')} quietHead>
      <Skeleton shape="card" />
    </Page>
  );
}
