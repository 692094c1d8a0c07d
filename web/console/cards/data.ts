// What these pages read, asked again while something is being made.
import { useEffect } from 'preact/hooks';
import { api, ask, useResource, type Resource, type Schemas } from '@meguri/shared/api';

export type Batch = Schemas['CardBatch'];
export type Print = Schemas['Print'];
export type Card = Schemas['Card'];
export type Entry = Schemas['Entry'];

const every_ms = 1000;

/** Asks again every second while `going` says so; a page that nobody sees asks nothing. */
function useWhile<T>(resource: Resource<T>, going: (data: T) => boolean): Resource<T> {
  const on = resource.data !== undefined && going(resource.data);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden) void resource.reload();
    }, every_ms);
    return () => clearInterval(timer);
  }, [on]);
  return resource;
}

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
