// Sends payments and does not rest until each has an end: sends the same key again a few times, then asks the server for
// its final word, in the background of whatever page is shown, in any tab, after a reload, once the network is back.
// What it decides stands in attempt.ts; here are only the wires.
import { api, ask, serverNow, timeOf } from '@meguri/shared/api';
import { answerOf, isOpen, nextStep, type Attempt, type PaymentEvent } from './attempt.ts';
import { attemptById, dispatch, onAttempts, openAttempts } from './attempt-store.ts';

/** After this long the page says 「確認中です」; a later answer still counts. */
const patience_ms = 6000;

const timers = new Map<string, ReturnType<typeof setTimeout>>();
const busy = new Set<string>();

async function sendPayment(attempt: Attempt): Promise<PaymentEvent> {
  const { key, place, amount, points } = attempt;
  const answer = await ask(api.POST('/api/payments', { body: { key, place: place.id, amount, ...(points && { points: points.id }) } }));
  if (answer.ok) return { type: 'paid', entry: answer.data, at: timeOf(answer.data.at) };
  const { status, refusal, explanation } = answer.problem;
  return answerOf(status, refusal || undefined, explanation, serverNow());
}

async function askKey(attempt: Attempt): Promise<PaymentEvent> {
  const answer = await ask(api.POST('/api/keys/close', { body: { key: attempt.key } }));
  if (!answer.ok) return { type: 'ask_lost' };
  const { outcome, entry, refusal } = answer.data;
  if (outcome === 'done') return entry ? { type: 'paid', entry, at: timeOf(entry.at) } : { type: 'ask_lost' };
  return { type: 'not_done', word: refusal, at: serverNow() };
}

/** Waits for the answer, but not for ever: then the result counts as lost, and the late answer still arrives. */
async function within(work: Promise<PaymentEvent>, attempt: Attempt, late: PaymentEvent): Promise<void> {
  let answered = false;
  const arrival = work.then((event) => {
    answered = true;
    dispatch(attempt, event);
  });
  const limit = new Promise<void>((resolve) => {
    setTimeout(() => {
      if (!answered) dispatch(attempt, late);
      resolve();
    }, patience_ms);
  });
  await Promise.race([arrival, limit]);
}

async function alone(id: string, work: () => Promise<void>): Promise<void> {
  if (busy.has(id)) return;
  busy.add(id);
  stopTimer(id);
  try {
    await work();
  } finally {
    busy.delete(id);
  }
}

function stopTimer(id: string): void {
  const timer = timers.get(id);
  if (timer) clearTimeout(timer);
  timers.delete(id);
}

/** What was shown is what is sent, whatever another tab has typed meanwhile. */
function sameAsked(one: Attempt, other: Attempt): boolean {
  return one.amount === other.amount && one.points?.id === other.points?.id;
}

/** The one button. A second tap, or one in another tab, finds it sent already and does nothing. */
export async function pay(attempt: Attempt): Promise<void> {
  await alone(attempt.id, async () => {
    const kept = attemptById(attempt.id, attempt.person) ?? attempt;
    if (kept.state !== 'draft' || !sameAsked(kept, attempt)) return;
    const sent = dispatch(kept, { type: 'send', at: serverNow() });
    if (sent.state === 'sent') await within(sendPayment(sent), sent, { type: 'lost' });
  });
  look(attempt.person);
}

/** 「今すぐ確かめる」: asks for the final word at once. */
export async function checkNow(attempt: Attempt): Promise<void> {
  await alone(attempt.id, () => within(askKey(attempt), attempt, { type: 'ask_lost' }));
  look(attempt.person);
}

function look(person: string): void {
  for (const attempt of openAttempts(person)) {
    if (busy.has(attempt.id) || timers.has(attempt.id)) continue;
    if (attempt.state === 'sent') {
      watchOtherTab(attempt);
      continue;
    }
    const step = nextStep(attempt, serverNow(), navigator.onLine !== false);
    if (step.do !== 'send' && step.do !== 'close') continue;
    const { after_ms } = step;
    timers.set(attempt.id, setTimeout(() => void goOn(attempt.id, person), after_ms));
  }
}

/** Sent by another tab. Should that one be closed before its answer comes, this one takes over. */
function watchOtherTab(attempt: Attempt): void {
  const waited = serverNow() - (attempt.sentAt ?? 0);
  const takeOver = () => {
    timers.delete(attempt.id);
    dispatch(attempt, { type: 'lost' });
    look(attempt.person);
  };
  timers.set(attempt.id, setTimeout(takeOver, Math.max(0, patience_ms + 2000 - waited)));
}

async function goOn(id: string, person: string): Promise<void> {
  timers.delete(id);
  const attempt = attemptById(id, person);
  if (!attempt || !isOpen(attempt)) return;
  const step = nextStep(attempt, serverNow(), navigator.onLine !== false);
  await alone(id, async () => {
    if (step.do === 'send') await within(sendPayment(attempt), attempt, { type: 'lost' });
    if (step.do === 'close') await within(askKey(attempt), attempt, { type: 'ask_lost' });
  });
  look(person);
}

/** Runs while somebody is signed in. */
export function startKeeper(person: string): () => void {
  // Sent before this page was loaded: its answer can no longer arrive here.
  for (const attempt of openAttempts(person)) dispatch(attempt, { type: 'left' });
  const again = () => look(person);
  const stop = onAttempts(again);
  window.addEventListener('online', again);
  again();
  return () => {
    stop();
    window.removeEventListener('online', again);
    Array.from(timers.keys()).forEach(stopTimer);
  };
}
