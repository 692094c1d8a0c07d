// The one door to the server: typed by the contract, same origin, JSON. Pages call
//   const answer = await ask(api.GET('/api/wallet'));   // Answer<Wallet>: data or a Problem, never an exception
import createClient from 'openapi-fetch';
import { refusalsReady } from '../texts/refusals.ts';
import { problemOf, unreachable, type Answer } from './problem.ts';
import type { components, paths } from './schema';
import { noteServerTime } from './server-time.ts';

export type Schemas = components['schemas'];

const patience_ms = 15000; // longer than the server's own limit: its answer is better than our guess

/** fetch with a time limit, noting the server's clock of each answer. */
async function timedFetch(request: Request): Promise<Response> {
  const asked = Date.now();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience_ms);
  try {
    const response = await fetch(request, { signal: stop.signal });
    noteServerTime(Number(response.headers.get('X-Server-Time') || NaN), asked, Date.now());
    return response;
  } finally {
    clearTimeout(timer);
  }
}

export function makeClient(baseUrl = '') {
  return createClient<paths>({
    baseUrl,
    fetch: timedFetch,
    credentials: 'same-origin',
    cache: 'no-store',
    // No other site's page can send this header, so none can make a signed-in person's browser act.
    headers: { 'X-Meguri': '1' },
  });
}

export const api = makeClient();

interface Reply<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

type Listener = () => void;
const signedOut: Listener[] = [];

/** Called whenever an answer says that nobody is signed in: the app then shows its sign-in page. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.push(listener);
  return () => {
    signedOut.splice(signedOut.indexOf(listener), 1);
  };
}

/** Turns a reply into data or a Problem. Never throws: a broken connection is an answer too. */
export async function ask<T>(reply: Promise<Reply<T>>): Promise<Answer<T>> {
  try {
    const { data, error, response } = await reply;
    if (response.ok) return { ok: true, data: data as T };
    await refusalsReady();
    const problem = problemOf(response.status, error);
    if (problem.kind === 'signed_out') signedOut.slice().forEach((listener) => listener());
    return { ok: false, problem };
  } catch {
    return { ok: false, problem: unreachable() };
  }
}
