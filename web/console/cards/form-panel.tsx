// In which form shops' codes are printed: our addresses, or that of JPQR, which asks for a few words in Latin letters.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, useResource, type Schemas } from '@meguri/shared/api';
import { digitsOf } from '@meguri/shared/texts';
import { announce, Button, Choices, TextInput } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { Loaded, Panel, Refused } from '../frame/parts.tsx';
import { T, t } from './texts.ts';

type Form = Schemas['PrintForm'];

export function FormPanel({ onSaved }: { onSaved: () => void }): VNode {
  const form = useResource<Form>('print form', () => ask(api.GET('/api/prints/form')));
  return (
    <Panel title={t('form.title')} note={<T k="form.note" />}>
      <Loaded of={form}>{(data) => <Editor form={data} onSaved={onSaved} />}</Loaded>
    </Panel>
  );
}

function Editor({ form, onSaved }: { form: Form; onSaved: () => void }): VNode {
  const [codes, setCodes] = useState(form.codes);
  const [city, setCity] = useState(form.city || '');
  const [postal, setPostal] = useState(form.postal_code || '');
  const [category, setCategory] = useState(form.category || '');
  const [tried, setTried] = useState(false);
  const command = usePlain<Form>();
  const jpqr = codes === 'jpqr';
  const good = {
    city: /^[ -~]{1,15}$/.test(city.trim()),
    postal: digitsOf(postal).length === 7,
    category: digitsOf(category).length === 4,
  };
  const save = async () => {
    setTried(true);
    if (jpqr && !(good.city && good.postal && good.category)) return;
    const words = { city: city.trim(), postal_code: digitsOf(postal), category: digitsOf(category) };
    const saved = await command.run(ask(api.POST('/api/prints/form', { body: jpqr ? { codes, ...words } : { codes } })));
    if (!saved) return;
    setTried(false);
    announce(t('form.saved'), true);
    onSaved();
  };
  const options = (['https', 'jpqr'] as const).map((value) => ({ value, label: t(`form.${value}`) }));
  return (
    <>
      <Choices legend={t('form.codes')} value={codes} onValue={(next) => setCodes(next as Form['codes'])} options={options} />
      {jpqr && (
        <div class="fields">
          <TextInput
            label={t('form.city')}
            hint={t('form.city_hint')}
            value={city}
            onValue={setCity}
            maxLength={15}
            autoComplete="off"
            problem={tried && !good.city ? t('form.city_missing') : undefined}
          />
          <TextInput
            label={t('form.postal')}
            value={postal}
            onValue={setPostal}
            inputMode="numeric"
            maxLength={8}
            autoComplete="off"
            problem={tried && !good.postal ? t('form.postal_missing') : undefined}
          />
          <TextInput
            label={t('form.category')}
            value={category}
            onValue={setCategory}
            inputMode="numeric"
            maxLength={4}
            autoComplete="off"
            problem={tried && !good.category ? t('form.category_missing') : undefined}
          />
        </div>
      )}
      {command.problem && <Refused problem={command.problem} />}
      <Button kind="outline" size="small" onClick={() => void save()} busy={command.busy}>
        {t('form.save')}
      </Button>
    </>
  );
}
