// Who is being paid: large, first on the page, with 「熊谷市の加盟店」 — the guard against a sticker pasted over
// another shop's.
import type { VNode } from 'preact';
import { Icon } from './icon.tsx';
import { NorenTile } from './noren-tile.tsx';
import './place-card.css';

export interface PlaceCardProps {
  name: string;
  letter?: string | undefined;
  photo?: string | undefined;
  /** 「筑波一丁目・パン」 */
  note?: string | undefined;
  /** 「熊谷市の加盟店」; only when the server says that it is one. */
  member?: string | undefined;
}

export function PlaceCard({ name, letter, photo, note, member }: PlaceCardProps): VNode {
  return (
    <div class="card place-card">
      <NorenTile letter={letter ?? name} photo={photo} />
      <div class="place-card-words">
        <p class="place-card-name">{name}</p>
        {note && <p class="place-card-note">{note}</p>}
        {member && (
          <p class="place-card-member">
            <Icon name="shield" size={20} />
            {member}
          </p>
        )}
      </div>
    </div>
  );
}
