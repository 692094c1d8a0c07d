import type { VNode } from 'preact';
import { InstallPart, installText } from '@meguri/shared/install';
import { go } from '@meguri/shared/route';
import { Page } from '@meguri/shared/ui';
import { ResidentBar } from '../pages/resident-bar.tsx';
import { Strips } from '../pages/strips.tsx';

export function InstallPage(): VNode {
  return (
    <Page title={installText('install.title')} strips={<Strips />} onBack={() => go('/menu', true)} bar={<ResidentBar at="menu" />}>
      <InstallPart />
    </Page>
  );
}
