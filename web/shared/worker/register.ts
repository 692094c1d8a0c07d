// The service worker of an app, and the browser's offer to put the app on the home screen. Browsers that know neither
// (LINE's, older phones) lose nothing else.

/** Chrome's, in no standard: the browser's own question, asked when we say so. */
export interface InstallOffer extends Event {
  prompt: () => Promise<void>;
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

let offer: InstallOffer | undefined;
const watching: (() => void)[] = [];
const set = (next: InstallOffer | undefined) => {
  offer = next;
  watching.forEach((tell) => tell());
};

/** The browser's offer, once it has made one. It can be taken up once. */
export const installOffer = (): InstallOffer | undefined => offer;
export const offerTaken = (): void => set(undefined);

export function onInstallOffer(tell: () => void): () => void {
  watching.push(tell);
  return () => {
    watching.splice(watching.indexOf(tell), 1);
  };
}

const wait_ms = 1000; // what the first screen asks for goes first

/** Once, at the app's start. `base`: the app's folder. */
export function startWorker(base: string): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault(); // asked for on its own page, never over a payment
    set(event as InstallOffer);
  });
  window.addEventListener('appinstalled', offerTaken);
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined; // missing where it may not be used
  if (!workers || import.meta.env.DEV) return;
  const register = () => setTimeout(() => workers.register(`${base}sw.js`, { scope: base }).catch(() => undefined), wait_ms);
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register);
}
