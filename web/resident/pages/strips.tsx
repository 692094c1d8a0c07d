// What may stand across the top of every page: no connection, test environment.
import type { ComponentChildren, VNode } from 'preact';
import { OfflineBanner, TestStrip, useOnline } from '@meguri/shared/ui';
import { useCity } from '../state/city.ts';

export interface StripsProps {
  /** Time of the figures that stay on the page, unix ms. */
  asOf?: number | undefined;
  /** The server cannot be reached, whatever the device says of its network. */
  unreachable?: boolean;
  children?: ComponentChildren;
}

export function Strips({ asOf, unreachable, children }: StripsProps): VNode {
  const online = useOnline();
  const { info } = useCity();
  return (
    <>
      <TestStrip info={info} />
      {(!online || unreachable) && <OfflineBanner asOf={asOf} />}
      {children}
    </>
  );
}
