// 「お金で払う | ポイント」: stands only where there are points to pay with.
import type { VNode } from 'preact';
import type { Purse } from './purse.ts';
import { t } from './texts.ts';
import './purse.css';

interface PurseSwitchProps {
  purses: Purse[];
  /** The points program's id; undefined: money. */
  chosen: string | undefined;
  choose: (points: Purse['points']) => void;
}

export function PurseSwitch({ purses, chosen, choose }: PurseSwitchProps): VNode | null {
  if (purses.length < 2) return null;
  const wordOf = ({ points }: Purse) => (!points ? t('purse.money') : purses.length > 2 ? points.name : t('purse.points'));
  return (
    <div class="purse-switch" role="radiogroup" aria-label={t('purse.pay_with')}>
      {purses.map((purse) => {
        const { points } = purse;
        const on = (points && points.id) === chosen;
        return (
          <label key={points ? points.id : ''} class={`purse${on ? ' purse-on' : ''}${points ? ' purse-points' : ''}`}>
            <input type="radio" name="pay-with" checked={on} onChange={() => choose(points)} />
            <span>{wordOf(purse)}</span>
          </label>
        );
      })}
    </div>
  );
}
