import '@meguri/shared/polyfills';
import '@meguri/shared/styles';
import { render } from 'preact';
import { startRouting } from '@meguri/shared/route';
import { startTexts } from '@meguri/shared/texts';
import { App } from './app.tsx';
import './console.css';

startRouting();
void startTexts().then(() => render(<App />, document.getElementById('app')!));
