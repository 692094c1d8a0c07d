// A place is added with what people see of it and what it may do; its code exists at once.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource } from '@meguri/shared/api';
import { go, to } from '@meguri/shared/route';
import { inOneLine } from '@meguri/shared/texts';
import { announce, Button, Checks, TextInput, TextLink } from '@meguri/shared/ui';
import { useKeyed } from '../command.ts';
import type { Place } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Panel, Refused } from '../frame/parts.tsx';
import { t } from '../texts.ts';
import { hiragana } from './find.ts';
import './places.css';

type Capability = Place['capabilities'][number];
const capabilities: Capability[] = ['takes_money', 'tops_up', 'takes_points', 'gives'];
type Words = 'name' | 'reading' | 'type' | 'area' | 'organization_name';

const fields: [field: Words, label: Parameters<typeof t>[0], hint: Parameters<typeof t>[0] | undefined, longest: number][] = [
  ['name', 'places.name', undefined, 60],
  ['reading', 'places.reading', 'place.reading_hint', 60],
  ['type', 'places.type', 'place.type_hint', 40],
  ['area', 'places.area', 'place.area_hint', 40],
  ['organization_name', 'places.organization', undefined, 60],
];

const plain = t as (key: string) => string;

export function PlaceNewPage(): VNode {
  const [words, setWords] = useState<Record<Words, string>>({ name: '', reading: '', type: '', area: '', organization_name: '' });
  const [can, setCan] = useState<Capability[]>(['takes_money']);
  const [tried, setTried] = useState(false);
  const command = useKeyed<Place>();
  const missing = fields.filter(([field]) => words[field].trim() === '');
  const server = command.problem;
  const problemOf = (field: Words) => {
    if (tried && words[field].trim() === '') return t('common.missing');
    return server && server.field === field ? inOneLine(server) : undefined;
  };
  const create = async () => {
    setTried(true);
    if (can.length === 0) announce(t('place.choose_one'), true); // the fields say themselves what they miss
    if (missing.length > 0 || can.length === 0) return;
    const texts = { ...words, reading: hiragana(words.reading) };
    (Object.keys(texts) as Words[]).forEach((field) => (texts[field] = texts[field].trim()));
    const made = await command.run((key) => ask(api.POST('/api/places', { body: { key, ...texts, capabilities: can } })));
    if (!made) return;
    putResource(`place ${made.id}`, made);
    go(`/places/${made.id}`, true);
  };
  return (
    <ConsolePage title={t('place.new')} actions={<TextLink href={to('/places')}>{t('common.leave')}</TextLink>}>
      <form
        class="narrow"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        {server && !fields.some(([field]) => field === server.field) && <Refused problem={server} />}
        <Panel title={t('place.facts')}>
          {fields.map(([field, label, hint, longest]) => (
            <TextInput
              key={field}
              label={plain(label)}
              hint={hint && plain(hint)}
              value={words[field]}
              onValue={(value) => setWords({ ...words, [field]: value })}
              problem={problemOf(field)}
              maxLength={longest}
              autoComplete="off"
            />
          ))}
          <Checks
            legend={t('places.can')}
            all={capabilities}
            chosen={can}
            onChosen={setCan}
            label={(each) => t(`places.${each}`)}
            problem={tried && can.length === 0 ? t('place.choose_one') : undefined}
          />
        </Panel>
        <Button type="submit" busy={command.busy}>
          {t('place.create')}
        </Button>
      </form>
    </ConsolePage>
  );
}
