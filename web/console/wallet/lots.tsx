// What a wallet holds, in the order in which it is spent, each part with its last day.
import type { VNode } from 'preact';
import type { Schemas } from '@meguri/shared/api';
import { consoleDay, figure } from '@meguri/shared/texts';
import { Stamp, stampOf } from '@meguri/shared/ui';
import { T, t } from './texts.ts';
import './wallet.css';

export function Lots({ lots }: { lots: Schemas['WalletLot'][] }): VNode {
  if (lots.length === 0) {
    return (
      <p class="quiet phrases">
        <T k="wallet.nothing" />
      </p>
    );
  }
  return (
    <ul class="wallet-lots">
      {lots.map((lot) => (
        <li key={`${lot.program.id} ${lot.expires_on} ${lot.origin}`}>
          <Stamp {...stampOf(lot.program)} />
          <span class="wallet-lot">
            {lot.program.name}
            <span class="quiet">{lot.expires_on ? t('wallet.lot_until', { day: consoleDay(lot.expires_on) }) : t('wallet.lot_ever')}</span>
          </span>
          <strong>{figure(lot.amount) + (lot.program.unit === 'point' ? t('wallet.point_unit') : t('unit'))}</strong>
        </li>
      ))}
    </ul>
  );
}
