// Home's question after top-ups by card that were left unfinished: what has ended loses its strip.
import { api, ask } from '@meguri/shared/api';
import { forgetTopUp, keptTopUps } from './kept.ts';

const over = ['done', 'ended', 'refunded', 'charged_back'];

export async function lookAfter(person: string): Promise<void> {
  for (const { id } of keptTopUps(person)) {
    if (id === undefined) continue;
    const answer = await ask(api.GET('/api/card-top-ups/{id}', { params: { path: { id } } }));
    const gone = !answer.ok && answer.problem.status === 404;
    if (gone || (answer.ok && over.indexOf(answer.data.state) >= 0)) forgetTopUp({ id });
  }
}
