// A receipt checked on this phone against what the city has published. What comes out is one of five: it matches, it does not
// (and whom to call), it is not published yet (and when), it could not be read, this browser cannot compute it.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, serverNow, timeOf, type Problem } from '@meguri/shared/api';
import { go } from '@meguri/shared/route';
import { asOfTime, dayOf, receiptDay, startOfDay } from '@meguri/shared/texts';
import { Account, Button, Icon, Page, Skeleton, type IconName } from '@meguri/shared/ui';
import { EntryTrouble } from '../pages/entry-trouble.tsx';
import { Moment } from '../pages/moment.tsx';
import { Strips } from '../pages/strips.tsx';
import { useCity } from '../state/city.ts';
import { check, type Entry, type Proof, type Result } from './check.ts';
import { Compared } from './compared.tsx';
import type { Head } from './head.ts';
import { T, t } from './texts.ts';
import { makeTools } from './tools.ts';
import './check-page.css';

type Checked = { receipt: Entry; proof: Proof; result: Result };
type State = Checked | { missing: Problem } | 'working' | 'unreadable' | 'unable';

async function checkNow(id: string): Promise<State> {
  const tools = makeTools();
  if (!tools) return 'unable';
  const params = { params: { path: { id } } };
  const [receipt, proof] = await Promise.all([ask(api.GET('/api/entries/{id}', params)), ask(api.GET('/api/entries/{id}/proof', params))]);
  if (!receipt.ok) return receipt.problem.status === 404 ? { missing: receipt.problem } : 'unreadable';
  if (!proof.ok) return 'unreadable';
  return { receipt: receipt.data, proof: proof.data, result: await check(receipt.data, proof.data, tools) };
}

interface SayingProps {
  look: 'good' | 'bad' | 'open';
  icon: IconName;
  title: VNode;
  children: ComponentChildren;
}

function Saying({ look, icon, title, children }: SayingProps): VNode {
  return (
    <div class={`check-saying check-${look}`} role={look === 'bad' ? 'alert' : 'status'}>
      <span class="check-mark">
        <Icon name={icon} size={32} />
      </span>
      <h2 class="phrases">{title}</h2>
      {children}
    </div>
  );
}

function Published({ head, mark }: { head: Head; mark: string }): VNode {
  const range = { first: String(head.first), last: String(head.last) };
  return (
    <section>
      <h2 class="part-heading">{t('check.published')}</h2>
      <div class="card">
        <Account
          lines={[
            { name: t('check.head_number'), value: String(head.number) },
            { name: t('check.head_day'), value: receiptDay(startOfDay(head.day)) },
            { name: t('check.head_at'), value: <Moment time={timeOf(head.at)} />, long: true },
            { name: t('check.head_entries'), value: t('check.head_range', range), long: true },
          ]}
        />
      </div>
      <h3 class="part-heading">{t('check.mark')}</h3>
      <p class="quiet phrases">
        <T k="check.mark_text" />
      </p>
      <p class="check-hash" translate={false}>
        {mark.replace(/(.{8})(?=.)/g, '$1 ')}
      </p>
    </section>
  );
}

/** What was checked, as a file: scripts/check-receipt computes the same without a server. */
function Save({ receipt, proof }: { receipt: Entry; proof: Proof }): VNode {
  const [href, setHref] = useState('');
  useEffect(() => {
    const url = URL.createObjectURL(new Blob([JSON.stringify({ receipt, proof })], { type: 'application/json' }));
    setHref(url);
    return () => URL.revokeObjectURL(url);
  }, [receipt, proof]);
  return (
    <p class="quiet phrases">
      <a class="text-link" href={href} download={`meguri-${receipt.id}.json`}>
        <span>{t('check.save')}</span>
      </a>
      <br />
      <T k="check.save_text" />
    </p>
  );
}

function Matches({ result }: { result: Extract<Result, { state: 'matches' }> }): VNode {
  return (
    <Saying look="good" icon="check" title={<T k="check.matches" />}>
      <p class="phrases">
        <T k={result.entry ? 'check.matches_text' : 'check.hash_only_text'} />
      </p>
      {!result.entry && (
        <p class="phrases quiet">
          <T k="check.others" />
        </p>
      )}
    </Saying>
  );
}

function Differs({ id, fault }: { id: string; fault: Extract<Result, { state: 'differs' }>['fault'] }): VNode {
  const { info } = useCity();
  return (
    <Saying look="bad" icon="warning" title={<T k="check.differs" />}>
      <p class="phrases">
        <T k={`check.differs_${fault}`} />
      </p>
      {info && (
        <>
          <p class="phrases">
            <T k="check.what_to_do" v={{ city: info.city, id }} />
          </p>
          <Button icon="phone" href={`tel:${info.telephone}`}>
            {t('check.call', { city: info.city })}
          </Button>
        </>
      )}
    </Saying>
  );
}

function Waits({ due_at, agreed }: { due_at: string; agreed: boolean }): VNode {
  const due = timeOf(due_at);
  const now = serverNow();
  const tomorrow = dayOf(due) > dayOf(now);
  return (
    <Saying look="open" icon="clock" title={<T k="check.waiting" />}>
      <p class="phrases">
        <T k={tomorrow ? 'check.waiting_today' : 'check.waiting_soon'} />
      </p>
      {due > now && (
        <p class="phrases">
          {t('check.waiting_at')} <span class="whole">{receiptDay(due)}</span> <span class="whole">{asOfTime(due)}</span>
        </p>
      )}
      {agreed && (
        <p class="phrases quiet">
          <T k="check.waiting_so_far" />
        </p>
      )}
    </Saying>
  );
}

function Checked({ id, checked, onAgain }: { id: string; checked: Checked; onAgain: () => void }): VNode {
  const { receipt, proof, result } = checked;
  return (
    <>
      {result.state === 'matches' && <Matches result={result} />}
      {result.state === 'differs' && <Differs id={id} fault={result.fault} />}
      {result.state === 'waiting' && <Waits due_at={result.due_at} agreed={result.entry !== undefined} />}
      {result.entry && result.digits !== undefined && <Compared receipt={receipt} entry={result.entry} digits={result.digits} names={proof.names} />}
      {result.state === 'matches' && <Published head={result.head} mark={result.mark} />}
      {result.state !== 'waiting' && <Save receipt={receipt} proof={proof} />}
      {result.entry && (
        <p class="quiet phrases check-how">
          <T k="check.how" />
        </p>
      )}
      {result.state !== 'matches' && (
        <Button kind="outline" onClick={onAgain}>
          {t('check.again')}
        </Button>
      )}
    </>
  );
}

function NotChecked({ why, onAgain }: { why: 'unreadable' | 'unable'; onAgain: () => void }): VNode {
  return (
    <Saying look="open" icon="warning" title={<T k="check.unreadable" />}>
      <p class="phrases">
        <T k={`check.${why}_text`} />
      </p>
      {why === 'unreadable' && <Button onClick={onAgain}>{t('check.again')}</Button>}
    </Saying>
  );
}

export function CheckPage({ id }: { id: string }): VNode {
  const [state, setState] = useState<State>('working');
  const [turn, setTurn] = useState(0);
  const again = () => setTurn(turn + 1);
  useEffect(() => {
    let there = true;
    setState('working');
    checkNow(id).then(
      (found) => there && setState(found),
      () => there && setState('unreadable'),
    );
    return () => {
      there = false;
    };
  }, [id, turn]);
  if (typeof state === 'object' && 'missing' in state) return <EntryTrouble problem={state.missing} onRetry={again} title={t('check.title')} />;
  return (
    <Page title={t('check.title')} strips={<Strips />} onBack={() => go(`/entries/${id}`, true)}>
      {state === 'working' && (
        <div role="status">
          <span class="heard">{t('check.working')}</span>
          <Skeleton shape="card" />
        </div>
      )}
      {(state === 'unreadable' || state === 'unable') && <NotChecked why={state} onAgain={again} />}
      {typeof state === 'object' && <Checked id={id} checked={state} onAgain={again} />}
    </Page>
  );
}
