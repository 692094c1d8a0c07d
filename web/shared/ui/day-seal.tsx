// きょうの印: one kanji, the same in the whole city, new each day. It unmasks yesterday's screenshots; it is a
// help, never the proof.
import type { VNode } from 'preact';
import { t } from '../texts/shared-texts.ts';
import './day-seal.css';

export function DaySeal({ kanji, beside }: { kanji: string; beside?: boolean }): VNode {
  return (
    <span class={`seal${beside ? ' seal-beside' : ''}`}>
      <span class="seal-square">{kanji}</span>
      <span>{t('seal.caption')}</span>
    </span>
  );
}
