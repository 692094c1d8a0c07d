// The city's lists, shared by every page that chooses from them.
import { api, ask, useResource, type Resource, type Schemas } from '@meguri/shared/api';

export type Lists = Schemas['CityLists'];
export type ListName = Schemas['CityListName'];
export type Item = Lists['place_types'][number];

export const lists_key = 'city lists';
export const useLists = (): Resource<Lists> => useResource(lists_key, () => ask(api.GET('/api/city-lists')));
