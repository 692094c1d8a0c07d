// A QR code as one SVG path: dark on white in both modes, error correction M, quiet zone of 4 modules (scanners
// need it). Made on the device; nothing is fetched.
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { encode } from 'uqr';
import './qr-image.css';

export interface QrImageProps {
  text: string;
  /** What it is, for those who do not see it. */
  label: string;
  /** Greatest edge in px, quiet zone included; without it as wide as its box (set by the page's style). */
  size?: number;
  border?: number;
}

export function qrPath(text: string, border = 4): { path: string; size: number } {
  const code = encode(text, { ecc: 'M', border });
  let path = '';
  code.data.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      let run = 0;
      while (row[x + run]) run++;
      if (run > 0) path += `M${x} ${y}h${run}v1h-${run}z`;
      x += run;
    }
  });
  return { path, size: code.size };
}

export function QrImage({ text, label, size, border = 4 }: QrImageProps): VNode {
  const { path, size: modules } = useMemo(() => qrPath(text, border), [text, border]);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${modules} ${modules}`}
      style={size === undefined ? undefined : { maxWidth: `${size}px` }}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path d={path} fill="#111" />
    </svg>
  );
}
