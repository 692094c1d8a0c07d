// One program: its terms, its figures, and the way to stop it (one person stops, two resume).
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { api, ask, putResource } from '@meguri/shared/api';
import { to } from '@meguri/shared/route';
import { figure } from '@meguri/shared/texts';
import { announce, Stamp, stampOf, TextInput, TextLink } from '@meguri/shared/ui';
import { useKeyed } from '../command.ts';
import { useProgram, type Program } from '../data.ts';
import { ConsolePage } from '../frame/console-page.tsx';
import { Facts, Loaded, Panel, Refused, Sure } from '../frame/parts.tsx';
import { T, t } from '../texts.ts';
import { StateBadge } from './programs-page.tsx';
import { expiryOf, periodOf, TermsText } from './terms.tsx';

export function ProgramPage({ id }: { id: string }): VNode {
  const program = useProgram(id);
  const { data } = program;
  return (
    <ConsolePage
      title={data ? data.name : t('programs.title')}
      note={data && <StateBadge program={data} />}
      actions={<TextLink href={to('/programs')}>{t('common.to_list')}</TextLink>}
    >
      <Loaded of={program}>
        {(found) => (
          <>
            <Panel title={t('program.terms')}>
              <div class="terms-with-stamp">
                <Stamp {...stampOf(found)} size={40} ended={found.state === 'stopped'} />
                <TermsText terms={found.terms} />
              </div>
            </Panel>
            <div class="columns">
              <Panel title={t('program.figures')}>
                <Facts
                  facts={[
                    { name: t('programs.issued'), value: t('yen', { amount: figure(found.issued) }) },
                    { name: t('programs.outstanding'), value: t('yen', { amount: figure(found.outstanding) }) },
                    { name: t('programs.period'), value: periodOf(found.terms) },
                    { name: t('programs.expiry'), value: expiryOf(found.terms) },
                  ]}
                />
              </Panel>
              <Stopping program={found} />
            </div>
          </>
        )}
      </Loaded>
    </ConsolePage>
  );
}

function Stopping({ program }: { program: Program }): VNode {
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const command = useKeyed<Program>();
  const wrong = typed.trim() !== program.name;
  const stop = async () => {
    setTried(true);
    if (wrong) return;
    const params = { path: { id: program.id } };
    const stopped = await command.run((key) => ask(api.POST('/api/programs/{id}/stop', { params, body: { key } })));
    if (!stopped) return;
    putResource(`program ${program.id}`, stopped);
    announce(t('programs.stopped'), true);
  };
  if (program.state === 'stopped') {
    return (
      <Panel title={t('programs.state')}>
        <p class="phrases">
          <T k="program.stopped_note" />
        </p>
      </Panel>
    );
  }
  return (
    <Panel title={t('program.stop')}>
      {command.problem && <Refused problem={command.problem} />}
      <p class="phrases">
        <T k="program.stop_text" />
      </p>
      <Sure
        open={t('program.stop')}
        text={<T k="program.stop_sure" v={{ name: program.name }} />}
        go={t('program.stop')}
        onGo={() => void stop()}
        busy={command.busy}
      >
        <TextInput
          label={t('program.stop_type')}
          value={typed}
          onValue={setTyped}
          problem={tried && wrong ? t('program.stop_mismatch') : undefined}
          autoComplete="off"
        />
      </Sure>
    </Panel>
  );
}
