// What the console reads, each with its name, so that pages share what has been fetched.
import { api, ask, useResource, type Resource, type Schemas } from '@meguri/shared/api';

export type Program = Schemas['Program'];
export type Terms = Schemas['ProgramTerms'];
export type Proposal = Schemas['Proposal'];
export type DryRun = Schemas['DryRun'];
export type ProposalSummary = Schemas['ProposalSummary'];
export type Place = Schemas['Place'];
export type Dashboard = Schemas['Dashboard'];
export type Flows = Schemas['ProgramFlows'];
export type StaffMember = Schemas['StaffMember'];
export type OpenInvitation = Schemas['OpenInvitation'];
export type Resident = Schemas['Resident'];

export const useDashboard = (): Resource<Dashboard> => useResource('dashboard', () => ask(api.GET('/api/dashboard')));

/** Where value came from and where it went, both days included. `from` empty: not to be asked. */
export const useFlows = (from: string, to: string): Resource<Flows> =>
  useResource(from ? `flows ${from} ${to}` : undefined, () => ask(api.GET('/api/reports/flows', { params: { query: { from, to } } })));

export const usePrograms = (): Resource<{ programs: Program[] }> => useResource('programs', () => ask(api.GET('/api/programs')));

export const useProgram = (id: string): Resource<Program> =>
  useResource(`program ${id}`, () => ask(api.GET('/api/programs/{id}', { params: { path: { id } } })));

export const useProposals = (): Resource<{ proposals: ProposalSummary[] }> =>
  useResource('proposals', () => ask(api.GET('/api/proposals')));

export const useProposal = (id: string): Resource<Proposal> =>
  useResource(`proposal ${id}`, () => ask(api.GET('/api/proposals/{id}', { params: { path: { id } } })));

/** Tried once the page opens, and whenever `reload` is called. `id` undefined: there is nothing to try. */
export const useDryRun = (id: string | undefined): Resource<DryRun> =>
  useResource(id === undefined ? undefined : `dry run ${id}`, () =>
    ask(api.POST('/api/proposals/{id}/dry-run', { params: { path: { id: id || '' } }, body: {} })),
  );

export const usePlaces = (): Resource<{ places: Place[] }> => useResource('places', () => ask(api.GET('/api/places')));

export const usePlace = (id: string): Resource<Place> =>
  useResource(`place ${id}`, () => ask(api.GET('/api/places/{id}', { params: { path: { id } } })));

export const useStaff = (id: string): Resource<{ staff: StaffMember[] }> =>
  useResource(`staff of ${id}`, () => ask(api.GET('/api/places/{id}/staff', { params: { path: { id } } })));

export const useOperators = () => useResource('operators', () => ask(api.GET('/api/operators')));

export type Operator = NonNullable<ReturnType<typeof useOperators>['data']>['operators'][number];

export const useInvitations = (): Resource<{ invitations: OpenInvitation[] }> =>
  useResource('invitations', () => ask(api.GET('/api/invitations')));
