// Serves the built shop and console with the pretend city behind /api, for development and pictures of screens:
//   node web/shop/dev/fake-api.mjs [port]
// Sign in as kobayashi, sato, ichikawa (shop) or kimura, hasegawa (console), password kumagaya-2026-haru, digits 123456.
// /fake/* changes the weather: pay, code, invite, remove, fault {none|lose|down|slow|cap}, environment.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeCity, Refusal } from './fake-city.mjs';
import { operations } from './fake-operations.mjs';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };
const routes = Object.entries(operations).map(([name, run]) => {
  const [method, path] = name.split(' ');
  return { method, run, pattern: new RegExp(`^${path.replace('{id}', '(?<id>[^/]+)')}$`) };
});

function sendFile(response, path) {
  const app = /^\/(shop|console)(\/|$)/.exec(path)?.[1] ?? 'resident';
  const inside = path.replace(/^\/(shop|console)/, '');
  let file = `${dist}${app}${inside}`;
  if (inside.includes('..') || !existsSync(file) || statSync(file).isDirectory()) file = `${dist}${app}/index.html`;
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': `${types[extname(file)] ?? 'application/octet-stream'}; charset=utf-8`, 'cache-control': 'no-store' });
  createReadStream(file).pipe(response);
}

function problem(response, refusal) {
  const { word, status, field } = refusal;
  const body = { type: `/problems/${word}`, title: word, detail: word, status, refusal: word, ...(field ? { field } : {}) };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
}

async function bodyOf(request) {
  let text = '';
  for await (const part of request) text += part;
  return text === '' ? {} : JSON.parse(text);
}

export async function startFakeApi({ port = 0, environment = 'demo' } = {}) {
  const city = makeCity({ environment });
  const streams = new Set();
  const who = (request) => city.sessions.get(/meguri=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]);
  city.remove = (person) => {
    city.staff = city.staff.filter((each) => each !== person);
    for (const [name, each] of city.sessions) if (each === person) city.sessions.delete(name);
    for (const stream of streams) if (stream.person === person) stream.end('event: session_ended\ndata: {}\n\n');
  };

  function events(request, response) {
    const person = who(request);
    if (!person) return problem(response, new Refusal('not_signed_in', 401));
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': here\n\n');
    const tell = ({ place, seq, kind }) => {
      if (person.place === place) response.write(`id: ${seq}\nevent: entry\ndata: {"id":"${seq}","kind":"${kind}"}\n\n`);
    };
    response.person = person;
    streams.add(response);
    city.listeners.add(tell);
    request.on('close', () => { streams.delete(response); city.listeners.delete(tell); });
  }

  const fake = {
    pay: ({ amount = 860, place }) => city.entry('payment', Date.now(), place ? city.places.find((p) => p.id === place) : city.bakery, amount, [[city.winter, amount]]),
    code: () => ({ number: city.openWalletCode() }),
    invite: ({ role = 'staff' }) => ({ invitation: city.invite(role, role === 'staff' ? city.bakery.id : undefined) }),
    remove: ({ name }) => { city.remove(city.staff.find((each) => each.sign_in_name === name)); return {}; },
    fault: ({ mode }) => { city.fault = mode; return {}; },
    cut: () => { for (const stream of streams) stream.destroy(); return {}; },
    environment: ({ name }) => { city.environment = name; return {}; },
  };

  async function answer(request, response) {
    const url = new URL(request.url, 'http://x');
    if (url.pathname.startsWith('/fake/')) {
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(fake[url.pathname.slice(6)](await bodyOf(request))));
    }
    if (!url.pathname.startsWith('/api/')) return sendFile(response, url.pathname);
    if (url.pathname === '/api/events') return events(request, response);
    const route = routes.find((each) => each.method === request.method && each.pattern.test(url.pathname));
    if (!route) return problem(response, new Refusal('not_found', 404));
    if (city.fault === 'down') return problem(response, new Refusal('queue_full', 503));
    if (city.fault === 'slow') await new Promise((done) => setTimeout(done, 4000));
    if (request.method === 'POST' && request.headers['x-meguri'] !== '1') return problem(response, new Refusal('not_allowed', 403));
    const { id } = route.pattern.exec(url.pathname).groups ?? {};
    const [status, body, person] = route.run(city, who(request), await bodyOf(request), { id, query: url.searchParams });
    const moves = /top-ups|cancel$/.test(url.pathname);
    if (city.fault === 'lose' && moves) return request.socket.destroy();
    if (person !== undefined) {
      const name = city.token();
      if (person) city.sessions.set(name, person);
      response.setHeader('set-cookie', person ? `meguri=${name}; Path=/; HttpOnly; SameSite=Lax` : 'meguri=; Path=/; Max-Age=0');
    }
    response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (error instanceof Refusal) return problem(response, error);
      console.error(error);
      problem(response, new Refusal('internal', 500));
    });
  });
  await new Promise((ready) => server.listen(port, '127.0.0.1', ready));
  city.origin = `http://127.0.0.1:${server.address().port}`;
  for (const each of city.places) each.code_url = `${city.origin.toUpperCase()}/S/${city.newId()}`;
  return { url: city.origin, city, stop: () => { server.closeAllConnections(); server.close(); } };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { url, city } = await startFakeApi({ port: Number(process.argv[2] ?? 0) });
  console.log(`${url}/shop/invitation#${city.invite('staff', city.bakery.id)}\n${url}/shop/\n${url}/console/`);
}
