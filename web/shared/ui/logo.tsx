// The mark: a ring going round (巡り), green money and pink points meeting in it. A city's own logo stands in its place: the
// city's style sheet puts it on .logo.
import type { VNode } from 'preact';

export function Logo({ size = 28 }: { size?: number }): VNode {
  const edge = `${size / 16}rem`;
  return (
    <span class="logo" style={{ display: 'inline-block', width: edge, height: edge, flex: 'none' }} aria-hidden="true">
      <svg
        viewBox="0 0 48 48"
        width={size}
        height={size}
        style={{ display: 'block', width: edge, height: edge }}
        fill="none"
        stroke-width="7"
        stroke-linecap="round"
        focusable="false"
      >
        <path style={{ stroke: 'var(--green)' }} d="M10.1 17.5A16 16 0 1 1 31.5 37.9" />
        <path style={{ stroke: 'var(--logo-pink)' }} d="M23.4 40A16 16 0 0 1 8.2 28.1" />
      </svg>
    </span>
  );
}
