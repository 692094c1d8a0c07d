// The shop's picture, or a shop curtain (のれん) with a letter of its name. Decoration: the name stands beside.
import type { VNode } from 'preact';
import './noren-tile.css';

export interface NorenTileProps {
  /** The letter is taken from here: of 「ベーカリーむぎの輪」 the first after the trade word reads best, so a
      shop may choose its own. */
  letter: string;
  /** Without it 72, or what the page's style says. */
  size?: 48 | 64 | 72;
  photo?: string | undefined;
}

export function NorenTile({ letter, size, photo }: NorenTileProps): VNode {
  const edge = size === undefined ? undefined : { width: `${size}px`, height: `${size}px` };
  if (photo !== undefined) return <img class="noren" src={photo} alt="" style={edge} />;
  return (
    <svg class="noren" viewBox="0 0 72 72" style={edge} aria-hidden="true" focusable="false">
      <rect width="72" height="72" fill="#f5e8d0" />
      <rect y="62.5" width="72" height="9.5" fill="#d6c8ae" />
      <rect y="8.5" width="72" height="4.5" fill="#8a6a43" />
      <path
        fill="#985b1f"
        d="M4.5 13h16.2v39.2q-8 2.3-16.2-.2zM22 13h28v39q-14 2.6-28 0zM51.3 13h16.2v39q-8 2.5-16.2.2z"
      />
      <text x="36" y="40.5" text-anchor="middle" font-size="20" font-weight="700" fill="#fff">
        {letter.slice(0, 1)}
      </text>
    </svg>
  );
}
