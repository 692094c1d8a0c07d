// The city's name, colour and logo in every app [ADM-h]: chosen here, seen at once in a sample, saved by one press; what was
// before stays in the list and can be taken again.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, timeOf, useResource, type Schemas } from '@meguri/shared/api';
import { consoleMoment } from '@meguri/shared/texts';
import { announce, Button, Field, Icon, TextInput } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { DataTable, type Column } from '../frame/data-table.tsx';
import { Badge, Loaded, Panel, Refused } from '../frame/parts.tsx';
import { LogoField, type LogoChoice } from './logo-field.tsx';
import { LookSample, type LookColours } from './look-sample.tsx';
import { T, t } from './texts.ts';
import './look.css';

type Look = Schemas['CityLook'];
type Version = Look['versions'][number];
const is_colour = (text: string) => /^#[0-9a-fA-F]{6}$/.test(text);

export function LookPage(): VNode {
  const look = useResource<Look>('city look', () => ask(api.GET('/api/city-look')));
  return (
    <ConsolePage title={t('look.title')}>
      <Loaded of={look}>{(data) => <Editor look={data} onSaved={() => void look.reload()} />}</Loaded>
    </ConsolePage>
  );
}

function Editor({ look, onSaved }: { look: Look; onSaved: () => void }): VNode {
  const [name, setName] = useState(look.name);
  const [colour, setColour] = useState(look.colours.colour);
  const [logo, setLogo] = useState<LogoChoice>();
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState(false);
  const command = usePlain<Look>();
  const valid = is_colour(colour);
  const shown = useSample(valid ? colour : undefined, look.colours);
  const changed = name.trim() !== look.name || colour.toLowerCase() !== look.colours.colour || logo !== undefined;
  const change = (set: () => void) => {
    setSaved(false);
    set();
  };
  const save = async () => {
    setTried(true);
    if (!valid || name.trim() === '' || !changed) return;
    const body = { name: name.trim(), colour, ...(logo === undefined ? {} : { logo }) };
    const done = await command.run(ask(api.POST('/api/city-look', { body })));
    if (!done) return;
    setLogo(undefined);
    setTried(false);
    setSaved(true);
    announce(t('look.saved'));
    onSaved();
  };
  const take = (version: Version) => change(() => (setName(version.name), setColour(version.colour)));
  return (
    <>
      <div class="look">
        <Panel title={t('look.form')}>
          <TextInput
            label={t('look.name')}
            hint={t('look.name_hint')}
            value={name}
            maxLength={20}
            onValue={(text) => change(() => setName(text))}
            problem={tried && name.trim() === '' ? t('look.name_missing') : undefined}
          />
          <Field label={t('look.colour')} hint={t('look.colour_hint')}>
            {({ field, describedBy }) => (
              <input
                id={field}
                class="look-colour"
                type="color"
                value={valid ? colour.toLowerCase() : look.colours.colour}
                aria-describedby={describedBy}
                onInput={(event) => change(() => setColour(event.currentTarget.value))}
              />
            )}
          </Field>
          <TextInput
            label={t('look.colour_code')}
            hint={t('look.colour_code_hint')}
            value={colour}
            maxLength={7}
            onValue={(text) => change(() => setColour(text.trim()))}
            problem={valid ? undefined : t('look.colour_wrong')}
          />
          <LogoField now={look.has_logo ? `/city-logo.png?v=${look.version}` : undefined} value={logo} onValue={(next) => change(() => setLogo(next))} />
          <p class="quiet phrases">
            <T k="look.note" />
          </p>
          {command.problem && <Refused problem={command.problem} />}
          {saved && <Saved />}
          {tried && !changed && !saved && (
            <p class="quiet phrases" role="status">
              <T k="look.nothing_new" />
            </p>
          )}
          <Button onClick={() => void save()} busy={command.busy}>
            {t('look.save')}
          </Button>
        </Panel>
        <Panel title={t('look.preview')}>
          <LookSample colours={shown} name={name.trim() || look.name} />
        </Panel>
      </div>
      <Versions look={look} onTake={take} />
    </>
  );
}

function Saved(): VNode {
  return (
    <p class="look-verdict" role="status">
      <Icon name="check" size={20} />
      <span class="phrases">
        <strong>{t('look.saved')}</strong> <T k="look.saved_text" />
      </span>
    </p>
  );
}

/** What the server makes of the colour being chosen; until it has answered, what was shown before stays. */
function useSample(colour: string | undefined, before: LookColours): LookColours {
  const preview = useResource<LookColours>(colour && `look of ${colour.toLowerCase()}`, () =>
    ask(api.POST('/api/city-look/preview', { body: { colour: colour ?? '' } })),
  );
  const [last, setLast] = useState(before);
  if (preview.data && preview.data !== last) setLast(preview.data);
  return preview.data ?? last;
}

function Versions({ look, onTake }: { look: Look; onTake: (version: Version) => void }): VNode {
  const when = (version: Version) => consoleMoment(timeOf(version.at));
  const columns: Column<Version>[] = [
    { key: 'when', head: t('look.when'), cell: (version) => when(version) },
    { key: 'name', head: t('look.name'), cell: (version) => version.name },
    {
      key: 'colour',
      head: t('look.colour'),
      cell: (version) => (
        <span class="look-chip">
          <span class="look-dot" style={{ background: version.colour }} /> {version.colour}
          {version.has_logo && <span class="quiet"> {t('look.with_logo')}</span>}
        </span>
      ),
    },
    { key: 'by', head: t('look.by'), cell: (version) => version.by },
    {
      key: 'take',
      head: t('look.take'),
      cell: (version) =>
        version.version === look.version ? (
          <Badge look="good">{t('look.now')}</Badge>
        ) : (
          <Button kind="plain" size="small" label={t('look.take_of', { when: when(version) })} onClick={() => onTake(version)}>
            {t('look.take')}
          </Button>
        ),
    },
  ];
  return (
    <Panel title={t('look.versions')}>
      {look.versions.length === 0 ? (
        <p class="quiet phrases">
          <T k="look.none" />
        </p>
      ) : (
        <DataTable caption={t('look.versions')} columns={columns} rows={look.versions} keyOf={(version) => String(version.version)} />
      )}
    </Panel>
  );
}
