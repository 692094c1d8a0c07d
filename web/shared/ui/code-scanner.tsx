// Reads a code: the camera opens at once; below it always the two other ways, from a photo and by typing the number.
// Without a camera (none, or not allowed) it says so and why, and the other ways remain.
import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { openCamera, type CameraState } from '../scanning/camera.ts';
import { codeReader, readPhoto } from '../scanning/read-code.ts';
import { withBreaks } from '../texts/define.ts';
import { inOneLine } from '../texts/refusals.ts';
import { t, T } from '../texts/shared-texts.ts';
import { announce } from './announce.ts';
import './code-scanner.css';
import { Icon } from './icon.tsx';

export interface CodeScannerProps {
  /** The text of a code that was read. The same text is not reported twice in a row. */
  onCode: (text: string) => void;
  /** What stands under the picture when the last code was not usable: 「これは「めぐり」のコードではありません」. */
  problem?: { title: string; next?: string } | undefined;
  /** A button to type the number: <Button kind="outline">番号を入れる</Button>. */
  children?: ComponentChildren;
}

const pause_ms = 120; // about eight looks a second: quick enough, and an old phone stays cool

function useScanning(video: { current: HTMLVideoElement | null }, onCode: (text: string) => void): CameraState {
  const [state, setState] = useState<CameraState>('starting');
  const report = useRef(onCode);
  report.current = onCode;
  useEffect(() => {
    let over = false;
    let close: () => void = () => undefined;
    let last = '';
    const look = async () => {
      const element = video.current;
      if (over || !element) return;
      if (element.readyState >= 2) {
        const text = await (await codeReader())(element).catch(() => null);
        if (!over && text && text !== last) {
          last = text;
          report.current(text);
        }
      }
      if (!over) setTimeout(() => void look().catch(() => undefined), pause_ms);
    };
    const start = async () => {
      if (!video.current) return;
      const camera = await openCamera(video.current);
      close = camera.close;
      if (over) return close();
      setState(camera.state);
      if (camera.state === 'running') await look();
    };
    void start().catch(() => setState('none'));
    return () => {
      over = true;
      close();
    };
  }, []);
  return state;
}

function PhotoButton({ onCode, onNothing }: { onCode: (text: string) => void; onNothing: () => void }): VNode {
  const [focused, setFocused] = useState(false);
  return (
    <label class={`button button-plain scanner-photo${focused ? ' scanner-photo-focus' : ''}`}>
      <Icon name="photo" />
      <span>{t('scan.from_photo')}</span>
      <input
        type="file"
        accept="image/*"
        aria-label={t('scan.from_photo')}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onChange={async (event) => {
          const field = event.currentTarget;
          const photo = field.files && field.files[0];
          if (!photo) return;
          const text = await readPhoto(photo).catch(() => null);
          field.value = ''; // the same photo may be chosen again
          if (text) onCode(text);
          else onNothing();
        }}
      />
    </label>
  );
}

const troubles = {
  none: ['scan.no_camera', 'scan.no_camera_next'],
  denied: ['scan.denied', 'scan.denied_next'],
  photo: ['scan.nothing_in_photo', 'scan.nothing_in_photo_next'],
} as const;

export function CodeScanner({ onCode, problem, children }: CodeScannerProps): VNode {
  const video = useRef<HTMLVideoElement>(null);
  const [badPhoto, setBadPhoto] = useState(false);
  const state = useScanning(video, onCode);
  const camera = state === 'starting' || state === 'running';
  const trouble = badPhoto ? 'photo' : camera ? undefined : state;
  useEffect(() => {
    if (problem) announce(inOneLine({ why: problem.title, next: problem.next || '' }), true);
    else if (trouble) announce(inOneLine({ why: t(troubles[trouble][0]), next: t(troubles[trouble][1]) }), true);
  }, [problem, trouble]);
  return (
    <div class="scanner">
      {camera && (
        <div class="scanner-view">
          <video ref={video} playsInline muted aria-label={t('scan.camera')} />
          <span class="scanner-frame" aria-hidden="true">
            <svg viewBox="0 0 100 100" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round">
              <path d="M3 20V8a5 5 0 0 1 5-5h12M80 3h12a5 5 0 0 1 5 5v12M97 80v12a5 5 0 0 1-5 5H80M20 97H8a5 5 0 0 1-5-5V80" />
            </svg>
          </span>
        </div>
      )}
      {camera && !problem && !trouble && (
        <p class="scanner-words phrases">{state === 'running' ? <T k="scan.hint" /> : <T k="scan.starting" />}</p>
      )}
      {problem && (
        <p class="scanner-problem">
          <strong>{withBreaks(problem.title)}</strong>
          {problem.next && withBreaks(problem.next)}
        </p>
      )}
      {!problem && trouble && (
        <p class="scanner-problem">
          <strong>
            <T k={troubles[trouble][0]} />
          </strong>
          <T k={troubles[trouble][1]} />
        </p>
      )}
      <div class="scanner-ways">
        <PhotoButton
          onCode={(text) => {
            setBadPhoto(false);
            onCode(text);
          }}
          onNothing={() => setBadPhoto(true)}
        />
        {children}
      </div>
    </div>
  );
}
