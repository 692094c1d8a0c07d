// Whether a payment will be heard: always visible, never claimed when the browser has not allowed it yet.
import type { VNode } from 'preact';
import { language } from '@meguri/shared/texts';
import { Pill, play } from '@meguri/shared/ui';
import { speak, useSoundReady, useSwitch } from '../device.ts';
import { t } from '../texts.ts';

export function SoundPills({ short }: { short?: boolean }): VNode {
  const ready = useSoundReady();
  const [sound, setSound] = useSwitch('sound');
  const [voice, setVoice] = useSwitch('voice');
  const locked = sound && !ready;
  const press = () => {
    // The touch itself has just allowed sound: let it be heard instead of switching it off.
    if (!locked) setSound(!sound);
    if (locked || !sound) play('received');
  };
  return (
    <>
      <Pill icon={sound && !locked ? 'sound' : 'sound_off'} onClick={press}>
        {t(locked ? 'sound.locked' : sound ? 'sound.on' : 'sound.off')}
      </Pill>
      {!short && (
        <Pill
          icon="speak"
          onClick={() => {
            setVoice(!voice);
            if (!voice) speak(t('voice.sample'), language());
          }}
        >
          {t(voice ? 'voice.on' : 'voice.off')}
        </Pill>
      )}
    </>
  );
}
