// What the pages of figures ask for.
import { api, ask, useResource, type Resource, type Schemas } from '@meguri/shared/api';

export type Balances = Schemas['ProgramBalances'];
export type ProgramBalance = Balances['programs'][number];
export type Origin = Schemas['ValueOrigin'];
export type OriginBalances = Schemas['OriginBalances'];
export type ProgramFlow = Schemas['ProgramFlows']['programs'][number];
export type BaseDate = Schemas['BaseDateFigures'];
export type PlaceTotals = Schemas['PlaceTotals'];
export type PlaceRow = PlaceTotals['places'][number];

/** Up to the end of the day, or of a minute of it. `on` empty: not to be asked. */
export const useBalances = (on: string, time: string): Resource<Balances> =>
  useResource(on ? `balances ${on} ${time}` : undefined, () => ask(api.GET('/api/reports/balances', { params: { query: { on, ...(time && { time }) } } })));

/** Months; a page of 100 places. */
export const loadPlaces = (from: string, to: string, after?: string) =>
  ask(api.GET('/api/reports/places', { params: { query: { from, to, ...(after && { after }) } } }));

export const usePlaceTotals = (from: string, to: string): Resource<PlaceTotals> =>
  useResource(from ? `place totals ${from} ${to}` : undefined, () => loadPlaces(from, to));

export const useBaseDate = (date: string): Resource<BaseDate> => useResource(`base date ${date}`, () => ask(api.GET('/api/base-dates', { params: { query: { date } } })));
