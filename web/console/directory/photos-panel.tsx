// A place's photos: made small enough in the browser, drawn anew by the server, seen by residents at once.
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask } from '@meguri/shared/api';
import { announce, Field } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { base64url } from '../frame/base64url.ts';
import { Panel, Refused, Sure } from '../frame/parts.tsx';
import type { WrittenDirectory } from './draft.ts';
import { T, t } from './texts.ts';

type Photos = WrittenDirectory['photos'];
const longest_side = 2_000;
const most_photos = 8;

/** As a JPEG that fits; undefined: no picture that this browser can read. */
async function shrunk(file: File): Promise<Uint8Array | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return undefined;
  const scale = Math.min(1, longest_side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.9));
  return blob ? new Uint8Array(await blob.arrayBuffer()) : undefined;
}

interface PhotosProps {
  id: string;
  photos: Photos;
  onPhotos: (next: Photos) => void;
}

export function PhotosPanel({ id, photos, onPhotos }: PhotosProps): VNode {
  const command = usePlain<{ photos: Photos }>();
  const [wrong, setWrong] = useState(false);
  const params = { path: { id } };
  const add = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    const bytes = await shrunk(file);
    input.value = '';
    setWrong(!bytes);
    if (!bytes) return;
    const added = await command.run(ask(api.POST('/api/places/{id}/photos', { params, body: { photo: base64url(bytes) } })));
    if (!added) return;
    announce(t('directory.photo_added'), true);
    onPhotos(added.photos);
  };
  const remove = async (photo: string) => {
    const left = await command.run(ask(api.POST('/api/places/{id}/photos/remove', { params, body: { photo } })));
    if (!left) return;
    announce(t('directory.photo_removed'), true);
    onPhotos(left.photos);
  };
  return (
    <Panel title={t('directory.photos')}>
      <p class="quiet phrases">{photos.length === 0 ? <T k="directory.photos_none" /> : <T k="directory.photos_text" />}</p>
      <ol class="place-photos">
        {photos.map((photo, i) => (
          <li key={photo.id}>
            <img src={`${photo.url}?size=small`} alt={t('directory.photo', { n: i + 1 })} width={160} height={120} />
            <Sure
              small
              open={t('directory.photo_remove')}
              label={t('directory.photo_remove_of', { n: i + 1 })}
              text={<T k="directory.photo_sure" />}
              go={t('directory.photo_remove')}
              onGo={() => void remove(photo.id)}
              busy={command.busy}
            />
          </li>
        ))}
      </ol>
      {command.problem && <Refused problem={command.problem} />}
      {photos.length < most_photos && (
        <Field label={t('directory.photo_add')} problem={wrong ? t('directory.photo_wrong') : undefined}>
          {({ field, describedBy }) => (
            <input
              id={field}
              type="file"
              accept="image/jpeg,image/png,image/webp"
              aria-describedby={describedBy}
              disabled={command.busy}
              onChange={(event) => void add(event.currentTarget)}
            />
          )}
        </Field>
      )}
      {command.busy && <p role="status">{t('directory.photo_adding')}</p>}
    </Panel>
  );
}
