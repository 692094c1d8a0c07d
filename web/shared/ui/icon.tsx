// The drawn words of Meguri: 24 grid, 2 px line, round ends, one colour. An icon never stands alone:
// the word is beside or below it, so the drawing itself is hidden from screen readers.
import type { VNode } from 'preact';

const shapes = {
  back: 'M15 5l-7 7 7 7',
  backspace: 'M9 5h11a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H9l-6-7zM12 9.5l5 5M17 9.5l-5 5',
  bank: 'M3.5 9.5L12 4.5l8.5 5zM5.5 10v7.5M10 10v7.5M14 10v7.5M18.5 10v7.5M3.5 19.5h17',
  bell: 'M5.5 16.5c1.2-1.3 1.5-3 1.5-6a5 5 0 0 1 10 0c0 3 .3 4.7 1.5 6zM10 20h4',
  calendar: 'M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1zM4 11h16M8 3.5v4M16 3.5v4',
  card: 'M4.5 6h15A1.5 1.5 0 0 1 21 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5v-9A1.5 1.5 0 0 1 4.5 6zM3 10.5h18M6.5 14.5h4',
  chart: 'M4 20h16M7 16v-5M12 16V5M17 16V9',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  chevron: 'M9.5 6l6 6-6 6',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2',
  close: 'M5.5 5.5l13 13M18.5 5.5l-13 13',
  code: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5M20 14v.01M20 17.5V20h-2M14 20h.01',
  download: 'M12 4v10.5M7.5 10.5L12 15l4.5-4.5M4.5 20h15',
  eye: 'M2.5 12C4.7 8 8 6 12 6s7.3 2 9.5 6c-2.2 4-5.5 6-9.5 6s-7.3-2-9.5-6zM12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4z',
  gear: 'M12 8.7a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6zM12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M5.6 18.4l1.8-1.8M16.6 7.4l1.8-1.8',
  gift: 'M4 8.5h16v4H4zM5.5 12.5h13V20h-13zM12 8.5V20M12 8.5C8.5 8.5 7 7.3 7 5.9 7 4.8 7.9 4 9 4c1.7 0 2.6 1.7 3 4.5.4-2.8 1.3-4.5 3-4.5 1.1 0 2 .8 2 1.9 0 1.4-1.5 2.6-5 2.6z',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.7M12 16.7v.01',
  home: 'M3.5 11.5L12 4l8.5 7.5M5.5 10v10h13V10M10 20v-5.5h4V20',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11.5V16M12 8v.01',
  list: 'M9.5 6H21M9.5 12H21M9.5 18H21M4 6h.9M4 12h.9M4 18h.9',
  lock: 'M6 10.5h12a1 1 0 0 1 1 1V19a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7.5a1 1 0 0 1 1-1zM8 10.5V8a4 4 0 0 1 8 0v2.5',
  map: 'M3.5 6.5l5.5-2.5 6 2.5 5.5-2.5v13.5L15 20l-6-2.5L3.5 20zM9 4v13.5M15 6.5V20',
  menu: 'M4 6h16M4 12h16M4 18h16',
  minus: 'M5 12h14',
  no_signal: 'M3 3l18 18M12 19v.01M8.5 15.5a5 5 0 0 1 5-1.2M5.5 12a9.5 9.5 0 0 1 4.2-2.4M2.5 8.6A13.7 13.7 0 0 1 6.5 6M11 5a13.7 13.7 0 0 1 10.5 3.6M15.5 10.2a9.5 9.5 0 0 1 3 1.8',
  people: 'M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5c.4-3.5 2.8-5.5 6.5-5.5s6.1 2 6.5 5.5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.5c2 .8 3.2 2.5 3.5 5',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.5-3.7 3.2-5.5 7.5-5.5s7 1.8 7.5 5.5',
  phone: 'M8.5 4H5a1.5 1.5 0 0 0-1.5 1.7C4.5 13.5 10.5 19.5 18.3 20.5a1.5 1.5 0 0 0 1.7-1.5v-3.5l-4.5-1.5-2 2a12 12 0 0 1-5.5-5.5l2-2z',
  photo: 'M4 7h3.5L9 4.5h6L16.5 7H20a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  pin: 'M12 21c4.5-4.6 6.5-8 6.5-11a6.5 6.5 0 1 0-13 0c0 3 2 6.4 6.5 11zM12 7.8a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z',
  plus: 'M12 5v14M5 12h14',
  scan: 'M4 8.5V5a1 1 0 0 1 1-1h3.5M15.5 4H19a1 1 0 0 1 1 1v3.5M20 15.5V19a1 1 0 0 1-1 1h-3.5M8.5 20H5a1 1 0 0 1-1-1v-3.5M4 12h16',
  shield: 'M12 3l7.5 2.5V11c0 5-3 8.2-7.5 10-4.5-1.8-7.5-5-7.5-10V5.5zM8.5 11.8l2.5 2.5 4.5-4.5',
  shop: 'M5 4h14l2 5.5c0 1.4-1.2 2.5-2.5 2.5S16 11 16 9.6C16 11 14.2 12 12 12s-4-1-4-2.4C8 11 6.8 12 5.5 12S3 10.9 3 9.5zM5 12v8h14v-8M10 20v-4.5h4V20',
  sign_out: 'M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5',
  sound: 'M3.5 9.5v5H7l5 4V5.5l-5 4zM15.5 9a4.3 4.3 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  sound_off: 'M3.5 9.5v5H7l5 4V5.5l-5 4zM16 9.5l5 5M21 9.5l-5 5',
  speak: 'M5 4.5h14a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-7l-4.5 3.5v-3.5H5a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1zM8 9h8M8 12.5h5',
  swap: 'M8 19V5M4.5 8.5L8 5l3.5 3.5M16 5v14M12.5 15.5L16 19l3.5-3.5',
  undo: 'M8.5 5L4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11H9',
  warning: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.3v.01',
  yen: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 7.5L12 12l3.5-4.5M12 12v5M9 12.5h6M9 15h6',
} as const;

export type IconName = keyof typeof shapes;
export const iconNames = Object.keys(shapes) as IconName[];

export interface IconProps {
  name: IconName;
  /** Edge in px at normal text size; the drawing grows with the text. Default 24. */
  size?: number;
}

export function Icon({ name, size = 24 }: IconProps): VNode {
  const edge = `${size / 16}rem`;
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      style={{ width: edge, height: edge, flex: 'none' }}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[name]} />
    </svg>
  );
}
