import '@meguri/shared/polyfills';
import '@meguri/shared/styles';
import './shop.css';
import { render } from 'preact';
import { startRouting } from '@meguri/shared/route';
import { startTexts } from '@meguri/shared/texts';
import { startWorker } from '@meguri/shared/worker';
import { App } from './app.tsx';

startRouting();
startWorker(import.meta.env.BASE_URL);
void startTexts().then(() => render(<App />, document.getElementById('app')!));
