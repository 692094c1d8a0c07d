// What city hall does with a card: each its own panel, each command with a key taken before it is sent.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask } from '@meguri/shared/api';
import { digitsOf, figure, wholeNumber } from '@meguri/shared/texts';
import { announce, Button, Select, TextInput } from '@meguri/shared/ui';
import { useKeyed, usePlain } from '../command.ts';
import { Panel, Refused, Sure } from '../frame/parts.tsx';
import { useGiven } from './cards-page.tsx';
import { cleaned, type OpenCard } from './counter-page.tsx';
import type { Card, Entry } from './data.ts';
import { T, t } from './texts.ts';

interface ActProps {
  card: Card;
  onChanged: (card: Card) => void;
}

const activation_length = 8;

/** With its code in the hand a card is handed out at once; with its number only, what is under the scratch film is needed. */
export function HandOut({ open, onChanged }: { open: OpenCard; onChanged: (card: Card) => void }): VNode {
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const command = useKeyed<Card>();
  const by_number = open.scanned === open.card.id;
  const activation = digitsOf(typed);
  const good = !by_number || activation.length === activation_length;
  const hand_out = async () => {
    setTried(true);
    if (!good) return;
    const body = { code: open.scanned, ...(by_number ? { activation } : {}) };
    const card = await command.run((key) => ask(api.POST('/api/cards/activate', { body: { key, ...body } })));
    if (!card) return;
    announce(t('counter.handed_out'), true);
    onChanged(card);
  };
  return (
    <Panel title={t('counter.hand_out')}>
      <p class="quiet phrases">
        <T k="counter.hand_out_text" />
      </p>
      {by_number && (
        <TextInput
          label={t('counter.activation')}
          hint={t('counter.activation_hint')}
          value={typed}
          onValue={setTyped}
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          problem={tried && !good ? t('counter.activation_missing') : undefined}
        />
      )}
      {command.problem && <Refused problem={command.problem} />}
      <Button onClick={() => void hand_out()} busy={command.busy}>
        {t('counter.hand_out_go')}
      </Button>
    </Panel>
  );
}

export function Block({ card, onChanged }: ActProps): VNode {
  const command = useKeyed<Card>();
  const active = card.status === 'active';
  const set = async () => {
    const params = { path: { id: card.id } };
    const status = active ? ('blocked' as const) : ('active' as const);
    const next = await command.run((key) => ask(api.POST('/api/cards/{id}/status', { params, body: { key, status } })));
    if (!next) return;
    announce(t(active ? 'counter.stopped' : 'counter.opened'), true);
    onChanged(next);
  };
  return (
    <Panel title={t(active ? 'counter.block' : 'counter.open')}>
      {command.problem && <Refused problem={command.problem} />}
      {active ? (
        <Sure open={t('counter.block')} text={<T k="counter.block_text" />} go={t('counter.block_go')} onGo={() => void set()} busy={command.busy} />
      ) : (
        <Button kind="outline" onClick={() => void set()} busy={command.busy}>
          {t('counter.open')}
        </Button>
      )}
    </Panel>
  );
}

const pin_digits = 4;

/** For a holder who forgot it or typed five wrong ones, and proved who they are. Nobody else ever sees what they type. */
export function PinAnew({ open }: { open: OpenCard }): VNode {
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const command = usePlain<unknown>();
  const problem = !tried ? undefined : pin.length < pin_digits ? t('counter.pin_short') : pin !== again ? t('counter.pin_differs') : undefined;
  const set = async () => {
    setTried(true);
    if (pin.length < pin_digits || pin !== again) return;
    if (!(await command.run(ask<unknown>(api.POST('/api/card-codes/pin', { body: { code: open.scanned, pin } }))))) return;
    setPin('');
    setAgain('');
    setTried(false);
    announce(t('counter.pin_set'), true);
  };
  const field = (label: string, value: string, onValue: (typed: string) => void, wrong?: string) => (
    <TextInput
      type="password"
      label={label}
      value={value}
      onValue={(typed) => onValue(digitsOf(typed).slice(0, pin_digits))}
      inputMode="numeric"
      autoComplete="off"
      problem={wrong}
    />
  );
  return (
    <Panel title={t('counter.pin')}>
      <p class="quiet phrases">
        <T k="counter.pin_text" />
      </p>
      {field(t('counter.pin_new'), pin, setPin, problem)}
      {field(t('counter.pin_again'), again, setAgain)}
      {command.problem && <Refused problem={command.problem} />}
      <Button kind="outline" onClick={() => void set()} busy={command.busy}>
        {t('counter.pin_go')}
      </Button>
    </Panel>
  );
}

export function Reissue({ card, onFresh }: { card: Card; onFresh: (open: OpenCard) => void }): VNode {
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const command = useKeyed<Card>();
  const code = cleaned(typed);
  const is_number = /^\d{16}$/.test(digitsOf(typed)) && digitsOf(typed) === code;
  const missing = is_number ? t('counter.fresh_by_code') : t('counter.fresh_missing');
  const reissue = async () => {
    setTried(true);
    if (!code || is_number) return;
    const params = { path: { id: card.id } };
    const fresh = await command.run((key) => ask(api.POST('/api/cards/{id}/reissue', { params, body: { key, code } })));
    if (!fresh) return;
    announce(t('counter.reissued'), true);
    onFresh({ card: fresh, scanned: code, replaced: card.id });
  };
  return (
    <Panel title={t('counter.reissue')}>
      <p class="quiet phrases">
        <T k="counter.reissue_text" />
      </p>
      <TextInput
        label={t('counter.fresh')}
        hint={t('counter.fresh_hint')}
        value={typed}
        onValue={setTyped}
        autoComplete="off"
        maxLength={300}
        problem={tried && (!code || is_number) ? missing : undefined}
      />
      {command.problem && <Refused problem={command.problem} />}
      <Button kind="outline" onClick={() => void reissue()} busy={command.busy}>
        {t('counter.reissue_go')}
      </Button>
    </Panel>
  );
}

const most_amount = 9_999_999;

export function Grant({ card, onChanged }: ActProps): VNode {
  const [program, setProgram] = useState('');
  const [amount, setAmount] = useState('');
  const [tried, setTried] = useState(false);
  const command = useKeyed<Entry>();
  const programs = useGiven();
  const chosen = programs.find((each) => each.id === program);
  const each = wholeNumber(amount);
  const good = each >= 1 && each <= most_amount;
  const words = chosen && good ? figure(each) + (chosen.unit === 'point' ? t('counter.point_unit') : t('unit')) : '';
  const grant = async () => {
    setTried(true);
    if (!chosen || !good) return;
    const params = { path: { id: card.id } };
    const entry = await command.run((key) => ask(api.POST('/api/cards/{id}/grants', { params, body: { key, program, amount: each } })));
    if (!entry) return;
    announce(t('counter.granted', { amount: words }), true);
    setAmount((now) => (now === amount ? '' : now)); // the next one may be typed already
    setTried(false);
    const found = await ask(api.POST('/api/cards/find', { body: { card: card.id } }));
    if (found.ok) onChanged(found.data);
  };
  if (programs.length === 0) {
    return (
      <Panel title={t('counter.grant')}>
        <p class="quiet phrases">
          <T k="counter.no_programs" />
        </p>
      </Panel>
    );
  }
  const options = [{ value: '', label: t('counter.program_choose') }, ...programs.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <Panel title={t('counter.grant')}>
      <Select
        label={t('counter.program')}
        value={program}
        onValue={setProgram}
        options={options}
        problem={tried && !chosen ? t('counter.program_missing') : undefined}
      />
      <TextInput
        label={t('counter.amount')}
        value={amount}
        onValue={setAmount}
        inputMode="numeric"
        autoComplete="off"
        maxLength={11}
        problem={tried && !good ? t('cards.amount_wrong') : undefined}
      />
      {command.problem && <Refused problem={command.problem} />}
      <Button onClick={() => void grant()} busy={command.busy}>
        {words ? t('counter.grant_go', { amount: words }) : t('counter.grant_plain')}
      </Button>
    </Panel>
  );
}
