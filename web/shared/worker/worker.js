// The apps' service worker: keeps what an app needs to open without a network, and nothing else. No answer of /api ever
// goes through it or into its caches: what people have and pay is asked of the server alone, or kept by the pages.
// The build puts before this file: base (the app's folder), version, files (below base). See worker-plugin.ts.
// A new version waits until no page of the app is open, so that it never changes under a payment.
'use strict';

const prefix = `meguri-shell ${base} `;
const cache_name = prefix + version;
/** The city's look: newest first, the last seen without a network. */
const look = ['/city.css', '/city-logo.png', `${base}manifest.webmanifest`];
/** Folders at the same door that are not this app's. */
const others = ['/api/', '/sim/', '/assets/', '/shop/', '/console/', '/gallery/'].filter((folder) => folder !== base);
const patience_ms = 3000;
/** Once the network has let somebody wait, the next requests of the same opening do not wait as long again. */
const less_patience_ms = 300;
const bad_spell_ms = 20000;
let slow_until = 0;

const shell = () => caches.open(cache_name);

self.addEventListener('install', (event) => {
  event.waitUntil(
    shell().then(async (cache) => {
      const index = new Request(base, { cache: 'reload' });
      await cache.addAll([index].concat(files.map((file) => base + file)));
      await Promise.all(look.map((path) => fetch(path).then((answer) => answer.ok && cache.put(path, answer)).catch(() => undefined)));
    }),
  );
});

self.addEventListener('activate', (event) => {
  const old = (name) => name.indexOf(prefix) === 0 && name !== cache_name;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

/** The network's answer if it comes in time and is one; else what is kept; else whatever the network says in the end. */
async function networkFirst(request, key, keep) {
  const asked = fetch(request).then(
    async (answer) => {
      if (keep && answer.ok) await shell().then((cache) => cache.put(key, answer.clone())).catch(() => undefined);
      return answer;
    },
    () => undefined,
  );
  let timer;
  const limit = Date.now() < slow_until ? less_patience_ms : patience_ms;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve('late'), limit);
  });
  const first = await Promise.race([asked, late]);
  clearTimeout(timer);
  slow_until = first === 'late' ? Date.now() + bad_spell_ms : 0;
  if (first && first !== 'late' && first.status < 500) return first;
  const kept = await shell().then((cache) => cache.match(key, { ignoreVary: true }));
  return kept || (await asked) || Response.error();
}

async function keptFirst(request, path) {
  const kept = await shell().then((cache) => cache.match(path, { ignoreVary: true }));
  return kept || fetch(request);
}

/** The app's own addresses have no dot in their last part; one with a dot is a file. */
function isPage(path) {
  const inside = path.indexOf(base) === 0 || path + '/' === base;
  return inside && path.slice(path.lastIndexOf('/')).indexOf('.') < 0 && !others.some((folder) => (path + '/').indexOf(folder) === 0);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (isPage(pathname)) event.respondWith(networkFirst(request, base, false));
  } else if (look.indexOf(pathname) >= 0) {
    event.respondWith(networkFirst(request, pathname, true));
  } else if (pathname.indexOf(base) === 0 && files.indexOf(pathname.slice(base.length)) >= 0) {
    event.respondWith(keptFirst(request, pathname));
  }
});
