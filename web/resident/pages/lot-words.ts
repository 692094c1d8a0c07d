// A lot as a line of a small account.
import { serverNow, type Schemas } from '@meguri/shared/api';
import { dayWithWeekday, figure } from '@meguri/shared/texts';
import { stampOf } from '@meguri/shared/ui';
import { t } from '../texts/index.ts';

type LotAmount = Schemas['LotAmount'];

export function untilWords(expires_on: string | undefined): string {
  return expires_on === undefined ? t('pay.forever') : t('pay.until', { day: dayWithWeekday(expires_on, serverNow()) });
}

export function yen(amount: number): string {
  return t('common.yen', { amount: figure(amount) });
}

/** Yen, or points, which are never shown as yen [PNT-a]. */
export function lotAmount(lot: LotAmount): string {
  return lot.program.unit === 'point' ? t('common.points', { amount: figure(lot.amount) }) : yen(lot.amount);
}

/** So much of what is paid with. */
export function quantityOf({ points }: { points?: unknown }, amount: number): string {
  return points ? t('common.points', { amount: figure(amount) }) : yen(amount);
}

/** The unit beside a figure that stands alone; undefined: yen. */
export function unitWord({ points }: { points?: unknown }): string | undefined {
  return points ? t('common.point_unit') : undefined;
}

export function lotLine(lot: LotAmount) {
  return { name: lot.program.name, note: untilWords(lot.expires_on), stamp: stampOf(lot.program), value: lotAmount(lot) };
}
