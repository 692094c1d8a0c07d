// What every page needs to know of the city, and whose phone this is.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { api, ask, useResource, type Resource, type Schemas } from '@meguri/shared/api';

export type Info = Schemas['Info'];
export type Wallet = Schemas['Wallet'];

/** Kept on the device: without a network the pages still know their city. */
export function useInfo(): Resource<Info> {
  return useResource<Info>('info', () => ask(api.GET('/api/info')), true);
}

/** Kept on the device: the figures stay when the network goes, with the time at which they were true. */
export function useWallet(): Resource<Wallet> {
  return useResource<Wallet>('wallet', () => ask(api.GET('/api/wallet')), true);
}

export interface City {
  info: Info | undefined;
  /** The signed-in person's id; '' before sign-in. */
  person: string;
}

export const CityContext = createContext<City>({ info: undefined, person: '' });

export const useCity = (): City => useContext(CityContext);
