// What this device does beside showing: sounds, voice, staying awake. Each a switch kept on the device. Browsers allow
// sound only after a touch since the page was opened; `useSoundReady` tells, so that the page never claims a sound that
// will not come.
import { useEffect, useState } from 'preact/hooks';
import { prepareSound } from '@meguri/shared/ui';

type Switch = 'sound' | 'voice';
const changed = 'meguri-switch';
const slot = (which: Switch) => `meguri.shop.${which}`;

export function switchedOn(which: Switch): boolean {
  try {
    const kept = localStorage.getItem(slot(which));
    return kept === null ? which === 'sound' : kept === 'on';
  } catch {
    return which === 'sound';
  }
}

export function useSwitch(which: Switch): [on: boolean, set: (on: boolean) => void] {
  const [on, setOn] = useState(() => switchedOn(which));
  useEffect(() => {
    const look = () => setOn(switchedOn(which));
    window.addEventListener(changed, look);
    return () => window.removeEventListener(changed, look);
  }, [which]);
  const set = (next: boolean) => {
    setOn(next);
    try {
      localStorage.setItem(slot(which), next ? 'on' : 'off');
    } catch {
      // Not kept: it holds until the page is closed.
    }
    window.dispatchEvent(new Event(changed));
  };
  return [on, set];
}

let touched = false;

export function useSoundReady(): boolean {
  const [ready, setReady] = useState(touched);
  useEffect(() => {
    if (touched) return undefined;
    const touch = () => {
      touched = true;
      prepareSound();
      setReady(true);
    };
    const kinds = ['click', 'keydown'];
    kinds.forEach((kind) => document.addEventListener(kind, touch));
    return () => kinds.forEach((kind) => document.removeEventListener(kind, touch));
  }, []);
  return ready;
}

/** Reads a sentence aloud where the device can; silently nothing where it cannot. */
export function speak(sentence: string, language: string): void {
  if (typeof speechSynthesis === 'undefined' || typeof SpeechSynthesisUtterance === 'undefined') return;
  const said = new SpeechSynthesisUtterance(sentence);
  said.lang = language === 'en' ? 'en-US' : 'ja-JP';
  speechSynthesis.speak(said);
}

interface WakeLock {
  request(kind: 'screen'): Promise<{ release(): Promise<void> }>;
}

/** Keeps the screen on while the page is shown, where the browser can. */
export function useWakeLock(): void {
  useEffect(() => {
    const lock = (navigator as unknown as { wakeLock?: WakeLock }).wakeLock;
    if (!lock) return undefined;
    let held: { release(): Promise<void> } | undefined;
    const hold = async () => {
      if (document.visibilityState !== 'visible') return;
      // Refused on low battery: the page then dims as any other.
      held = await lock.request('screen').catch(() => undefined);
    };
    const seen = () => void hold();
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      if (held) void held.release();
    };
  }, []);
}
