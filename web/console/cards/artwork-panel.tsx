// The front of the cards as it will be printed, and the city's own picture for it.
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { api, ask } from '@meguri/shared/api';
import { announce, Button, Field } from '@meguri/shared/ui';
import { base64url } from '../frame/base64url.ts';
import { usePlain } from '../command.ts';
import { Panel, Refused } from '../frame/parts.tsx';
import { T, t } from './texts.ts';

const most_bytes = 1_500_000;

export function ArtworkPanel(): VNode {
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | undefined>();
  const [titled, setTitled] = useState(false);
  const [tried, setTried] = useState(false);
  const [gone, setGone] = useState(false);
  const [turn, setTurn] = useState(0); // of the picture that is shown
  const command = usePlain<true>();
  const fits = file !== undefined && file.type === 'image/png' && file.size <= most_bytes;
  const refused = command.problem && command.problem.field === 'png';
  const problem = refused || gone || (file && !fits) ? t('art.wrong') : tried && !file ? t('art.none') : undefined;
  const send = async (body: { png?: string; has_title?: boolean }) => {
    const sent = ask(api.POST('/api/cards/artwork', { body }));
    const done = await command.run(sent.then((answer) => (answer.ok ? { ok: true, data: true } : answer)));
    if (!done) return;
    setFile(undefined);
    setTried(false);
    if (input.current) input.current.value = '';
    setTurn(turn + 1);
    announce(t('art.saved'), true);
  };
  const save = async () => {
    setTried(true);
    if (!file || !fits) return;
    // A file that was changed or taken away since it was chosen cannot be read any more.
    const bytes = await file.arrayBuffer().catch(() => undefined);
    setGone(bytes === undefined);
    if (bytes) await send({ png: base64url(new Uint8Array(bytes)), has_title: titled });
  };
  return (
    <Panel title={t('art.title')} note={<T k="art.note" />}>
      <img class="card-front" src={`/api/cards/front?turn=${turn}`} alt={t('art.now')} width={541} height={354} />
      <Field label={t('art.file')} hint={t('art.file_hint')} problem={problem}>
        {({ field, describedBy }) => (
          <input
            ref={input}
            id={field}
            class="file-input"
            type="file"
            accept="image/png"
            aria-describedby={describedBy}
            onChange={(event) => {
              setGone(false);
              setFile(event.currentTarget.files?.[0]);
            }}
          />
        )}
      </Field>
      <label class="choice">
        <input type="checkbox" checked={titled} onChange={(event) => setTitled(event.currentTarget.checked)} />
        <span class="phrases">{t('art.has_title')}</span>
      </label>
      {command.problem && !refused && <Refused problem={command.problem} />}
      <div class="row">
        <Button size="small" onClick={() => void save()} busy={command.busy}>
          {t('art.save')}
        </Button>
        <Button kind="plain" size="small" onClick={() => void send({})} busy={command.busy}>
          {t('art.remove')}
        </Button>
      </div>
    </Panel>
  );
}
