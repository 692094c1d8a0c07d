// Stickers and tents for all shops or chosen ones.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { Button, Choices, EmptyState, TextInput, TextLink } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { usePlaces, type Place } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Loaded, Panel, Refused } from '../frame/parts.tsx';
import { matching } from '../places/find.ts';
import { receives } from '../places/rights.ts';
import { usePrints, type Print } from './data.ts';
import { FormPanel } from './form-panel.tsx';
import { PrintList } from './print-list.tsx';
import { T, t } from './texts.ts';
import './cards.css';

const shown_at_once = 30;
const kinds = ['counter', 'stand', 'door'] as const;
type Kind = (typeof kinds)[number];

export function StickersPage(): VNode {
  const places = usePlaces();
  const prints = usePrints();
  return (
    <ConsolePage title={t('stickers.title')} actions={<TextLink href={to('/places')}>{t('common.to_list')}</TextLink>}>
      <Loaded of={places}>{(data) => <Ask places={data.places.filter(receives)} onAsked={() => void prints.reload()} />}</Loaded>
      <PrintList prints={prints} kinds={[...kinds]} />
      <FormPanel onSaved={() => void prints.reload()} />
    </ConsolePage>
  );
}

function Ask({ places, onAsked }: { places: Place[]; onAsked: () => void }): VNode {
  const [kind, setKind] = useState<Kind>('counter');
  const [some, setSome] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const command = usePlain<Print>();
  const open = places.filter((place) => place.status === 'open').length;
  if (places.length === 0) return <EmptyState title={<T k="stickers.none" />} />;
  const missing = some && chosen.length === 0;
  const go = async () => {
    setTried(true);
    if (missing) return;
    const body = { kind, ...(some ? { places: chosen } : {}) };
    const asked = await command.run(ask(api.POST('/api/places/prints', { body })));
    if (asked) onAsked();
  };
  const which = [
    { value: 'all', label: t('stickers.all', { n: figure(open) }) },
    { value: 'some', label: t('stickers.some') },
  ];
  return (
    <Panel title={t('stickers.title')}>
      <div class="columns">
        <Choices
          legend={t('stickers.kind')}
          value={kind}
          onValue={(next) => setKind(next as Kind)}
          options={kinds.map((value) => ({ value, label: t(`stickers.${value}`) }))}
        />
        <Choices legend={t('stickers.which')} value={some ? 'some' : 'all'} onValue={(next) => setSome(next === 'some')} options={which} />
      </div>
      {some && <Chooser places={places} chosen={chosen} onChosen={setChosen} missing={tried && missing} />}
      <p class="quiet phrases">
        <T k="stickers.reprint" />
      </p>
      {command.problem && <Refused problem={command.problem} />}
      <Button onClick={() => void go()} busy={command.busy}>
        {t('stickers.go')}
      </Button>
    </Panel>
  );
}

interface ChooserProps {
  places: Place[];
  chosen: string[];
  onChosen: (ids: string[]) => void;
  missing: boolean;
}

function Chooser({ places, chosen, onChosen, missing }: ChooserProps): VNode {
  const [typed, setTyped] = useState('');
  const found = matching(places, typed);
  const shown = found.slice(0, shown_at_once);
  const toggle = (id: string) => onChosen(chosen.indexOf(id) < 0 ? [...chosen, id] : chosen.filter((each) => each !== id));
  return (
    <>
      <TextInput
        type="search"
        label={t('stickers.search')}
        value={typed}
        onValue={setTyped}
        autoComplete="off"
        problem={missing ? t('stickers.choose_one') : undefined}
      />
      <fieldset class="choices sticker-places">
        <legend>{t('stickers.choose')}</legend>
        {shown.map((place) => (
          <label key={place.id} class="choice">
            <input type="checkbox" checked={chosen.indexOf(place.id) >= 0} onChange={() => toggle(place.id)} />
            <span>
              {place.name} <span class="quiet">{place.area}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {found.length > shown.length && (
        <p class="quiet phrases">
          <T k="stickers.more" v={{ m: figure(found.length - shown.length) }} />
        </p>
      )}
      <p role="status">{t('stickers.chosen', { n: figure(chosen.length) })}</p>
    </>
  );
}
