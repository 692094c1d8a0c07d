// What residents read of a place: city hall writes it, and sees who wrote it last.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource, timeOf, useResource, type Resource } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { consoleDay, dayOf, inOneLine } from '@meguri/shared/texts';
import { announce, Button, Checks, Field, TextInput, TextLink } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { usePlace, type Place } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { useLists } from '../lists/data.ts';
import { Loaded, Panel, Refused } from '../frame/parts.tsx';
import { ClosedField } from './closed-field.tsx';
import { directoryOf, draftOf, faultsOf, type Draft, type WrittenDirectory } from './draft.ts';
import { HoursField } from './hours-field.tsx';
import { PhotosPanel } from './photos-panel.tsx';
import { T, t } from './texts.ts';
import './directory.css';

const resource = (id: string) => `directory of ${id}`;
const useWritten = (id: string): Resource<WrittenDirectory> =>
  useResource(resource(id), () => ask(api.GET('/api/places/{id}/directory', { params: { path: { id } } })));

export function DirectoryPage({ id }: { id: string }): VNode {
  const place = usePlace(id);
  const written = useWritten(id);
  const { data } = place;
  return (
    <ConsolePage
      title={data ? t('directory.title', { name: data.name }) : t('places.title')}
      note={written.data && <LastWritten of={written.data} />}
      actions={<TextLink href={to(`/places/${id}`)}>{t('common.back')}</TextLink>}
    >
      <p class="quiet phrases">
        <T k="directory.text" />{' '}
        <a href={`/shops/${id}`} target="_blank" rel="noopener">
          {t('directory.see')}
        </a>
      </p>
      <Loaded of={place}>
        {(found) => (
          <Loaded of={written}>{(was) => <Written place={found} was={was} onWritten={(next) => putResource(resource(id), next)} />}</Loaded>
        )}
      </Loaded>
    </ConsolePage>
  );
}

function LastWritten({ of: { at, by } }: { of: WrittenDirectory }): VNode {
  if (!at) return <T k="directory.never" />;
  return <>{t('directory.written', { day: consoleDay(dayOf(timeOf(at))), name: by || '' })}</>;
}

interface WrittenProps {
  place: Place;
  was: WrittenDirectory;
  onWritten: (next: WrittenDirectory) => void;
}

function Written({ place, was, onWritten }: WrittenProps): VNode {
  const [draft, setDraft] = useState(() => draftOf(was.directory));
  const [tried, setTried] = useState(false);
  const command = usePlain<WrittenDirectory>();
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const faults = tried ? faultsOf(draft) : {};
  const save = async () => {
    setTried(true);
    if (Object.keys(faultsOf(draft)).length > 0) return;
    const saved = await command.run(ask(api.POST('/api/places/{id}/directory', { params: { path: { id: place.id } }, body: directoryOf(draft) })));
    if (!saved) return;
    announce(t('directory.saved'), true);
    onWritten(saved);
  };
  return (
    <div class="columns columns-wide">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Panel title={t('directory.about')}>
          <About place={place} draft={draft} set={set} faults={faults} refused={command.problem} />
        </Panel>
        <Panel title={t('directory.hours')}>
          <p class="quiet phrases">
            <T k="directory.hours_text" />
          </p>
          <HoursField hours={draft.hours} onHours={(hours) => set({ hours })} wrong={faults.hours} />
        </Panel>
        <Panel title={t('directory.closed')}>
          <ClosedField closed={draft} onClosed={set} />
        </Panel>
        {command.problem && <Refused problem={command.problem} />}
        <div class="row">
          <Button type="submit" busy={command.busy}>
            {t('directory.save')}
          </Button>
        </div>
      </form>
      <PhotosPanel id={place.id} photos={was.photos} onPhotos={(photos) => onWritten({ ...was, photos })} />
    </div>
  );
}

interface AboutProps {
  place: Place;
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  faults: ReturnType<typeof faultsOf>;
  refused: ReturnType<typeof usePlain>['problem'];
}

function About({ place, draft, set, faults, refused }: AboutProps): VNode {
  const types = useLists();
  const offered = types.data ? types.data.place_types.filter(({ name }) => name !== place.type) : [];
  const named = new Map(offered.map(({ number, name }) => [String(number), name]));
  /** What this page found, or the server. */
  const problem = (field: keyof typeof faults & string, words: string) =>
    faults[field] ? words : refused && refused.field === field ? inOneLine(refused) : undefined;
  return (
    <>
      <TextInput label={t('directory.reading')} hint={t('directory.reading_hint')} value={draft.reading} onValue={(reading) => set({ reading })} maxLength={60} problem={problem('reading', '')} />
      {offered.length > 0 && (
        <Checks
          legend={t('directory.types')}
          all={[...named.keys()]}
          chosen={draft.types}
          onChosen={(chosen) => set({ types: chosen })}
          label={(number) => named.get(number) || number}
          problem={faults.types ? t('directory.types_many') : undefined}
        />
      )}
      <TextInput label={t('directory.address')} value={draft.address} onValue={(address) => set({ address })} maxLength={100} problem={problem('address', '')} />
      <TextInput
        type="tel"
        label={t('directory.telephone')}
        value={draft.telephone}
        onValue={(telephone) => set({ telephone })}
        maxLength={20}
        problem={problem('telephone', t('directory.telephone_wrong'))}
      />
      <TextInput label={t('directory.url')} value={draft.url} onValue={(url) => set({ url })} maxLength={300} problem={problem('url', t('directory.url_wrong'))} />
      <TextInput
        label={t('directory.keywords')}
        hint={t('directory.keywords_hint')}
        value={draft.keywords}
        onValue={(keywords) => set({ keywords })}
        maxLength={200}
        problem={problem('keywords', '')}
      />
      <Field label={t('directory.words')} problem={problem('text', '')}>
        {({ field, describedBy }) => (
          <textarea id={field} class="input" rows={4} maxLength={400} aria-describedby={describedBy} value={draft.text} onInput={(event) => set({ text: event.currentTarget.value })} />
        )}
      </Field>
      <TextInput
        label={t('directory.point')}
        hint={t('directory.point_hint')}
        value={draft.point}
        onValue={(point) => set({ point })}
        maxLength={60}
        problem={problem('point', t('directory.point_wrong'))}
      />
    </>
  );
}
