import '@meguri/shared/polyfills';
import '@meguri/shared/styles';
import { render } from 'preact';
import { Page } from '@meguri/shared/ui';

render(<Page title="Meguri" />, document.getElementById('app')!);
