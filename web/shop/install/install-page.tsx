import type { VNode } from 'preact';
import { InstallPart, installText } from '@meguri/shared/install';
import { go } from '@meguri/shared/route';
import { Page } from '@meguri/shared/ui';
import { ShopStrips } from '../shop-page.tsx';

export function InstallPage(): VNode {
  return (
    <Page title={installText('install.title')} strips={<ShopStrips />} onBack={() => go('/settings', true)}>
      <InstallPart shop />
    </Page>
  );
}
