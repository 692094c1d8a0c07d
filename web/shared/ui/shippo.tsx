// The 七宝 pattern behind paid pages. The parent must be positioned.
import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import './shippo.css';

export function Shippo(): VNode {
  const id = useId();
  const circle = (cx: number, cy: number) => <circle cx={cx} cy={cy} r="26" />;
  return (
    <svg class="shippo" aria-hidden="true" focusable="false">
      <defs>
        <pattern id={id} width="52" height="52" patternUnits="userSpaceOnUse">
          {circle(0, 0)}
          {circle(52, 0)}
          {circle(0, 52)}
          {circle(52, 52)}
          {circle(26, 26)}
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
