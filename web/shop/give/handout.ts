// A handout as staff scan for it, and what one scan does.
import { api, ask, useResource, type Resource, type Schemas } from '@meguri/shared/api';
import { figure } from '@meguri/shared/texts';
import { t } from './texts.ts';

export type Handout = Schemas['Handout'];
export interface Opened {
  wallet: string;
  label: string;
  card?: string | undefined;
  inside: boolean;
  minutes: number;
  key: string;
}
export type Act = 'give' | 'check_in' | 'check_out';

export function useHandouts(): Resource<Handout[]> {
  return useResource<Handout[]>('handouts to scan', async () => {
    const answer = await ask(api.GET('/api/handouts', { params: { query: { limit: 100 } } }));
    if (!answer.ok) return answer;
    const scans = (each: Handout) => each.state === 'open' && each.ways.indexOf('staff_scan') >= 0;
    return { ok: true, data: answer.data.handouts.filter(scans) };
  });
}

/** 「10ポイント」「500円」: points are never yen. */
export function valueOf(handout: Handout, amount: number): string {
  return figure(amount) + t(handout.program.unit === 'point' ? 'unit.point' : 'unit.yen');
}

export function actOf(handout: Handout, opened: Opened): Act {
  if (!handout.stay) return 'give';
  return opened.inside ? 'check_out' : 'check_in';
}
