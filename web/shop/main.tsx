import '@meguri/shared/polyfills';
import '@meguri/shared/styles';
import './shop.css';
import { render } from 'preact';
import { startRouting } from '@meguri/shared/route';
import { startTexts } from '@meguri/shared/texts';
import { App } from './app.tsx';

startRouting();
void startTexts().then(() => render(<App />, document.getElementById('app')!));
