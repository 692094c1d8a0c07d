// What every page of the shop knows: who is signed in where, and the day's entries.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { api, ask, useResource, type Resource, type Schemas } from '@meguri/shared/api';
import type { Info, Session } from '@meguri/shared/session';

export type Entry = Schemas['Entry'];
export type Right = NonNullable<Session['rights']>[number];

export interface Shop {
  info: Info;
  staffName: string;
  placeName: string;
  takesMoney: boolean;
  topsUp: boolean;
  takesPoints: boolean;
  gives: boolean;
  /** May be paid by the customer's code or card here. */
  reads: boolean;
  may: (right: Right) => boolean;
  signOut: () => Promise<void>;
}

export const ShopContext = createContext<Shop | undefined>(undefined);

export function useShop(): Shop {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error('a page of the shop outside the shop');
  return shop;
}

export function shopOf(session: Session, info: Info, signOut: () => Promise<void>): Shop {
  const capabilities = session.place ? session.place.capabilities : [];
  const rights = session.rights || [];
  const takesPoints = capabilities.indexOf('takes_points') >= 0;
  return {
    info,
    staffName: (session.person && session.person.name) || '',
    placeName: (session.place && session.place.name) || '',
    takesMoney: capabilities.indexOf('takes_money') >= 0,
    topsUp: capabilities.indexOf('tops_up') >= 0,
    takesPoints,
    gives: capabilities.indexOf('gives') >= 0,
    reads: (capabilities.indexOf('takes_money') >= 0 || takesPoints) && rights.indexOf('receive') >= 0,
    may: (right) => rights.indexOf(right) >= 0,
    signOut,
  };
}

const loadSales = (date?: string) => ask(api.GET('/api/place/sales', { params: { query: date ? { date } : {} } }));
type SalesAnswer = Awaited<ReturnType<typeof loadSales>>;
export type Sales = Extract<SalesAnswer, { ok: true }>['data'];

/** The entries of a day; of today without `date` (then also after midnight). */
export function useSales(date?: string): Resource<Sales> {
  return useResource<Sales>(date ? `sales ${date}` : 'sales', () => loadSales(date), !date);
}

const loadPlace = () => ask(api.GET('/api/place'));
export type OwnPlace = Extract<Awaited<ReturnType<typeof loadPlace>>, { ok: true }>['data'];

export function usePlace(): Resource<OwnPlace> {
  return useResource<OwnPlace>('place', loadPlace, true);
}
