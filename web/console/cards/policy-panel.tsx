// When a card asks for its PIN: the city's decision, in force from the next payment on.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, useResource, type Schemas } from '@meguri/shared/api';
import { figure, wholeNumber } from '@meguri/shared/texts';
import { announce, Button, Choices, TextInput } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { Loaded, Panel, Refused } from '../frame/parts.tsx';
import { T, t } from './texts.ts';

type Policy = Schemas['CardPolicy'];

const most_amount = 9_999_999;

export function PolicyPanel(): VNode {
  const policy = useResource<Policy>('card policy', () => ask(api.GET('/api/card-policy')));
  return (
    <Panel title={t('policy.title')} note={<T k="policy.note" />}>
      <Loaded of={policy}>{(now) => <Decide key={`${now.pin} ${now.above ?? ''}`} now={now} onDecided={() => void policy.reload()} />}</Loaded>
    </Panel>
  );
}

function Decide({ now, onDecided }: { now: Policy; onDecided: () => void }): VNode {
  const [pin, setPin] = useState(now.pin);
  const [above, setAbove] = useState(now.above === undefined ? '' : figure(now.above));
  const [tried, setTried] = useState(false);
  const command = usePlain<Policy>();
  const amount = wholeNumber(above);
  const good = pin !== 'above' || (amount >= 1 && amount <= most_amount);
  const save = async () => {
    setTried(true);
    if (!good) return;
    const decided = await command.run(ask(api.POST('/api/card-policy', { body: pin === 'above' ? { pin, above: amount } : { pin } })));
    if (!decided) return;
    announce(t('policy.saved'), true);
    onDecided();
  };
  const options = (['off', 'above', 'always'] as const).map((value) => ({ value, label: t(`policy.${value}`) }));
  return (
    <>
      <Choices legend={t('policy.when')} value={pin} onValue={(next) => setPin(next as Policy['pin'])} options={options} />
      {pin === 'above' && (
        <TextInput
          label={t('policy.amount')}
          value={above}
          onValue={setAbove}
          inputMode="numeric"
          autoComplete="off"
          maxLength={11}
          problem={tried && !good ? t('cards.amount_wrong') : undefined}
        />
      )}
      {command.problem && <Refused problem={command.problem} />}
      <Button size="small" onClick={() => void save()} busy={command.busy}>
        {t('policy.save')}
      </Button>
    </>
  );
}
