// How much premium is left: received, this time (hatched), free; always with figures in words.
import type { VNode } from 'preact';
import type { Schemas } from '@meguri/shared/api';
import { figure } from '@meguri/shared/texts';
import { t } from './texts.ts';

type Room = Schemas['RoomLeft'];

function Bar({ room, now }: { room: Room; now: number }): VNode {
  const received = room.limit - room.left;
  const share = (amount: number) => `${Math.min(100, (100 * amount) / room.limit)}%`;
  const figures = { limit: figure(room.limit), received: figure(received), now: figure(now), left: figure(Math.max(0, room.left - now)) };
  return (
    <div class="meter" role="img" aria-label={t('card.meter', figures)}>
      <span class="meter-received" style={{ width: share(received) }} />
      <span class="meter-now" style={{ width: share(now) }} />
    </div>
  );
}

/** `now`: premium of the amount that is chosen, 0 while none is. */
export function RoomMeter({ person, everybody, now }: { person?: Room | undefined; everybody?: Room | undefined; now: number }): VNode | null {
  if (!person && !everybody) return null;
  return (
    <div class="card room">
      {person && (
        <>
          <p class="room-line">
            <span>
              {t('card.your_room')}
              <span class="room-limit">{t('card.limit', { limit: figure(person.limit) })}</span>
            </span>
            <strong class="whole">{t('common.yen', { amount: figure(person.left) })}</strong>
          </p>
          <Bar room={person} now={now} />
          <p class="room-legend">
            <span>
              <i class="meter-received" />
              {t('card.received', { amount: figure(person.limit - person.left) })}
            </span>{' '}
            <span>
              <i class="meter-now" />
              {t('card.this_time', { amount: figure(now) })}
            </span>
          </p>
        </>
      )}
      {everybody && (
        <p class="room-line room-city">
          <span>{t('card.city_room')}</span>
          <span class="whole">{t('card.city_of', { left: figure(everybody.left), limit: figure(everybody.limit) })}</span>
        </p>
      )}
    </div>
  );
}
