// One configuration, one app a run: `vite build --mode resident|shop|console|gallery`.
// The apps are built apart so that no chunk is shared between them: each keeps its own budget,
// its own cache scope and its own base path behind the same server.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { workerOf } from './shared/worker/worker-plugin.ts';

const web = fileURLToPath(new URL('.', import.meta.url));

const apps: Record<string, { root: string; base: string; worker?: boolean }> = {
  resident: { root: 'resident', base: '/', worker: true },
  shop: { root: 'shop', base: '/shop/', worker: true },
  console: { root: 'console', base: '/console/' },
  gallery: { root: 'shared/ui/gallery', base: '/gallery/' },
};

// The floor of the city's specification (iOS 12, Android 9). No legacy build: these browsers load
// ES modules; what they lack at run time is in shared/polyfills.ts.
const floor = ['safari12', 'ios12', 'chrome67', 'edge79'];

export default defineConfig(({ mode }) => {
  const app = apps[mode];
  if (!app) throw new Error(`unknown app "${mode}": one of ${Object.keys(apps).join(', ')}`);
  return {
    root: web + app.root,
    base: app.base,
    plugins: app.worker ? [workerOf(app.base)] : [],
    cacheDir: `${web}node_modules/.vite/${mode}`,
    build: {
      outDir: `${web}dist/${mode}`,
      emptyOutDir: true,
      target: floor,
      cssTarget: floor,
      assetsInlineLimit: 0, // everything has a hashed name; the server sends assets/ as immutable
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              // A chunk of their own, so that they run before every other chunk: in the entry they would come after its imports.
              { name: 'polyfills', test: /shared.polyfills/, priority: 2 },
              // What the first screen needs is one file: on a slow line each further file costs a turn of its own.
              { name: 'first', tags: ['$initial'], priority: 1 },
              // So are the pages of a payment, from the amount to the receipt.
              { name: 'pay', test: /resident.pages.attempt-pages/ },
            ],
          },
        },
      },
    },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    server: {
      host: '127.0.0.1',
      fs: { allow: [web] },
      proxy: { '/api': process.env['MEGURI_URL'] ?? 'http://127.0.0.1:8080' },
    },
  };
});
