// Cards to be printed: made in batches, printed once they are there, with the city's own picture on the front.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, timeOf, type Schemas } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleMoment, figure, wholeNumber } from '@meguri/shared/texts';
import { announce, Button, Choices, EmptyState, Select, Stamp, stampOf, TextInput, TextLink } from '@meguri/shared/ui';
import { useKeyed, usePlain } from '../command.ts';
import { usePrograms } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Loaded, Panel, Refused, Sure } from '../frame/parts.tsx';
import { ArtworkPanel } from './artwork-panel.tsx';
import { useBatches, usePrints, type Batch, type Print } from './data.ts';
import { PolicyPanel } from './policy-panel.tsx';
import { PrintList } from './print-list.tsx';
import { T, t } from './texts.ts';
import './cards.css';

const most_cards = 200_000;
const most_amount = 9_999_999;
type Made = { batch: Batch };
type Kind = Batch['kind'];

export function CardsPage(): VNode {
  const batches = useBatches();
  const prints = usePrints();
  return (
    <ConsolePage title={t('cards.title')} actions={<TextLink href={to('/card-counter')}>{t('cards.to_counter')}</TextLink>}>
      <div class="columns">
        <Make onMade={() => void batches.reload()} />
        <ArtworkPanel />
      </div>
      <Panel title={t('cards.batches')}>
        <Loaded of={batches}>{(data) => <Batches batches={data.batches} onChanged={() => void batches.reload()} onPrinted={() => void prints.reload()} />}</Loaded>
      </Panel>
      <PrintList prints={prints} kinds={['cards']} />
      <PolicyPanel />
    </ConsolePage>
  );
}

function Make({ onMade }: { onMade: () => void }): VNode {
  const [kind, setKind] = useState<Kind>('rechargeable');
  const [count, setCount] = useState('');
  const [program, setProgram] = useState('');
  const [amount, setAmount] = useState('');
  const [tried, setTried] = useState(false);
  const command = useKeyed<Made>();
  const programs = useGiven();
  const chosen = programs.find((each) => each.id === program);
  const cards = wholeNumber(count);
  const each = wholeNumber(amount);
  const good_count = cards >= 1 && cards <= most_cards;
  const good_amount = !program || (each >= 1 && each <= most_amount);
  const make = async () => {
    setTried(true);
    if (!good_count || !good_amount) return;
    const first_value = program ? { first_value: { program, amount: each } } : {};
    const made = await command.run((key) => ask(api.POST('/api/cards/batches', { body: { key, kind, count: cards, ...first_value } })));
    if (!made) return;
    setCount('');
    setTried(false);
    announce(t('cards.made_now', { n: figure(made.batch.count) }), true);
    onMade();
  };
  const kinds = (['rechargeable', 'single_use'] as const).map((value) => ({ value, label: t(`cards.${value}`) }));
  const options = [{ value: '', label: t('cards.first_none') }, ...programs.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <Panel title={t('cards.make')}>
      <Choices legend={t('cards.kind')} value={kind} onValue={(next) => setKind(next as Kind)} options={kinds} />
      <TextInput
        label={t('cards.count')}
        hint={t('cards.count_hint')}
        value={count}
        onValue={setCount}
        inputMode="numeric"
        autoComplete="off"
        maxLength={9}
        problem={tried && !good_count ? t('cards.count_wrong') : undefined}
      />
      <Select label={t('cards.first')} hint={t('cards.first_hint')} value={program} onValue={setProgram} options={options} />
      {chosen && (
        <TextInput
          label={t(chosen.unit === 'point' ? 'cards.amount_points' : 'cards.amount')}
          value={amount}
          onValue={setAmount}
          inputMode="numeric"
          autoComplete="off"
          maxLength={11}
          problem={tried && !good_amount ? t('cards.amount_wrong') : undefined}
        />
      )}
      <p class="quiet phrases">
        <T k="cards.make_note" />
      </p>
      {command.problem && <Refused problem={command.problem} />}
      <Button onClick={() => void make()} busy={command.busy}>
        {good_count ? t('cards.make_go', { n: figure(cards) }) : t('cards.make_plain')}
      </Button>
    </Panel>
  );
}

/** Programs whose value the city gives. */
export function useGiven(): Schemas['Program'][] {
  const { data } = usePrograms();
  return ((data && data.programs) || []).filter((each) => each.state === 'open' && each.terms.origin === 'granted');
}

function Batches({ batches, onChanged, onPrinted }: { batches: Batch[]; onChanged: () => void; onPrinted: () => void }): VNode {
  if (batches.length === 0) return <EmptyState title={<T k="cards.none" />} text={<T k="cards.none_text" />} />;
  const columns: Column<Batch>[] = [
    { key: 'when', head: t('cards.when'), cell: (batch) => consoleMoment(timeOf(batch.made_at)) },
    { key: 'kind', head: t('cards.kind'), cell: (batch) => t(`cards.${batch.kind}`) },
    { key: 'count', head: t('cards.number'), figures: true, cell: (batch) => figure(batch.count) },
    { key: 'first', head: t('cards.first'), cell: (batch) => <First batch={batch} onChanged={onChanged} /> },
    { key: 'by', head: t('cards.by'), cell: (batch) => batch.made_by.name },
    { key: 'print', head: t('cards.print'), cell: (batch) => <AskPrint batch={batch} onPrinted={onPrinted} /> },
  ];
  return <DataTable caption={t('cards.batches')} columns={columns} rows={batches} keyOf={(batch) => batch.id} />;
}

function First({ batch, onChanged }: { batch: Batch; onChanged: () => void }): VNode {
  const { first_value } = batch;
  if (!first_value) return <span class="quiet">{t('cards.first_none')}</span>;
  const { program, amount } = first_value;
  const unit = program.unit === 'point' ? t('counter.point_unit') : t('unit');
  return (
    <>
      <span class="program-name">
        <Stamp {...stampOf(program)} />
        <span>{`${figure(amount)}${unit}`}</span>
      </span>
      {batch.approved_by ? (
        <span class="quiet">{t('cards.approved_by', { name: batch.approved_by.name })}</span>
      ) : batch.own ? (
        <span class="quiet">{t('cards.waits')}</span>
      ) : (
        <Approve batch={batch} amount={amount} words={`${figure(amount * batch.count)}${unit}`} onChanged={onChanged} />
      )}
    </>
  );
}

/** What all cards of it will hold together is said before the yes. */
function Approve({ batch, amount, words, onChanged }: { batch: Batch; amount: number; words: string; onChanged: () => void }): VNode {
  const command = usePlain<Batch>();
  const approve = async () => {
    const params = { path: { id: batch.id } };
    const done = await command.run(ask(api.POST('/api/cards/batches/{id}/approval', { params, body: { count: batch.count, amount } })));
    if (!done) return;
    announce(t('cards.approved'), true);
    onChanged();
  };
  return (
    <>
      {command.problem && <Refused problem={command.problem} />}
      <Sure mild open={t('cards.approve')} label={t('cards.approve_of', { when: consoleMoment(timeOf(batch.made_at)) })} text={t('cards.approve_text', { n: figure(batch.count), sum: words })} go={t('cards.approve_go')} onGo={() => void approve()} busy={command.busy} />
    </>
  );
}

function AskPrint({ batch, onPrinted }: { batch: Batch; onPrinted: () => void }): VNode {
  const command = usePlain<Print>();
  const when = consoleMoment(timeOf(batch.made_at));
  if (batch.made < batch.count) {
    return (
      <span class="progress-line" role="status">
        <progress max={batch.count} value={batch.made} aria-label={t('cards.making', { done: figure(batch.made), n: figure(batch.count) })} />
        <span>{t('cards.making', { done: figure(batch.made), n: figure(batch.count) })}</span>
      </span>
    );
  }
  if (!batch.printable) {
    return (
      <span class="quiet phrases">
        <T k="cards.not_printable" />
      </span>
    );
  }
  const print = async () => {
    const asked = await command.run(ask(api.POST('/api/cards/prints', { body: { batch: batch.id } })));
    if (asked) onPrinted();
  };
  return (
    <>
      <Button kind="outline" size="small" label={t('cards.print_of', { when, n: figure(batch.count) })} onClick={() => void print()} busy={command.busy}>
        {t('cards.print_go')}
      </Button>
      {command.problem && <Refused problem={command.problem} />}
    </>
  );
}
