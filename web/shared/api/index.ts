// Talking to the server. See client.ts, problem.ts, pending.ts, resource.ts, events.ts, server-time.ts.
export type { components, operations, paths } from './schema';
export { api, ask, makeClient, onSignedOut, type Schemas } from './client.ts';
export { listen, useEvents, type LiveEvent } from './events.ts';
export {
  askOutcome,
  forgetPending,
  keepPending,
  pendingCommand,
  sendOnce,
  setPendingOwner,
  usePending,
  type Outcome,
  type Pending,
} from './pending.ts';
export { outcomeUnknown, problemOf, type Answer, type Explanation, type Problem } from './problem.ts';
export { forgetResources, keepDraft, keptDraft, knownResource, putResource, setResourceOwner, useResource, type Resource } from './resource.ts';
export { serverNow, timeOf } from './server-time.ts';
