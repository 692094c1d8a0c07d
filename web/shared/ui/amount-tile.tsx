// Amounts to choose from, each with its premium: real radio buttons (arrows, one tab stop). Chosen = thick edge +
// check + tint. A closed tile says why.
import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { figure } from '../texts/amounts.ts';
import { t } from '../texts/shared-texts.ts';
import { Amount } from './amount.tsx';
import './amount-tile.css';
import { Icon } from './icon.tsx';

export interface AmountChoice {
  amount: number;
  /** Yen of premium that comes with it. */
  premium?: number;
  /** Instead of the premium: 「プレミアムなし」. */
  note?: string;
  offReason?: string;
}

export interface AmountTilesProps {
  label: string;
  choices: AmountChoice[];
  chosen: number | undefined;
  onChoose: (amount: number) => void;
}

function Tile({ choice, name, chosen, onChoose }: { choice: AmountChoice; name: string; chosen: boolean; onChoose: () => void }): VNode {
  const [focused, setFocused] = useState(false);
  const { amount, premium, offReason } = choice;
  const note = offReason ?? choice.note ?? (premium ? `+${figure(premium)}${t('unit.yen')}` : '');
  const look = `${chosen ? ' tile-chosen' : ''}${offReason ? ' tile-off' : ''}${focused ? ' tile-focus' : ''}`;
  return (
    <label class={`tile${look}`}>
      <input
        type="radio"
        name={name}
        checked={chosen}
        disabled={offReason !== undefined}
        onChange={onChoose}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      />
      <Amount value={amount} size="total" />
      {note && <span class={`tile-note${premium && !offReason && !choice.note ? ' tile-premium' : ''}`}>{note}</span>}
      {chosen && (
        <span class="tile-check">
          <Icon name="check" size={18} />
        </span>
      )}
    </label>
  );
}

export function AmountTiles({ label, choices, chosen, onChoose }: AmountTilesProps): VNode {
  const name = useId();
  return (
    <div class="tiles" role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <Tile
          key={choice.amount}
          choice={choice}
          name={name}
          chosen={choice.amount === chosen}
          onChoose={() => onChoose(choice.amount)}
        />
      ))}
    </div>
  );
}
