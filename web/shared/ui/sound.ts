// Short tones made on the device, no files: paid = two rising notes, received = three of another timbre, refused =
// one short low note. Unknown has no sound. Never the only sign. Also the vibration that goes with them.
type Note = [frequency: number, start_s: number, length_s: number];

const notes: Record<'paid' | 'received' | 'refused', { wave: OscillatorType; notes: Note[] }> = {
  paid: { wave: 'sine', notes: [[784, 0, 0.22], [1175, 0.2, 0.4]] },
  received: { wave: 'triangle', notes: [[659, 0, 0.16], [831, 0.14, 0.16], [988, 0.28, 0.42]] },
  refused: { wave: 'sine', notes: [[196, 0, 0.25]] },
};

let context: AudioContext | undefined;

/** Call in a click: phones allow sound only after a touch. */
export function prepareSound(): void {
  const Context = window.AudioContext || (window as unknown as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext;
  if (!context && Context) context = new Context();
  if (context && context.state === 'suspended') void context.resume();
}

/** Browsers that know say whether the page was ever touched; before that they refuse to vibrate, and complain. */
function touched(): boolean {
  const { userActivation } = navigator as { userActivation?: { hasBeenActive: boolean } };
  return !userActivation || userActivation.hasBeenActive;
}

export function play(what: keyof typeof notes): void {
  if (what !== 'received' && navigator.vibrate && touched()) navigator.vibrate(what === 'paid' ? [60, 80, 60] : [250]);
  prepareSound();
  if (!context) return;
  const { wave, notes: list } = notes[what];
  for (const [frequency, start, length] of list) {
    const from = context.currentTime + start;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.type = wave;
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0.0001, from);
    loudness.gain.exponentialRampToValueAtTime(0.4, from + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, from + length);
    tone.connect(loudness);
    loudness.connect(context.destination);
    tone.start(from);
    tone.stop(from + length);
  }
}
