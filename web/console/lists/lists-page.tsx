// Kinds of business, areas and marks, in the city's own words: added to and reworded in place; every change stays known [SHP-c].
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource, timeOf } from '@meguri/shared/api';
import { consoleMoment, figure } from '@meguri/shared/texts';
import { announce, Button, TextInput } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Loaded, Panel, Refused } from '../frame/parts.tsx';
import { lists_key, useLists, type Item, type ListName, type Lists } from './data.ts';
import { T, t } from './texts.ts';

const all: readonly ListName[] = ['place_types', 'areas', 'marks'];

export function ListsPage(): VNode {
  const lists = useLists();
  return (
    <ConsolePage title={t('lists.title')}>
      <p class="quiet phrases">
        <T k="lists.text" />
      </p>
      <Loaded of={lists}>
        {(data) => (
          <>
            {all.map((list) => (
              <List key={list} list={list} items={data[list]} />
            ))}
            {data.changes.length > 0 && <Changes of={data.changes} />}
          </>
        )}
      </Loaded>
    </ConsolePage>
  );
}

interface ListProps {
  list: ListName;
  items: Item[];
}

function List({ list, items }: ListProps): VNode {
  const [open, setOpen] = useState<number | undefined>();
  const columns: Column<Item>[] = [
    {
      key: 'name',
      head: t('lists.name'),
      cell: (item) => (open === item.number ? <Reword list={list} item={item} items={items} onDone={() => setOpen(undefined)} /> : item.name),
    },
    { key: 'number', head: t('lists.number'), figures: true, cell: ({ number }) => number },
    ...(list === 'marks' ? [] : [{ key: 'places', head: t('lists.places'), figures: true, cell: ({ places = 0 }: Item) => t('lists.places_of', { n: figure(places) }) }]),
    {
      key: 'act',
      head: t('place.act'),
      cell: (item) => (
        <Button kind="outline" size="small" onClick={() => setOpen(item.number)} label={t('lists.change_of', { name: item.name })}>
          {t('lists.change')}
        </Button>
      ),
    },
  ];
  return (
    <Panel title={t(`lists.${list}`)} note={t('count', { n: items.length })}>
      {items.length === 0 ? <p class="quiet">{t('lists.none')}</p> : <DataTable caption={t(`lists.${list}`)} columns={columns} rows={items} keyOf={({ number }) => String(number)} />}
      <Add list={list} items={items} />
    </Panel>
  );
}

const wrongName = (name: string, items: Item[]) =>
  name.trim() === '' ? t('lists.missing') : items.some((each) => each.name === name.trim()) ? t('lists.taken') : undefined;

function Add({ list, items }: ListProps): VNode {
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const command = usePlain<Lists>();
  const word = t(`lists.${list}`);
  const add = async () => {
    setTried(true);
    if (wrongName(name, items)) return;
    const next = await command.run(ask(api.POST('/api/city-lists', { body: { list, name: name.trim() } })));
    if (!next) return;
    putResource(lists_key, next);
    setName('');
    setTried(false);
    announce(t('lists.added'), true);
  };
  return (
    <>
      <TextInput label={t('lists.new_of', { list: word })} value={name} onValue={setName} maxLength={40} autoComplete="off" problem={tried ? wrongName(name, items) : undefined} />
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        <Button kind="outline" size="small" icon="plus" onClick={() => void add()} busy={command.busy} label={t('lists.add_to', { list: word })}>
          {t('lists.add')}
        </Button>
      </div>
    </>
  );
}

function Reword({ list, item, items, onDone }: ListProps & { item: Item; onDone: () => void }): VNode {
  const [name, setName] = useState(item.name);
  const [tried, setTried] = useState(false);
  const command = usePlain<Lists>();
  const others = items.filter(({ number }) => number !== item.number);
  const save = async () => {
    setTried(true);
    if (wrongName(name, others)) return;
    const next = await command.run(ask(api.POST('/api/city-lists/rename', { body: { list, number: item.number, name: name.trim() } })));
    if (!next) return;
    putResource(lists_key, next);
    announce(t('lists.changed'), true);
    onDone();
  };
  return (
    <>
      <TextInput label={t('lists.new')} value={name} onValue={setName} maxLength={40} autoComplete="off" problem={tried ? wrongName(name, others) : undefined} />
      {command.problem && <Refused problem={command.problem} />}
      <div class="row">
        <Button size="small" onClick={() => void save()} busy={command.busy}>
          {t('lists.save')}
        </Button>
        <Button kind="plain" size="small" onClick={onDone}>
          {t('common.leave')}
        </Button>
      </div>
    </>
  );
}

type Change = Lists['changes'][number];

function Changes({ of }: { of: Change[] }): VNode {
  const columns: Column<Change>[] = [
    { key: 'at', head: t('lists.at'), cell: ({ set_at }) => consoleMoment(timeOf(set_at)) },
    { key: 'list', head: t('lists.list'), cell: ({ list }) => t(`lists.${list}`) },
    { key: 'number', head: t('lists.number'), figures: true, cell: ({ number }) => number },
    { key: 'name', head: t('lists.name'), cell: ({ name }) => name },
    { key: 'by', head: t('lists.by'), cell: ({ set_by }) => set_by.name },
  ];
  return (
    <Panel title={t('lists.changes')}>
      <DataTable caption={t('lists.changes')} columns={columns} rows={of} keyOf={({ set_at, list, number, name }) => `${set_at} ${list} ${number} ${name}`} />
    </Panel>
  );
}
