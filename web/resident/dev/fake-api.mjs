// A small stand-in for the server, for work on the resident app and its browser tests: speaks the contract, keeps one city in
// memory, and can be told to misbehave. Never shipped.
//
//   node web/resident/dev/fake-api.mjs [PORT] [DEMO_JSON]      serves dist/resident (or $FAKE_DIST) and /api on 127.0.0.1; PORT 0 = any
//
// Faults (POST /fake/faults, JSON; each stays until changed):
//   drop_payments  n   the next n payments are done and their answer is cut off
//   lose_payments  n   the next n payments are cut off before they are done
//   drop_close     n   the next n questions about a key are cut off
//   slow_ms        n   every answer waits
//   refuse         word or null   every payment is refused with this word
//   down           bool           every call is cut off
//   no_events      bool           no event stream
// Also: POST /fake/top-up {amount, days?}, /fake/wallet {status}, /fake/sign-in {}, /fake/seed {}, /fake/end-sessions {}, GET /fake/state.
import { createReadStream, existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  balanceOf, city, counter, Cut, need, newWallet, places, Refusal, resetCity, seed, startSession, token, topUp,
} from './fake-city.mjs';
import { operations } from './fake-operations.mjs';

const dist = process.env.FAKE_DIST ?? fileURLToPath(new URL('../../dist/resident/', import.meta.url));

const control = {
  'POST /fake/faults': ({ body }) => Object.assign(city.faults, body),
  'POST /fake/reset': () => {
    for (const stream of city.streams) stream.response.end();
    resetCity();
    return {};
  },
  'POST /fake/sign-in': ({ body }) => {
    const person = body.seeded ? seed() : { id: token(), wallet: newWallet() };
    city.people.set(`0900000${city.people.size}`, person);
    return [200, {}, startSession(person)];
  },
  'POST /fake/top-up': ({ person, body }) => topUp(need(person).wallet, body.amount, body.days),
  'POST /fake/wallet': ({ person, body }) => Object.assign(need(person).wallet, { status: body.status }) && {},
  'POST /fake/end-sessions': () => {
    for (const stream of city.streams) stream.response.end('event: session_ended\ndata: {}\n\n');
    city.sessions.clear();
    return {};
  },
  'GET /fake/state': ({ person }) => ({
    sent: city.sent,
    payments: person?.wallet.entries.filter((each) => each.kind === 'payment').length ?? 0,
    balance: person ? balanceOf(person.wallet) : 0,
  }),
};

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}

function answer(response, status, value, headers = {}) {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'Content-Type': type, 'X-Server-Time': String(Date.now()), ...headers });
  response.end(value === undefined ? undefined : JSON.stringify(value));
}

function refuse(response, { row, more }) {
  const { word, status, ja, ja_next } = row;
  answer(response, status, { type: `/problems/${word}`, title: ja, detail: ja_next, status, refusal: word, ...more });
}

function streamEvents(request, response, person) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(': open\n\n');
  const stream = { response, wallet: person.wallet };
  city.streams.add(stream);
  request.on('close', () => city.streams.delete(stream));
}

async function handle(request, response, url) {
  const session = /(?:^|; )meguri=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1];
  const person = city.sessions.get(session);
  const name = `${request.method} ${url.pathname}`;
  const fake = control[name];
  if (!fake) {
    if (city.faults.down) throw new Cut();
    if (city.faults.slow_ms > 0) await new Promise((resolve) => setTimeout(resolve, city.faults.slow_ms));
    if (request.method === 'POST' && request.headers['x-meguri'] !== '1') throw new Refusal('not_allowed');
  }
  if (name === 'GET /api/events') {
    if (city.faults.no_events) throw new Cut();
    return streamEvents(request, response, need(person));
  }
  const entry = /^GET \/api\/entries\/(\d+)$/.exec(name);
  if (entry) {
    const found = need(person).wallet.entries.find((each) => each.id === entry[1]);
    if (!found) throw new Refusal('not_found');
    return answer(response, 200, found);
  }
  const run = fake ?? operations[name];
  if (!run) throw new Refusal('not_found');
  const body = request.method === 'POST' ? await bodyOf(request) : {};
  const result = run({ body, person, session, query: url.searchParams });
  if (Array.isArray(result)) answer(response, ...result);
  else answer(response, 200, result);
}

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; worker-src 'self' blob:; frame-ancestors 'none'";

function serveFile(response, pathname) {
  const wanted = join(dist, normalize(pathname));
  const file = pathname !== '/' && wanted.startsWith(dist) && existsSync(wanted) ? wanted : join(dist, 'index.html');
  response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': policy });
  createReadStream(file).pipe(response);
}

export const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (!/^\/(api|fake|sim)\//.test(url.pathname)) return serveFile(response, url.pathname);
  handle(request, response, url).catch((problem) => {
    if (problem instanceof Refusal && problem.row) refuse(response, problem);
    else if (problem instanceof Cut) request.socket.destroy();
    else answer(response, 500, { fault: String(problem) });
  });
});

export function listen(port = 0) {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const url = await listen(Number(process.argv[2] ?? 0));
  const [mugi, hizuka] = Object.keys(places);
  const staff = { sign_in_name: 'a', password: 'a', totp_secret: 'AAAAAAAAAAAAAAAA' };
  const demo = {
    url,
    places: [
      { name: places[mugi].name, takes_money: true, code_url: `${url}/s/${mugi}`, code_number: '40391827' },
      { name: places[hizuka].name, takes_money: true, code_url: `${url}/s/${hizuka}`, code_number: '12345678' },
      { name: counter.name, tops_up: true, staff },
    ],
  };
  if (process.argv[3]) await writeFile(process.argv[3], JSON.stringify(demo));
  console.log(url);
}
