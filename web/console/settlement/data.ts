// What these pages read, asked again while a run is being booked.
import { api, ask, useResource, type Resource, type Schemas } from '@meguri/shared/api';
import { useWhile } from '../use-while.ts';

export type Settlement = Schemas['Settlement'];
export type SettlementRow = Schemas['SettlementRow'];
export type SettlementRows = Schemas['SettlementRows'];
export type BankAccount = Schemas['BankAccount'];
export type OrganizationAccount = Schemas['OrganizationAccount'];
export type TransferSettings = Schemas['TransferSettings'];
export type Groups = Schemas['SettlementGroups'];
export type Group = Groups['groups'][number];

/** What the server does by itself; everything else waits for somebody. */
const being_booked = ({ state }: Settlement) => state === 'settling' || state === 'transferring';

export const useSettlements = (): Resource<{ settlements: Settlement[] }> =>
  useWhile(
    useResource('settlements', () => ask(api.GET('/api/settlements'))),
    ({ settlements }) => settlements.some(being_booked),
  );

export const useSettlement = (id: string): Resource<Settlement> =>
  useWhile(
    useResource(`settlement ${id}`, () => ask(api.GET('/api/settlements/{id}', { params: { path: { id } } }))),
    being_booked,
  );

export interface Asked {
  search: string;
  attention: boolean;
  page: number;
}

export const everything: Asked = { search: '', attention: false, page: 0 };

/** Asked again once the run has gone on. */
export const useSettlementRows = ({ id, state, returned = 0 }: Settlement, { search, attention, page }: Asked): Resource<SettlementRows> =>
  useResource(`settlement rows ${id} ${state} ${returned} ${search} ${attention} ${page}`, () => {
    const query = { page, ...(search && { search }), ...(attention && { only: 'attention' as const }) };
    return ask(api.GET('/api/settlements/{id}/rows', { params: { path: { id }, query } }));
  });

export const useOrganizations = (search: string): Resource<{ organizations: OrganizationAccount[] }> =>
  useResource(`organizations ${search}`, () => ask(api.GET('/api/organizations', { params: { query: { ...(search && { search }) } } })));

export const useAccount = (id: string): Resource<OrganizationAccount> =>
  useResource(`account ${id}`, () => ask(api.GET('/api/organizations/{id}/account', { params: { path: { id } } })));

export const useTransferSettings = (): Resource<TransferSettings> =>
  useResource('transfer settings', () => ask(api.GET('/api/transfer-settings')));

export const useGroups = (): Resource<Groups> => useResource('settlement groups', () => ask(api.GET('/api/settlement-groups')));
