// Cancelling a payment: what, why, and one red outline button that repeats the amount. The value goes back into the very
// lots it came from; the customer is told.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api, ask, serverNow, timeOf, type Problem } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { inOneLine, quantity, receiptTime, withBreaks } from '@meguri/shared/texts';
import { Amount, announce, Button, Choices, Icon, Skeleton, TextLink, UnknownPage, useHeadingFocus } from '@meguri/shared/ui';
import { ShopStrips } from '../shop-page.tsx';
import { useShop, type Entry, type Sales } from '../shop.ts';
import { T, t } from './texts.ts';
import type { Command } from '../use-command.ts';
import { unitOf } from './rows.ts';
import './cancel-panel.css';

type Reason = 'wrong_amount' | 'wrong_person' | 'goods_returned' | 'other';
const reasons: Reason[] = ['wrong_amount', 'wrong_person', 'goods_returned', 'other'];

interface CancelPanelProps {
  id: string;
  sales: Sales | undefined;
  command: Command;
  onDone: () => void;
}

function useEntry(id: string, sales: Sales | undefined): { entry: Entry | undefined; problem: Problem | undefined } {
  const [fetched, setFetched] = useState<Entry | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const known = sales && sales.entries.filter((each) => each.id === id)[0];
  useEffect(() => {
    if (known || id === 'unknown') return;
    void ask(api.GET('/api/entries/{id}', { params: { path: { id } } })).then((answer) => {
      if (answer.ok) setFetched(answer.data);
      else setProblem(answer.problem);
    });
  }, [id, !known]);
  return { entry: known || fetched, problem };
}

export function CancelPanel({ id, sales, command, onDone }: CancelPanelProps): VNode {
  const shop = useShop();
  const { entry, problem } = useEntry(id, sales);
  const { now } = command;
  useEffect(() => {
    if (now.state === 'done') {
      announce(t('cancel.done_text', { amount: quantity(now.entry.amount, unitOf(now.entry)) }), true);
      onDone();
    }
  }, [now.state]);
  if (now.state === 'done') return <CancelDone amount={now.entry.amount} unit={unitOf(now.entry)} />;
  if (now.state === 'not_done') return <NotCancelled why={now.problem.why} next={now.problem.next} />;
  if (problem) return <NotCancelled why={problem.why} next={problem.next} />;
  if (!shop.may('cancel')) return <NotCancelled why={t('cancel.no_right')} next={t('cancel.no_right_next')} />;
  if (id === 'unknown') return <CancelDone amount={undefined} />;
  if (!entry) return <Panel title={t('cancel.title')}>{<Skeleton shape="rows" />}</Panel>;
  if (entry.cancelled_by && now.state === 'ready') return <NotCancelled why={t('cancel.already')} next="" />;
  return <CancelForm entry={entry} command={command} />;
}

function Panel({ title, children }: { title: string; children: ComponentChildren }): VNode {
  const heading = useHeadingFocus(title);
  return (
    <section class="card cancel-panel">
      <div class="cancel-head">
        <h1 ref={heading} tabIndex={-1}>
          {withBreaks(title)}
        </h1>
        <a class="cancel-close" href={to('/sales')} aria-label={t('cancel.leave')}>
          <Icon name="close" />
        </a>
      </div>
      {children}
    </section>
  );
}

function CancelForm({ entry, command }: { entry: Entry; command: Command }): VNode {
  const [reason, setReason] = useState<Reason | undefined>();
  const [problem, setProblem] = useState<Problem | undefined>();
  const [opening, setOpening] = useState(false);
  const left = entry.amount - (entry.cancelled_amount ?? 0); // a part may have been given back already
  const amount = quantity(left, unitOf(entry));
  const send = async () => {
    if (!reason || opening) return;
    setOpening(true);
    const key = await ask(api.POST('/api/keys', { body: {} }));
    setOpening(false);
    if (!key.ok) return setProblem(key.problem); // without a key nothing has been sent
    const body = { key: key.data.key, reason };
    const pending = { kind: 'cancel' as const, key: body.key, sentAt: serverNow(), amount: left, name: entry.digits };
    const params = { path: { id: entry.id } };
    await command.send(pending, () => ask(api.POST('/api/entries/{id}/cancel', { params, body })));
  };
  if (problem) return <NotCancelled why={problem.why} next={problem.next} />;
  return (
    <Panel title={t('cancel.title')}>
      <div class="cancel-what">
        <div>
          <p>{receiptTime(timeOf(entry.at))}</p>
          <p class="quiet">{t('cancel.digits', { digits: entry.digits })}</p>
        </div>
        <Amount value={left} size="balance" {...(unitOf(entry) === 'point' && { unit: t('sales.unit_point') })} />
      </div>
      <Choices
        legend={t('cancel.reason')}
        value={reason}
        onValue={(next) => setReason(next as Reason)}
        options={reasons.map((value) => ({ value, label: t(`cancel.${value}`) }))}
      />
      <p class="state-info">
        <Icon name="info" />
        <span>
          <T k="cancel.note" />
        </span>
      </p>
      <div class="cancel-foot">
        <Button
          kind="cancel"
          icon="undo"
          onClick={() => void send()}
          busy={opening || command.now.state === 'sending'}
          offReason={reason ? undefined : t('cancel.choose_first')}
          reasonHidden
        >
          {t('cancel.go', { amount })}
        </Button>
        <TextLink href={to('/sales')}>{t('cancel.leave')}</TextLink>
      </div>
    </Panel>
  );
}

function CancelDone({ amount, unit }: { amount: number | undefined; unit?: 'money' | 'point' }): VNode {
  return (
    <Panel title={amount === undefined ? t('cancel.title') : t('cancel.done')}>
      {amount !== undefined && (
        <p class="state-info cancel-done">
          <Icon name="check" />
          <span>
            <T k="cancel.done_text" v={{ amount: quantity(amount, unit) }} />
          </span>
        </p>
      )}
      <div class="cancel-foot">
        <Button kind="outline" onClick={() => go('/sales', true)}>
          {t('cancel.back')}
        </Button>
      </div>
    </Panel>
  );
}

function NotCancelled({ why, next }: { why: string; next: string }): VNode {
  const words = inOneLine({ why, next });
  useEffect(() => announce(words, true), []);
  return (
    <Panel title={t('cancel.not_cancelled')}>
      <p class="cancel-why">
        <Icon name="warning" />
        <span>
          <strong>{withBreaks(why)}</strong>
          {withBreaks(next)}
        </span>
      </p>
      <div class="cancel-foot">
        <Button onClick={() => go('/sales', true)}>{t('cancel.back')}</Button>
      </div>
    </Panel>
  );
}

export function CancelUnknown({ command }: { command: Command }): VNode {
  const { info } = useShop();
  const pending = command.pending;
  return (
    <UnknownPage
      placeName={pending ? t('cancel.digits', { digits: pending.name }) : ''}
      amount={pending ? pending.amount : 0}
      sentAt={pending ? pending.sentAt : serverNow()}
      office={info.city}
      phone={info.telephone}
      onCheck={() => void command.check()}
      checking={command.checking}
      homeHref={to('/sales')}
      strips={<ShopStrips without="cancel" />}
      words={{
        dont: <T k="cancel.unknown_dont" />,
        note: <T k="cancel.unknown_note" />,
        name: t('cancel.customer'),
        home: t('cancel.unknown_home'),
      }}
    />
  );
}
