// The same table in other formats, beside the link that takes it away as CSV.
import type { ComponentChildren, VNode } from 'preact';
import './other-formats.css';

export interface OtherFormatsProps {
  /** Where the CSV is taken from. */
  href: string;
  /** What stands before the links, such as "in another format", and the links' own words. */
  words: { title: string; xlsx: string; shift_jis: ComponentChildren };
  /** Whose formats, for ears: the name of the file. */
  name: string;
}

export function OtherFormats({ href, words, name }: OtherFormatsProps): VNode {
  const of = (format: string) => `${href}${href.includes('?') ? '&' : '?'}format=${format}`;
  return (
    <div class="formats" role="group" aria-label={`${name} ${words.title}`}>
      <span class="quiet">{words.title}</span>
      <a class="text-link" href={of('xlsx')} download>
        <span>{words.xlsx}</span>
      </a>
      <a class="text-link" href={of('csv_shift_jis')} download>
        <span class="phrases">{words.shift_jis}</span>
      </a>
    </div>
  );
}
