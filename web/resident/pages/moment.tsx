import type { VNode } from 'preact';
import { receiptDay, receiptTime } from '@meguri/shared/texts';

/** Day and time of a receipt; a line may break between the two, never inside. */
export function Moment({ time }: { time: number }): VNode {
  return (
    <>
      <span class="whole">{receiptDay(time)}</span> <span class="whole">{receiptTime(time)}</span>
    </>
  );
}
