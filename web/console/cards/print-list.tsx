// What was asked to be printed: how far it has come, and its files once they are there.
import type { VNode } from 'preact';
import { api, ask, timeOf, type Resource } from '@meguri/shared/api';
import { consoleMoment, figure } from '@meguri/shared/texts';
import { Button, Icon } from '@meguri/shared/ui';
import { usePlain } from '../command.ts';
import { Badge, Loaded, Panel, Refused } from '../frame/parts.tsx';
import type { Print } from './data.ts';
import { T, t } from './texts.ts';

type Kind = Print['kind'];

export function PrintList({ prints, kinds }: { prints: Resource<{ prints: Print[] }>; kinds: Kind[] }): VNode {
  const secret = kinds.indexOf('cards') >= 0;
  return (
    <Panel title={t('prints.title')}>
      {secret && (
        <p class="quiet phrases">
          <T k="prints.secret" />
        </p>
      )}
      <Loaded of={prints}>
        {(data) => {
          const mine = data.prints.filter((each) => kinds.indexOf(each.kind) >= 0);
          if (mine.length === 0) {
            return (
              <p class="quiet phrases">
                <T k="prints.none" />
              </p>
            );
          }
          return (
            <ul class="prints">
              {mine.map((each) => (
                <PrintRow key={each.id} print={each} onChanged={() => void prints.reload()} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Panel>
  );
}

function PrintRow({ print, onChanged }: { print: Print; onChanged: () => void }): VNode {
  const title = t(`prints.${print.kind}`, { n: figure(print.pieces) });
  return (
    <li class="print" aria-label={title}>
      <div class="print-head">
        <strong>{title}</strong>
        <span class="quiet">{t('prints.asked', { when: consoleMoment(timeOf(print.asked_at)), name: print.asked_by.name })}</span>
        {print.state === 'ready' && <Badge look="good">{t('prints.ready')}</Badge>}
      </div>
      {print.state === 'making' && <Progress print={print} />}
      {(print.state === 'failed' || print.state === 'resting') && <Again print={print} onChanged={onChanged} />}
      <Files print={print} />
    </li>
  );
}

function Progress({ print }: { print: Print }): VNode {
  const words = t('prints.progress', { done: figure(print.done), n: figure(print.pages) });
  return (
    <div class="progress-line" role="status">
      <progress max={print.pages} value={print.done} aria-label={words} />
      <span>{words}</span>
      <span class="quiet phrases">
        <T k="prints.making" />
      </span>
    </div>
  );
}

/** Files that were put away come back when the print is looked at; one that failed is asked for anew. */
function Again({ print, onChanged }: { print: Print; onChanged: () => void }): VNode {
  const command = usePlain<Print>();
  const again = async () => {
    const anew = print.kind === 'cards' && print.batch !== undefined;
    const asked =
      print.state === 'resting' || !anew
        ? ask(api.GET('/api/prints/{id}', { params: { path: { id: print.id } } }))
        : ask(api.POST('/api/cards/prints', { body: { batch: print.batch || '' } }));
    await command.run(asked);
    onChanged();
  };
  return (
    <>
      <p class="quiet phrases">
        <T k={`prints.${print.state === 'failed' ? 'failed' : 'resting'}`} />
      </p>
      {command.problem && <Refused problem={command.problem} />}
      <Button kind="outline" size="small" onClick={() => void again()} busy={command.busy}>
        {t('prints.again')}
      </Button>
    </>
  );
}

const unfolded = 4; // more than that are folded away

function Files({ print }: { print: Print }): VNode | null {
  const there = print.files.filter((each) => each.bytes !== undefined);
  if (there.length === 0) return null;
  const list = (
    <ul class="print-files">
      {there.map((file) => (
        <li key={file.name}>
          <a href={`/api/prints/${print.id}/file?name=${encodeURIComponent(file.name)}`} download aria-label={t('prints.file', { name: file.name })}>
            <Icon name="download" size={18} />
            {file.name}
          </a>{' '}
          <span class="quiet">
            {t(/\.csv$/.test(file.name) ? 'prints.rows' : 'prints.pages', { n: figure(file.pages) })} · {megabytes(file.bytes || 0)}
          </span>
        </li>
      ))}
    </ul>
  );
  if (there.length <= unfolded) return list;
  return (
    <details class="print-fold">
      <summary>{t('prints.files', { n: there.length })}</summary>
      {list}
    </details>
  );
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;
