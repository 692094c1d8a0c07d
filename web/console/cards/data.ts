// What these pages read, asked again while something is being made.
import { api, ask, useResource, type Resource, type Schemas } from '@meguri/shared/api';
import { useWhile } from '../use-while.ts';

export type Batch = Schemas['CardBatch'];
export type Print = Schemas['Print'];
export type Card = Schemas['Card'];
export type Entry = Schemas['Entry'];

export const useBatches = (): Resource<{ batches: Batch[] }> =>
  useWhile(
    useResource('card batches', () => ask(api.GET('/api/cards/batches'))),
    ({ batches }) => batches.some((each) => each.made < each.count),
  );

export const usePrints = (): Resource<{ prints: Print[] }> =>
  useWhile(
    useResource('prints', () => ask(api.GET('/api/prints'))),
    ({ prints }) => prints.some((each) => each.state === 'making'),
  );
