// What these pages read, asked again while the server works.
import { api, ask, serverNow, timeOf, useResource, type Resource, type Schemas } from '@meguri/shared/api';
import { figure } from '@meguri/shared/texts';
import { useWhile } from '../use-while.ts';
import { t } from './texts.ts';

export type Job = Schemas['Job'];

/** What goes on by itself: frozen, given, or its time is near. */
const goes_on = ({ state, run_at }: Job) => state === 'freezing' || state === 'running' || (state === 'waiting' && timeOf(run_at) <= serverNow() + 60_000);

export const useJobs = (): Resource<{ jobs: Job[] }> =>
  useWhile(
    useResource('jobs', () => ask(api.GET('/api/jobs'))),
    ({ jobs }) => jobs.some(goes_on),
  );

export const useJob = (id: string): Resource<Job> =>
  useWhile(
    useResource(`job ${id}`, () => ask(api.GET('/api/jobs/{id}', { params: { path: { id } } }))),
    goes_on,
  );

/** "1,000円", "300ポイント". */
export const inUnits = ({ program }: Pick<Job, 'program'>, amount: number): string =>
  t(program.unit === 'point' ? 'grants.points' : 'grants.yen', { n: figure(amount) });
