// A place's kind of business and area, chosen from the city's lists: what programs look at [SHP-c].
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask } from '@meguri/shared/api';
import { announce, Button, Select } from '@meguri/shared/ui';
import { useKeyed } from '../command.ts';
import type { Place } from '../data.ts';
import { Loaded, Panel, Refused } from '../frame/parts.tsx';
import { useLists, type Item, type Lists } from './data.ts';
import { T, t } from './texts.ts';

interface TraitsProps {
  place: Place;
  onChanged: (next: Place) => void;
}

export function TraitsPanel(props: TraitsProps): VNode {
  const lists = useLists();
  return (
    <Panel title={t('traits.title')}>
      <Loaded of={lists}>{(data) => <Form {...props} lists={data} />}</Loaded>
    </Panel>
  );
}

/** '' for words that the list does not have. */
const numberOf = (items: Item[], name: string) => String(items.find((item) => item.name === name)?.number ?? '');

function optionsOf(items: Item[], name: string) {
  const listed = items.map((item) => ({ value: String(item.number), label: item.name }));
  return numberOf(items, name) === '' ? [{ value: '', label: t('traits.not_listed', { name }) }, ...listed] : listed;
}

function Form({ place, lists, onChanged }: TraitsProps & { lists: Lists }): VNode {
  const now = { type: numberOf(lists.place_types, place.type), area: numberOf(lists.areas, place.area) };
  const [type, setType] = useState(now.type);
  const [area, setArea] = useState(now.area);
  const command = useKeyed<Place>();
  const save = async () => {
    const body = { ...(type && { type: Number(type) }), ...(area && { area: Number(area) }) };
    const next = await command.run((key) => ask(api.POST('/api/places/{id}/traits', { params: { path: { id: place.id } }, body: { key, ...body } })));
    if (!next) return;
    onChanged(next);
    announce(t('traits.saved'), true);
  };
  if (lists.place_types.length === 0 && lists.areas.length === 0) {
    return (
      <p class="quiet phrases">
        <T k="traits.no_lists" />
      </p>
    );
  }
  return (
    <>
      <p class="quiet phrases">
        <T k="traits.text" />
      </p>
      <div class="fields">
        <Select label={t('traits.type')} value={type} onValue={setType} options={optionsOf(lists.place_types, place.type)} />
        <Select label={t('traits.area')} value={area} onValue={setArea} options={optionsOf(lists.areas, place.area)} />
      </div>
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        <Button kind="outline" onClick={() => void save()} busy={command.busy}>
          {t('traits.save')}
        </Button>
      </div>
    </>
  );
}
