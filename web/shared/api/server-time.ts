// The server's clock as seen from here. Every answer of the API carries it (X-Server-Time, unix ms); the device's own
// clock may be hours off, and the paid page's moving second must be the city's.
interface Sample {
  offset_ms: number;
  round_trip_ms: number;
  taken_ms: number;
}

const stale_ms = 60000;
let best: Sample | undefined;

/** Notes one answer: what the server said, and when the question left and the answer came (device clock, ms). */
export function noteServerTime(server_ms: number, asked_ms: number, answered_ms: number): void {
  if (!isFinite(server_ms) || answered_ms < asked_ms) return;
  const round_trip_ms = answered_ms - asked_ms;
  const sample = { offset_ms: server_ms + round_trip_ms / 2 - answered_ms, round_trip_ms, taken_ms: answered_ms };
  // The quickest answer knows best, but an old one must not outlive a correction of the device's clock.
  const old = best && Math.abs(answered_ms - best.taken_ms) > stale_ms;
  const jumped = best && Math.abs(sample.offset_ms - best.offset_ms) > 2 * (round_trip_ms + best.round_trip_ms) + 1000;
  if (!best || old || jumped || round_trip_ms <= best.round_trip_ms) best = sample;
}

/** Unix ms by the server's clock; the device's own until the first answer. */
export function serverNow(): number {
  return Date.now() + (best ? best.offset_ms : 0);
}

/** Unix ms of a time of the API (`2026-11-22T12:34:56.789+09:00`). */
export function timeOf(text: string): number {
  return Date.parse(text);
}

/** For tests alone. */
export function forgetServerTime(): void {
  best = undefined;
}
